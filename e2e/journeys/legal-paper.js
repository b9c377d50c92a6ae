// J5: a lawyer's subpoena is handed over. Then, without a budget of its own: its list, its letters, what is owed, and its end.
import { close, decide, doWhatIsOwed, FILES, list, named, whose } from '../lib/steps.js';

const INTAKE = ['/matters/new', '/matters/new/{id}/whose', '/matters/new/{id}/signed', '/matters/new/{id}/paper', '/matters/{id}'];
const REST = ['/matters', '/matters/{id}/list', '/matters/{id}/log', '/matters/{id}/facts/{fact}', '/matters/{id}/letters/{letter}', '/matters/{id}/papers/{file}', '/matters/{id}/papers/{file}/words'];
/** A paper as offices send them today: a PDF with words of its own. */
const WORDS = 'BT /F1 14 Tf 72 700 Td (SUBPOENA: produce the dates of attendance) Tj ET';
const OBJECTS = [
  '<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
  '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
  `<</Length ${WORDS.length}>>stream\n${WORDS}\nendstream`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
];
const PDF = `%PDF-1.4\n${OBJECTS.map((object, at) => `${at + 1} 0 obj${object}endobj`).join('\n')}\ntrailer<</Root 1 0 R>>\n%%EOF\n`;
const SCAN = { name: 'subpoena.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) };

async function intake(hand, name, more = {}) {
  await hand.press('main a[href="/matters/new"]');
  await hand.press('main button[name="what"]');
  await whose(hand, name);
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
    const name = await named(hand);
    hand.begin();
    await intake(hand, name);
  },
};

export const legalPaperEnd = {
  id: 'legal-paper-end',
  person: 'clinician',
  needs: [...INTAKE, ...REST, ...FILES],
  async walk(hand) {
    await intake(hand, await named(hand), { with: 'none', secret: 'no' });
    hand.begin();
    const matter = new URL(hand.page.url()).pathname;
    await list(hand, matter, 'all notes', 'progress_notes');
    await hand.press(`main a[href="${matter}/log"]`);
    await hand.must('what is withheld', '.paper');
    await hand.open(matter);
    await hand.press('main a[href*="/letters/"]');
    await hand.must('the letter', '.paper');
    await hand.fill('to', 'Law Office of Example');
    const letter = await hand.save('main form button');
    if (!letter.endsWith('.pdf')) throw new Error(`the letter is saved as ${letter}`);
    await hand.open(matter);
    await hand.unfold('main details:has(input[name="paper"]) > summary');
    await hand.at('main [name="paper"]').setInputFiles(SCAN);
    await hand.press('main form[enctype] button');
    const paper = await hand.save(`main a[href^="${matter}/papers/"]`);
    if (paper !== SCAN.name) throw new Error(`the paper comes out as ${paper}`);
    await hand.press(`main a[href^="${matter}/papers/"][href$="/words"]`);
    await hand.must('what it says', 'main pre:has-text("dates of attendance")');
    await hand.open(matter);
    await hand.unfold('main > details:last-of-type > summary');
    await hand.press(`main a[href*="/facts/"]`);
    await hand.open('/matters');
    await hand.must('the queue', `main a[href="${matter}"]`);
    await hand.open(matter);
    await decide(hand, 'object', 'no release, no order');
    await doWhatIsOwed(hand);
    await close(hand, 'answered');
  },
};

/** A judge signed it: what it is, and its list. Where the matter stands. */
async function signed(hand, said) {
  const name = await named(hand);
  hand.begin();
  await hand.press('main a[href="/matters/new"]');
  await hand.press('main button[name="what"]');
  await whose(hand, name);
  await hand.press('main button[name="signed"][value="yes"]');
  await hand.choose('paper', said.paper);
  await hand.pick('sender', said.sender);
  await hand.pick('case', said.case);
  await hand.pick('danger', 'no');
  await hand.go();
  await hand.must('what it is', '.answer .verdict');
  const matter = new URL(hand.page.url()).pathname;
  await list(hand, matter, 'dates of attendance', 'attendance_summary');
  return matter;
}

/** D9, D10: a judge signed it; and for an advocate, whose privilege is the survivor's own. Nobody here decides that something goes. */
export const courtOrder = {
  id: 'court-order',
  person: 'advocate',
  long: true,
  needs: [...INTAKE, ...FILES],
  async walk(hand) {
    const matter = await signed(hand, { paper: 'court_order', sender: 'opposing_party_attorney', case: 'litigation' });
    if (await hand.has('main input[name="response"][value="comply"]')) throw new Error('an advocate decides that something goes');
    await decide(hand, 'narrow', 'the court is asked to name less');
    await doWhatIsOwed(hand);
    await close(hand, 'answered');
  },
};

/** Officers search, and take the blue folder. */
export async function searched(hand) {
  const matter = await signed(hand, { paper: 'search_warrant', sender: 'law_enforcement', case: 'criminal_investigation' });
  await hand.press(`main a[href="${matter}/taken"]`);
  await hand.fill('words', 'the blue folder');
  await hand.pick('kind', 'progress_notes');
  await hand.fill('by', 'Det. Ruiz, badge 4411');
  await hand.go();
  return matter;
}

/** Officers search: what they take is written down, and whether the paper names it. */
export const warrant = {
  id: 'warrant',
  person: 'clinician',
  long: true,
  needs: [...INTAKE, '/matters/{id}/taken', ...FILES],
  async walk(hand) {
    const matter = await searched(hand);
    await hand.must('that the paper does not name it', '.paper td strong');
    await hand.open(matter);
    await decide(hand, 'object', 'they took it all the same');
    await doWhatIsOwed(hand);
    await close(hand, 'seized');
    await hand.must('what they took', `main a[href="${matter}/taken"]`);
  },
};
