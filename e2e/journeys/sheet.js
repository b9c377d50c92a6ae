// The decision sheet of an answer is printed: one page of paper, in the reader's language.
import { pagesOf } from '../lib/sheets.js';
import { ASKING, ask } from '../lib/steps.js';

export default {
  id: 'sheet',
  person: 'clinician',
  needs: [...ASKING, '/ask/{id}/sheet'],
  budget: { loads: 1, activations: 1, fields: 0, seconds: 20 },
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await ask(hand);
    hand.begin();
    await hand.press('main a[href$="/sheet"]');
    const sheets = pagesOf(await hand.page.pdf({ format: 'Letter', preferCSSPageSize: true }));
    if (sheets !== 1) throw new Error(`it takes ${sheets} pages of paper`);
  },
};
