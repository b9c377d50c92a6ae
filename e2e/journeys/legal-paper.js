// J5: a lawyer's subpoena is handed over. Then, without a budget of its own: its list, its letters, what is owed, and its end.
import { FILES } from '../lib/steps.js';

const INTAKE = ['/matters/new', '/matters/new/{id}/whose', '/matters/new/{id}/signed', '/matters/new/{id}/paper', '/matters/{id}'];
const REST = ['/matters', '/matters/{id}/list', '/matters/{id}/log', '/matters/{id}/facts/{fact}', '/matters/{id}/letters/{letter}'];

/** Signs in, and gives the first letters of the name of a client of one's own. */
async function begin(hand) {
  await hand.page.goto('/');
  await hand.signIn();
  await hand.page.goto('/c');
  const name = (await hand.at('main .rows a[href^="/c/"]:not([href="/c/new"])').innerText()).trim();
  await hand.page.goto('/');
  return name;
}

async function intake(hand, name, more = {}) {
  await hand.press('main a[href="/matters/new"]');
  await hand.press('main button[name="what"]');
  await hand.fill('name', name.slice(0, 4));
  await hand.press('main form[method=post] .do button:not(.second)');
  await hand.press('main button[name="client"]');
  await hand.press('main button[name="signed"][value="no"]');
  await hand.choose('paper', 'attorney_subpoena');
  await hand.pick('sender', 'opposing_party_attorney');
  await hand.pick('case', 'litigation');
  await hand.pick('what', 'whole');
  await hand.pick('release', 'no');
  await hand.pick('danger', 'no');
  for (const [list, word] of Object.entries(more)) await hand.pick(list, word);
  await hand.go();
  await hand.must('what it is', '.answer .verdict');
  await hand.must('what is owed', '#owed');
}

export const legalPaper = {
  id: 'legal-paper',
  person: 'clinician',
  needs: [...INTAKE, ...FILES],
  async walk(hand) {
    const name = await begin(hand);
    hand.begin();
    await intake(hand, name);
  },
};

export const legalPaperEnd = {
  id: 'legal-paper-end',
  person: 'clinician',
  needs: [...INTAKE, ...REST, ...FILES],
  async walk(hand) {
    await intake(hand, await begin(hand), { with: 'none', secret: 'no' });
    hand.begin();
    const matter = new URL(hand.page.url()).pathname;
    await hand.press(`main a[href="${matter}/list"]`);
    await hand.fill('words', 'all notes');
    await hand.pick('kind', 'progress_notes');
    await hand.go();
    await hand.press(`main a[href="${matter}/log"]`);
    await hand.must('what is withheld', '.paper');
    await hand.open(matter);
    await hand.press('main a[href*="/letters/"]');
    await hand.must('the letter', '.paper');
    await hand.open(matter);
    await hand.unfold('main > details:last-of-type > summary');
    await hand.press(`main a[href^="${matter}/facts/"]`);
    await hand.open('/matters');
    await hand.must('the queue', `main a[href="${matter}"]`);
    await hand.open(matter);
    await hand.choose('response', 'object');
    await hand.page.locator('main textarea[name="words"]').fill('no release, no order');
    await hand.press('main form:has(textarea[name="words"]) button');
    for (let step = 0; step < 30 && (await hand.has('main input[name="task"]')); step += 1) {
      await hand.unfold('main details:has(input[name="task"]):not([open]) > summary');
      await hand.page.locator('main details[open] form:has(input[name="task"]) input[name="words"]').first().fill('see the file');
      await hand.press('main details[open] form:has(input[name="task"]) button');
    }
    await hand.unfold('main details:has(input[name="outcome"]) > summary');
    await hand.choose('outcome', 'answered');
    await hand.page.locator('main form:has(input[name="outcome"]) input[name="words"]').fill('objected in time');
    await hand.press('main form:has(input[name="outcome"]) button');
    if (await hand.has('main input[name="outcome"]')) throw new Error('it is not closed');
  },
};
