// A letter is put into a file, and comes out again to be kept.
import { FILES, openFile } from '../lib/steps.js';

const LETTER = { name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear school, thank you.') };

export default {
  id: 'attach',
  person: 'clinician',
  needs: [...FILES, '/c/{id}/files'],
  budget: { loads: 5, activations: 5, fields: 1, seconds: 60 },
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await openFile(hand);
    hand.begin();
    const fold = '.parts-of:not([open]) summary';
    if (await hand.at(fold).isVisible()) await hand.unfold(fold);
    await hand.press('main nav a[href$="/files"]:visible');
    await hand.at('main [name="file"]').setInputFiles(LETTER);
    await hand.fill('title', 'A letter to the school');
    await hand.press('main form[enctype] button');
    await hand.press('main .rows a[href*="/notes/"]');
    const name = await hand.save('main a[href*="/files/"]');
    if (name !== LETTER.name) throw new Error(`it comes out as ${name}`);
  },
};
