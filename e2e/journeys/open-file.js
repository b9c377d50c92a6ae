// Somebody opens a client's file, and says why where they are asked.
import { FILES, openFile } from '../lib/steps.js';

export default {
  id: 'open-file',
  person: 'clinician',
  needs: FILES,
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await openFile(hand);
    if ((await hand.page.title()).includes(await hand.at('.file .who').innerText())) throw new Error('the title names the client');
  },
};
