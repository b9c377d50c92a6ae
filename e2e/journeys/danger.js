// J7, the card: from the page somebody is on, in one activation, with nobody's name on it; and on one page of paper for the wall.
import { pagesOf } from '../lib/sheets.js';

export default {
  id: 'danger',
  person: 'clinician',
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await hand.press('header a.now');
    await hand.must('whom to call', '.crisis');
    await onPaper(hand);
  },
};

/** With whichever state was opened: the one of whose law there is most to say. */
async function onPaper(hand) {
  const { page } = hand;
  const most = await page.locator('details.place').evaluateAll((all) => all.map((it) => it.textContent.length).reduce((best, length, at, lengths) => (length > lengths[best] ? at : best), 0));
  await page.locator('details.place > summary').nth(most).click();
  const sheets = pagesOf(await page.pdf({ format: 'Letter', preferCSSPageSize: true }));
  if (sheets !== 1) throw new Error(`on paper the card takes ${sheets} pages`);
}
