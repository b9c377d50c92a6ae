// J1: a school counsellor is on the phone and asks for attendance.
import { ASKING, ask, FILES, named } from '../lib/steps.js';

export default {
  id: 'may-i-share',
  person: 'clinician',
  needs: [...ASKING, ...FILES],
  async walk(hand) {
    const name = await named(hand);
    hand.begin();
    await ask(hand, name);
  },
};
