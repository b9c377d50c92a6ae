// J7, the record: somebody heard of a danger and called. From the card: what was heard and weighed, and who was told; then, without a
// budget of its own, somebody else who was told, what was done without telling, the record on paper, what is owed, and its end.
import { FILES, close, doWhatIsOwed, named } from '../lib/steps.js';
import { pagesOf } from '../lib/sheets.js';

const INTAKE = ['/now', '/matters/new', '/matters/new/{id}/whose', '/matters/new/{id}/threat', '/matters/{id}'];
const REST = ['/matters', '/matters/{id}/record', '/matters/{id}/facts/{fact}'];

/** Stands before the card, with the name of a client of one's own before the eyes. */
async function begin(hand) {
  const name = await named(hand);
  await hand.press('header a.now');
  await hand.must('whom to call', '#danger a[href^="tel:"]');
  return name;
}

/** Presses what leads on: the button of that word. */
const told = (hand, who) => hand.press(`#who button[name="who"][value="${who}"]`);

async function intake(hand, name) {
  await hand.press('#danger button[name="what"][value="threat"]');
  await hand.fill('name', name);
  await hand.press('main form[method=post] .do button:not(.second)');
  await hand.fill('account', '"I wait for him on Friday." He has the gun in the car.');
  await hand.pick('threat_source', 'client');
  await hand.pick('threat_target', 'identifiable_person');
  await hand.pick('threat_severity', 'serious_injury_or_death');
  await hand.pick('threat_imminent', 'yes');
  await hand.pick('client_intent_and_ability', 'yes');
  await hand.pick('disclosure_necessary_to_protect', 'yes');
  await hand.pick('else', 'no');
  await hand.choose('short', 'safety_plan');
  await hand.fill('set_aside', 'No hospital: he left.');
  await hand.go();
  await hand.must('what the law says', '.answer .verdict');
  await hand.must('what may be said', '#who table');
  await hand.fill('whom', 'Deputy Baca');
  await hand.fill('number', '911');
  await hand.fill('said', 'Who, against whom, and where he is.');
  await told(hand, 'law_enforcement');
  await hand.must('who was told', `main dl.facts`);
}

export const warning = {
  id: 'warning',
  person: 'clinician',
  needs: [...INTAKE, ...FILES],
  async walk(hand) {
    const name = await begin(hand);
    hand.begin();
    await intake(hand, name);
  },
};

export const warningEnd = {
  id: 'warning-end',
  person: 'clinician',
  needs: [...INTAKE, ...REST, ...FILES],
  async walk(hand) {
    await intake(hand, await begin(hand));
    hand.begin();
    const { page } = hand;
    const matter = new URL(page.url()).pathname;
    await hand.unfold('#who details:has(textarea[name="said"]) > summary');
    await hand.fill('whom', 'Luis, by phone');
    await hand.fill('number', '505-555-0100');
    await hand.fill('said', 'That he was threatened, by whom, and to keep away.');
    await told(hand, 'potential_victim');
    await hand.unfold('#short > summary');
    await hand.pick('short', 'colleague');
    await page.locator('#short input[name="words"]').fill('Ana, by phone');
    await hand.press('#short button');
    await hand.press(`main a[href="${matter}/record"]`);
    await hand.must('the record', '.paper');
    const sheets = pagesOf(await page.pdf({ format: 'Letter', preferCSSPageSize: true }));
    if (sheets !== 1) throw new Error(`on paper the record takes ${sheets} pages`);
    await hand.open(matter);
    await hand.unfold('#facts > summary');
    await hand.press(`#facts a[href*="/facts/"]`);
    await hand.open('/matters');
    await hand.must('the queue', `main a[href="${matter}"]`);
    await hand.open(matter);
    await doWhatIsOwed(hand);
    await close(hand, 'warned');
  },
};
