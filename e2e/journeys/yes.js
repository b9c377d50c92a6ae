// Both answers that are a yes: an insurer who pays, and a client who asks for what is theirs. Each is looked at as the others are.
import { ASKING, ask, FILES } from '../lib/steps.js';

/** The second of the two buttons is No. */
const NO = '1';
const ASKED = [
  ['yes', { who: 'insurer', what: 'billing', why: 'payment', writing: 'nothing' }],
  ['must', { who: 'client', what: 'whole', why: 'client_access', writing: 'letter' }],
];

export default {
  id: 'yes',
  person: 'clinician',
  needs: [...ASKING, ...FILES],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    for (const [answer, said] of ASKED) {
      await ask(hand, undefined, said, { other: NO });
      const title = await hand.at('.answer .verdict').innerText();
      if (!(await hand.has(`.answer.${answer}`))) throw new Error(`"${title}" is not the answer ${answer}`);
      await hand.press('main a[href$="/sheet"]');
      await hand.must('the sheet', '.paper');
    }
  },
};
