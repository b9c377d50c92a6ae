// Who asks often has all plain questions on one page, and the law's own after it.
import { ASKING, ask } from '../lib/steps.js';

const OFTEN = 5;

export default {
  id: 'together',
  person: 'advocate',
  /** Five whole questions come before it: the short walk goes without. */
  long: true,
  needs: [...ASKING, '/ask/{id}/all'],
  budget: { loads: 12, activations: 20, fields: 0, seconds: 150 },
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    for (let time = 0; time < OFTEN; time += 1) await ask(hand);
    hand.begin();
    await hand.menu('/ask');
    await hand.choose('together', 'yes');
    await hand.press('main button[name="danger"][value="no"]');
    for (const [name, value] of [['who', 'police'], ['what', 'status'], ['writing', 'nothing']]) await hand.pick(name, value);
    await hand.press('main form button');
    // What was left blank is asked for by itself.
    for (let step = 0; step < 20 && !(await hand.has('main dl.facts')); step += 1) await hand.press('main button:is([name="dont"], [name="nobody"])');
    await hand.must('the answers to look at', 'main dl.facts');
    await hand.go();
    await hand.must('one of the five answers', '.answer .verdict');
    // It is a habit, and one that can be left.
    await hand.menu('/ask');
    await hand.at('main [name="together"]').uncheck();
    await hand.press('main button[name="danger"][value="no"]');
    await hand.must('one question', 'main legend h1');
  },
};
