// J1: a school counsellor is on the phone and asks for attendance.
import { ASKING, ask, FILES } from '../lib/steps.js';

export default {
  id: 'may-i-share',
  person: 'clinician',
  needs: [...ASKING, ...FILES],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await hand.page.goto('/c');
    const name = (await hand.at('main .rows a[href^="/c/"]:not([href="/c/new"])').innerText()).trim();
    await hand.page.goto('/');
    hand.begin();
    await ask(hand, name);
  },
};
