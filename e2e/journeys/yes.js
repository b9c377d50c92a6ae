// Both answers that are a yes: one’s own supervisor, and a client who asks for what is theirs. Each is looked at as the others are.
import { ASKING, ask, FILES } from '../lib/steps.js';

/** Of two buttons the first is Yes; where there are none, nobody knows. */
const FACTS = { other: '0' };
const ASKED = [
  ['yes', { who: 'other', which: 'internal_supervisor', what: 'summary', why: 'supervision_training', writing: 'nothing' }],
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
      await ask(hand, undefined, said, FACTS);
      const title = await hand.at('.answer .verdict').innerText();
      if (!(await hand.has(`.answer.${answer}`))) throw new Error(`"${title}" is not the answer ${answer}`);
      const file = await hand.save('main a[href$="/proof"]');
      if (!/^sheet-\S+\.json$/.test(file)) throw new Error(`the sheet's file is called ${file}`);
      await hand.press('main a[href$="/sheet"]');
      await hand.must('the sheet', '.paper');
    }
  },
};
