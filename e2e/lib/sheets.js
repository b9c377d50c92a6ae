// Decision sheets on paper: every worked case as a page, in each language, printed and counted. As many pages as sheets; and the file
// of every sheet that an interview could have made is accepted by the program.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { root } from './root.js';

const FOLDER = new URL('target/print/', root);
/** What is left of a sheet of Letter between the margins of the style sheet, in px. */
const ROOM = { width: 695, height: 935 };

/** Each sheet by its height on paper, with what it says first. */
const measured = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.paper')].map((it) => ({ height: it.getBoundingClientRect().height, text: `${it.querySelector('h1').innerText} · ${it.querySelectorAll('p')[1].innerText.slice(0, 90)}` })),
  );

/** How many pages a PDF has. */
export const pagesOf = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** Prints one part. */
async function print(browser, name) {
  const page = await browser.newPage({ viewport: ROOM });
  page.setDefaultTimeout(300_000);
  await page.goto(new URL(name, FOLDER).href);
  const pages = pagesOf(await page.pdf({ format: 'Letter', preferCSSPageSize: true }));
  await page.emulateMedia({ media: 'print' });
  const sheets = await measured(page);
  await page.close();
  return { pages, sheets };
}

export async function sheets(browser, program, tell) {
  for (const lang of ['en', 'es']) {
    const all = { pages: 0, sheets: [] };
    for (const name of readdirSync(FOLDER).filter((it) => it.startsWith(`sheets-${lang}-`))) {
      const { pages, sheets } = await print(browser, name);
      all.pages += pages;
      all.sheets.push(...sheets);
    }
    const tallest = all.sheets.sort((a, b) => b.height - a.height);
    const over = tallest.filter((it) => it.height > ROOM.height).map((it) => `${Math.round(it.height)} px of ${ROOM.height}: ${it.text}`);
    const fine = all.pages === all.sheets.length && all.pages > 0;
    tell(`decision sheets on paper · ${lang}`, fine ? [] : [`${all.pages} pages for ${all.sheets.length} sheets`, ...over], `${all.sheets.length} sheets, ${all.pages} pages, the longest fills ${Math.round((tallest[0].height / ROOM.height) * 100)} %`);
  }
  accepted(program, tell);
}

/** `tacenda verify` asks the law again, without any agency. */
function accepted(program, tell) {
  const folder = new URL('proofs/', FOLDER);
  const files = readdirSync(folder);
  const codes = new Set(files.map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')).code));
  const ran = spawnSync(program, ['verify', ...files], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
  const holds = ran.stdout.split('\n').filter((line) => codes.has(line.match(/^sheet (\S+) holds/)?.[1])).length;
  tell('the code of every sheet is accepted', ran.status === 0 && holds === files.length ? [] : [`${holds} of ${files.length}`, ran.stderr], `${holds} sheets`);
}
