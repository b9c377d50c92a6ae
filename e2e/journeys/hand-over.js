// Somebody cannot go on with a question and hands it to a colleague, who finds it with all that was answered.
import { ASKING } from '../lib/steps.js';

export default {
  id: 'hand-over',
  person: 'clinician',
  needs: [...ASKING, '/ask/{id}/hand', '/consults'],
  budget: { loads: 12, activations: 14, fields: 2, seconds: 90 },
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await hand.menu('/ask');
    await hand.press('main button[name="danger"][value="no"]');
    await hand.press('main button[value="police"]');
    await hand.press('main button[name="nobody"]');
    await hand.press('main a[href$="/hand"]');
    await hand.pick('to', { label: hand.people['privacy officer'] });
    await hand.go();
    await hand.as('privacy officer');
    await hand.menu('/ask');
    // The newest stands first.
    await hand.press('main .rows li:has(.tag) a[href^="/ask/"]');
    await hand.must('the next question', 'main legend h1');
  },
};
