// The whole of a beginning: signing in, opening a file with a reason, and asking J1.
import { ASKING, ask, FILES, openFile } from '../lib/steps.js';

export default {
  id: 'first-hour',
  person: 'clinician',
  needs: [...ASKING, ...FILES],
  async walk(hand) {
    await hand.open('/');
    await hand.signIn();
    const name = await openFile(hand);
    await ask(hand, name);
  },
};
