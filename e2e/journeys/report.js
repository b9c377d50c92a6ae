// J6: somebody suspects that a child is abused. The number; then the report, written down and its call entered; then, without a budget of
// its own, the written report, what is owed, and its end.
import { close, doWhatIsOwed, FILES, named, serve, whose } from '../lib/steps.js';

const INTAKE = ['/report', '/matters/new', '/matters/new/{id}/whose', '/matters/new/{id}/harm', '/matters/new/{id}/told', '/matters/{id}'];
const REST = ['/matters', '/matters/{id}/report', '/matters/{id}/report/paper', '/matters/{id}/facts/{fact}'];

/** Somebody is hurt; whose file, what is asked of the harm, what was told, the answer and its number; and the call. */
async function intake(hand, { name, what, harm, told, call }) {
  await hand.press('header a.now');
  await hand.press('#abuse a[href="/report"]');
  await hand.must('the number for a child', '#child a[href^="tel:"]');
  await hand.must('the number for an adult', '#adult a[href^="tel:"]');
  await hand.press(`main button[name="what"][value="${what}"]`);
  await whose(hand, name);
  for (const [fact, answer] of Object.entries({ ...harm, else: 'no' })) await hand.pick(fact, answer);
  await hand.go();
  for (const [field, words] of Object.entries(told)) await hand.fill(field, words);
  await hand.go();
  await hand.must('what the law says', '.answer .verdict');
  await hand.must('the number', '#call a[href^="tel:"]');
  for (const [field, words] of Object.entries(call)) await hand.fill(field, words);
  await hand.go();
}

const CHILD = {
  what: 'child',
  harm: {
    child_abuse_basis: 'child_disclosed',
    suspected_abuser_role: 'parent_guardian_custodian',
    abuse_victim_now_adult: 'no',
    suspected_abuser_has_current_child_access: 'yes',
    informing_client_unsafe: 'no',
  },
  told: { told_by: 'the child, alone with me', account: 'A mark on the arm. "He hit me with the cable."' },
  call: { whom: 'Ms Ortega', reference: '4711' },
};

/** D6: an adult who cannot protect themselves. Another office takes it, and other things are asked. */
const ADULT = {
  what: 'adult',
  harm: { adult_unable_to_self_report: 'yes' },
  told: { told_by: 'a neighbour, on the telephone', account: 'Nobody has brought food for two days.' },
  call: { whom: 'Mr Baca' },
};

export const reportNumber = {
  id: 'report-number',
  person: 'clinician',
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await hand.page.goto('/c');
    hand.begin();
    await hand.press('header a.now');
    await hand.must('whom to call', '#abuse a[href^="tel:"]');
  },
};

export const report = {
  id: 'report',
  person: 'clinician',
  needs: [...INTAKE, ...FILES],
  async walk(hand) {
    const name = await named(hand);
    hand.begin();
    await intake(hand, { name, ...CHILD });
    await hand.must('by when', '#clocks');
  },
};

export const reportEnd = {
  id: 'report-end',
  person: 'clinician',
  needs: [...INTAKE, ...REST, ...FILES],
  async walk(hand) {
    await intake(hand, { name: await named(hand), ...CHILD });
    await hand.must('by when', '#clocks');
    hand.begin();
    const matter = new URL(hand.page.url()).pathname;
    await hand.press(`main a[href="${matter}/report"]`);
    await hand.must('the written report', '.paper');
    const file = await hand.save('main a[href*="/report/paper"]');
    if (file !== 'written-report.pdf') throw new Error(`the report is saved as ${file}`);
    await hand.open(matter);
    await hand.unfold('#facts > summary');
    await hand.press(`#facts a[href*="/facts/"]`);
    await hand.open('/matters');
    await hand.must('the queue', `main a[href="${matter}"]`);
    await hand.open(matter);
    await serve(hand, 'intake, by fax');
    await doWhatIsOwed(hand);
    await close(hand, 'reported');
  },
};

export const reportAdult = {
  id: 'report-adult',
  person: 'clinician',
  long: true,
  needs: [...INTAKE, ...FILES],
  async walk(hand) {
    const name = await named(hand);
    hand.begin();
    await intake(hand, { name, ...ADULT });
    await hand.must('that it was made', 'main dd:has-text("Mr Baca")');
  },
};
