// The clients' own page: how a worker turns it on, and how somebody comes in by it.
import { readFileSync } from 'node:fs';
import { openFile } from './steps.js';

/** What must not be read off a telephone: words in two languages, among them the fictional agency's name. */
const TELLING = readFileSync(new URL('telling.txt', import.meta.url), 'utf8').trim().split('\n');

/** Where it is, beside a desk at that address. */
export const portalOf = (base) => `http://p.localhost:${new URL(base).port}`;

export const PASSWORD = 'kite oval mud hen';

/** The worker opens a file and turns the page on together with the client; the slip is on the table. */
export async function turnOn(hand) {
  await openFile(hand);
  const file = new URL(hand.page.url()).pathname.match(/^\/c\/[^/]+/)[0];
  await hand.page.goto(`${file}/portal`);
  await hand.must('who may come in', 'main [name="guest"]');
  await hand.choose('guest', await hand.at('main [name="guest"]').getAttribute('value'));
  for (const box of ['wants', 'told', 'hand']) await hand.choose(box, 'yes');
  await hand.press('main form:has([name="guest"]) .do button');
  const code = hand.page.locator('main .code');
  const codes = await hand.page.locator('main .codes li').allInnerTexts();
  return { file, number: await code.nth(0).innerText(), word: await code.nth(1).innerText(), codes, next: 0 };
}

/** They come in with that password and the next code. */
export async function comeIn(hand, slip, password = PASSWORD) {
  await hand.fill('number', slip.number);
  await hand.fill('password', password);
  await hand.fill('code', slip.codes[slip.next]);
  slip.next += 1;
  await hand.press('main form[action^="/?lang="] button');
}

/** For the first time: they choose a password. */
export async function first(hand, at, slip) {
  await hand.open(`${portalOf(at.base)}/?lang=${hand.lang}`);
  await comeIn(hand, slip, slip.word);
  await hand.fill('password', PASSWORD);
  await hand.fill('again', PASSWORD);
  await hand.press('main form[action="/0"] button');
  await hand.must('the way to the list', 'main a[href="/2"]');
}

export const leaves = (hand) => hand.page.locator('.out a[href="/leave"]');

/** Watches all that stays on a device, from here on: addresses, titles, names of cookies, keys of storage, names of files. Ends with what told something. */
export function watched(hand) {
  const kept = new Set();
  const { page } = hand;
  page.on('request', (request) => kept.add(new URL(request.url()).pathname + new URL(request.url()).search));
  page.on('download', (file) => kept.add(file.suggestedFilename()));
  page.on('load', async () => {
    const here = await page.evaluate(() => [document.title, ...Object.keys(localStorage), ...Object.keys(sessionStorage)]).catch(() => []);
    here.forEach((text) => kept.add(text));
  });
  return async () => {
    for (const cookie of await page.context().cookies(page.url())) kept.add(`${cookie.name} ${cookie.path}`);
    const told = [...kept].filter((text) => TELLING.some((word) => text.toLowerCase().includes(word)));
    if (kept.size < 12) throw new Error(`little was watched: ${[...kept].join(', ')}`);
    if (told.length) throw new Error(`it tells: ${told.join(', ')}`);
  };
}
