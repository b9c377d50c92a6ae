// Somebody is not sure of an answer and asks the privacy officer, who reads the same sheet and replies.
import { ASKING, ask } from '../lib/steps.js';

export default {
  id: 'consult',
  person: 'clinician',
  needs: [...ASKING, '/consults', '/consults/{id}'],
  budget: { loads: 12, activations: 12, fields: 6, seconds: 180 },
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await ask(hand);
    hand.begin();
    const answer = new URL(hand.page.url()).pathname;
    await hand.fill('words', 'They say that the mother agreed. Does that count?');
    await hand.press(`form[action="${answer}"] button`);
    await hand.as('privacy officer');
    await hand.menu('/consults');
    await hand.press(`main a[href="${answer.replace(/^\/ask(.*)\/answer$/, '/consults$1')}"]`);
    await hand.choose('decision', 'wait');
    await hand.fill('words', 'Ask for it in writing first.');
    await hand.go();
    await hand.as('clinician');
    await hand.open(answer);
    await hand.must('the reply', '.card pre:nth-of-type(2)');
  },
};
