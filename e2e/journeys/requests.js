// Somebody asks, and there is no paper of a court: the question, its answer, the matter, its letter, and its end. One row of the mission each.
import { ASKING, ask, close, decide, doWhatIsOwed, FILES, named, serve } from '../lib/steps.js';

/** What is usual: of two answers the second is No; of several the first is None. */
const USUAL = { other: 'usual' };

/** `row`: of the mission; `said`: the plain answers; `facts`: what is out of the ordinary; `told`: what turns out later; then how it is answered. */
const ASKED = [
  { row: 'D15', said: { who: 'client', what: 'notes', why: 'client_access' }, response: 'comply', outcome: 'complied', letter: 'access_given' },
  { row: 'D22', said: { who: 'other', which: 'employer', what: 'attendance', why: 'employment' }, response: 'refuse', outcome: 'answered', letter: 'refusal' },
  { row: 'D19', said: { who: 'family', what: 'status', why: 'family_involvement' }, response: 'cannot_confirm', outcome: 'answered', letter: 'cannot_confirm' },
  { row: 'D14', said: { who: 'school', what: 'summary', why: 'best_interest' }, response: 'refuse', outcome: 'answered', letter: 'refusal' },
  { row: 'D12', said: { who: 'insurer', what: 'notes', why: 'payment' }, response: 'narrow', outcome: 'answered', letter: 'payer_less' },
  { row: 'D13', said: { who: 'provider', what: 'summary', why: 'care_coordination' }, response: 'consent', outcome: 'answered', letter: 'permission_wanted' },
  { row: 'D20', said: { who: 'provider', which: 'consulting_professional', what: 'notes', why: 'professional_consultation' }, response: 'refuse', outcome: 'answered' },
  { row: 'D7', said: { who: 'other', which: 'internal_supervisor', what: 'summary', why: 'internal_review' }, facts: { recipient_need_to_know_internal: '0' }, response: 'comply', outcome: 'complied' },
  { row: 'D11', said: { who: 'other', which: 'liability_insurer', what: 'notes', why: 'agency_defence' }, response: 'narrow', outcome: 'answered', letter: 'only_what_answers' },
  { row: 'D16', said: { who: 'police', what: 'contact', why: 'criminal_investigation' }, facts: { crime_on_premises_or_against_staff: '0' }, response: 'refuse', outcome: 'answered' },
  { row: 'D18', said: { who: 'researcher', what: 'summary', why: 'research' }, response: 'narrow', outcome: 'answered', letter: 'study_needs' },
  { row: 'D17', said: { who: 'other', which: 'group_member', what: 'status', why: 'confirm_status' }, response: 'cannot_confirm', outcome: 'answered', letter: 'cannot_confirm' },
  { row: 'D21', said: { who: 'family', what: 'notes', why: 'death_administration' }, told: 'client_deceased', response: 'narrow', outcome: 'answered', letter: 'estate_needs' },
  { row: 'audit', said: { who: 'other', which: 'oversight_agency', what: 'attendance', why: 'oversight_audit' }, response: 'narrow', outcome: 'answered', letter: 'show_authority' },
];

async function seeThrough(hand, name, { row, said, facts, told, response, outcome, letter }) {
  await ask(hand, name, { writing: 'nothing', ...said }, { ...USUAL, ...facts });
  await hand.press('main form[action$="/matter"] button');
  const matter = new URL(hand.page.url()).pathname;
  if (!matter.startsWith('/matters/')) throw new Error(`${row}: no matter came of it`);
  if (told) {
    // Somebody knows more than the file: the law is asked again.
    await hand.unfold('main > details:last-of-type > summary');
    await hand.press(`main a[href$="/facts/${told}"]`);
    await hand.choose('answer', '0');
    await hand.go();
  }
  await decide(hand, response, 'as the law says');
  if (letter) {
    await hand.press(`main a[href$="/letters/${letter}"]`);
    await hand.must(`${row}: the letter`, '.paper');
    await hand.open(matter);
    await serve(hand, 'whoever asked');
  }
  await doWhatIsOwed(hand);
  await close(hand, outcome);
}

const NEEDS = [...ASKING, ...FILES, '/matters/{id}', '/matters/{id}/facts/{fact}', '/matters/{id}/letters/{letter}'];

/** A client asks for the file, and an employer for a word: to the end. */
export const requests = {
  id: 'requests',
  person: 'clinician',
  needs: NEEDS,
  async walk(hand) {
    const name = await named(hand);
    hand.begin();
    for (const one of ASKED.slice(0, 2)) await seeThrough(hand, name, one);
  },
};

/** All the others. */
export const requestsAll = {
  id: 'requests-all',
  person: 'clinician',
  long: true,
  needs: NEEDS,
  async walk(hand) {
    const name = await named(hand);
    hand.begin();
    for (const one of ASKED.slice(2)) await seeThrough(hand, name, one);
  },
};
