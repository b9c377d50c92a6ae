// Decision sheets on paper: every worked case as a page, in each language, printed and counted. As many pages as sheets.
import { readFileSync, writeFileSync } from 'node:fs';
import { root } from './root.js';

const FOLDER = new URL('target/print/', root);
/** What is left of a sheet of Letter between the margins of the style sheet, in px. */
const ROOM = { width: 695, height: 935 };

/** The sheets that take more room than a page has, the tallest first. */
const tall = (page) =>
  page.evaluate((most) => {
    const sheets = [...document.querySelectorAll('.paper')].map((it) => ({ height: it.getBoundingClientRect().height, text: it.querySelector('h1').innerText + ' · ' + it.querySelectorAll('p')[1].innerText.slice(0, 90) }));
    return sheets.filter((it) => it.height > most).sort((a, b) => b.height - a.height);
  }, ROOM.height);

export async function sheets(browser, tell) {
  const count = Number(readFileSync(new URL('count', FOLDER), 'utf8'));
  for (const lang of ['en', 'es']) {
    const page = await browser.newPage({ viewport: ROOM });
    await page.goto(new URL(`sheets-${lang}.html`, FOLDER).href);
    const pdf = await page.pdf({ format: 'Letter', preferCSSPageSize: true });
    writeFileSync(new URL(`sheets-${lang}.pdf`, FOLDER), pdf);
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    await page.emulateMedia({ media: 'print' });
    const over = (await tall(page)).map((it) => `${Math.round(it.height)} px of ${ROOM.height}: ${it.text}`);
    tell(`decision sheets on paper · ${lang}`, pages === count ? [] : [`${pages} pages for ${count} sheets`, ...over], `${count} sheets, ${pages} pages`);
    await page.close();
  }
}
