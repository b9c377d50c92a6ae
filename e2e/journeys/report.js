// J6: somebody suspects that a child is abused. The number; then the report, written down and its call entered; then, without a budget of
// its own, the written report, what is owed, and its end.
import { close, doWhatIsOwed, FILES, named, serve, whose } from '../lib/steps.js';

const INTAKE = ['/report', '/matters/new', '/matters/new/{id}/whose', '/matters/new/{id}/harm', '/matters/new/{id}/told', '/matters/{id}'];
const REST = ['/matters', '/matters/{id}/report', '/matters/{id}/report/paper', '/matters/{id}/facts/{fact}'];

async function intake(hand, name) {
  await hand.press('header a.now');
  await hand.press('#abuse a[href="/report"]');
  await hand.must('the number for a child', '#child a[href^="tel:"]');
  await hand.must('the number for an adult', '#adult a[href^="tel:"]');
  await hand.press('main button[name="what"][value="child"]');
  await whose(hand, name);
  await hand.pick('child_abuse_basis', 'child_disclosed');
  await hand.pick('suspected_abuser_role', 'parent_guardian_custodian');
  await hand.pick('abuse_victim_now_adult', 'no');
  await hand.pick('suspected_abuser_has_current_child_access', 'yes');
  await hand.pick('informing_client_unsafe', 'no');
  await hand.pick('else', 'no');
  await hand.go();
  await hand.fill('told_by', 'the child, alone with me');
  await hand.fill('account', 'A mark on the arm. "He hit me with the cable."');
  await hand.go();
  await hand.must('what the law says', '.answer .verdict');
  await hand.must('the number', '#call a[href^="tel:"]');
  await hand.fill('whom', 'Ms Ortega');
  await hand.fill('reference', '4711');
  await hand.go();
  await hand.must('by when', '#clocks');
}

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
    await intake(hand, name);
  },
};

export const reportEnd = {
  id: 'report-end',
  person: 'clinician',
  needs: [...INTAKE, ...REST, ...FILES],
  async walk(hand) {
    await intake(hand, await named(hand));
    hand.begin();
    const matter = new URL(hand.page.url()).pathname;
    await hand.press(`main a[href="${matter}/report"]`);
    await hand.must('the written report', '.paper');
    const file = await hand.save('main a[href*="/report/paper"]');
    if (file !== 'written-report.pdf') throw new Error(`the report is saved as ${file}`);
    await hand.open(matter);
    await hand.unfold('#facts > summary');
    await hand.press(`#facts a[href^="${matter}/facts/"]`);
    await hand.open('/matters');
    await hand.must('the queue', `main a[href="${matter}"]`);
    await hand.open(matter);
    await serve(hand, 'intake, by fax');
    await doWhatIsOwed(hand);
    await close(hand, 'reported');
  },
};

/** D6: an adult who cannot protect themselves. Another office takes it, and other things are asked. */
export const reportAdult = {
  id: 'report-adult',
  person: 'clinician',
  long: true,
  needs: [...INTAKE, ...FILES],
  async walk(hand) {
    const name = await named(hand);
    hand.begin();
    await hand.press('header a.now');
    await hand.press('#abuse a[href="/report"]');
    await hand.press('main button[name="what"][value="adult"]');
    await whose(hand, name);
    await hand.pick('adult_unable_to_self_report', 'yes');
    await hand.pick('else', 'no');
    await hand.go();
    await hand.fill('told_by', 'a neighbour, on the telephone');
    await hand.fill('account', 'Nobody has brought food for two days.');
    await hand.go();
    await hand.must('what the law says', '.answer .verdict');
    await hand.must('the number', '#call a[href^="tel:"]');
    await hand.fill('whom', 'Mr Baca');
    await hand.go();
    await hand.must('that it was made', 'main dd:has-text("Mr Baca")');
  },
};
