// A picture of every page: in both themes, on a telephone in Spanish, and what is printed, for the documents; the rest for our own eyes.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from './browser.js';
import { crawl } from './crawl.js';
import { Hand } from './hand.js';
import { root } from './root.js';
import { pages, routeOf, slug } from './routes.js';
import { journeys, unlinked } from '../journeys/all.js';

const KEPT = new URL('docs/pictures/', root);
/** What is saved instead of shown. */
const FILED = ['/ask/{id}/proof', '/claims/{id}/{visit}/file', '/matters/{id}/papers/{file}', '/kit/paper', '/matters/{id}/report/paper', '/c/{id}/releases/{consent}/paper', '/c/{id}/releases/{consent}/ended', '/c/{id}/releases/{consent}/signed/{file}', '/c/{id}/files/{note}/{file}'];
const LOOKED_AT = new URL('target/pictures/', root);
const MOST = 6 << 20;
/** Longer pages are cut: what stands below is of the same kind. */
const TALLEST = 1800;

/** What hangs on a wall or lies in a paper file. */
const PRINTED = ['/now', '/ask/{id}/sheet'];

/** `how`: language, width, theme; where the picture goes. */
const VARIANTS = [
  { lang: 'en', width: 1280, dark: false, folder: KEPT },
  { lang: 'en', width: 1280, dark: true, folder: KEPT },
  { lang: 'es', width: 320, dark: false, folder: KEPT },
  { lang: 'es', width: 1280, dark: false, folder: LOOKED_AT },
  { lang: 'en', width: 320, dark: true, folder: LOOKED_AT },
];

const clients = new WeakMap();

async function picture(page, name, { width, folder }) {
  // One for each page, and never taken off: with it a device that is played would go too.
  const client = clients.get(page) ?? (await page.context().newCDPSession(page));
  clients.set(page, client);
  const { cssContentSize } = await client.send('Page.getLayoutMetrics');
  const clip = { x: 0, y: 0, width, height: Math.min(cssContentSize.height, TALLEST), scale: width > 1000 && folder === KEPT ? 0.66 : 1 };
  const { data } = await client.send('Page.captureScreenshot', { format: 'webp', quality: 22, clip, captureBeyondViewport: true });
  writeFileSync(new URL(`${name}.webp`, folder), Buffer.from(data, 'base64'));
}

/** A page of Letter, between its margins. */
async function paper(page, name, { folder }) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 695, height: 935 });
  await page.emulateMedia({ media: 'print' });
  await picture(page, name, { width: 695, folder });
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
}

/** A page as it stands, and once more with its faults. */
const named = async (page, route) => `${slug(route)}${(await page.locator('.faults').count()) ? '.faults' : ''}`;

export async function shots(browser, at, program, tell) {
  for (const folder of [KEPT, LOOKED_AT]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  for (const how of VARIANTS) {
    const [taken, faults] = [new Set(), []];
    const ending = `${how.lang}.${how.width}.${how.dark ? 'dark' : 'light'}`;
    const take = async (page) => {
      const route = routeOf(new URL(page.url()).pathname);
      const name = route && (await named(page, route));
      if (!name || taken.has(name)) return;
      taken.add(name);
      await picture(page, `${name}.${ending}`, how);
      if (PRINTED.includes(route) && !how.dark) await paper(page, `${name}.${how.lang}.paper`, how);
    };
    for (const walk of journeys.filter((it) => (it.needs ?? []).every((path) => pages().includes(path)))) {
      const place = walk.place ? await walk.place(program) : at;
      const opened = await open(browser, { base: place.base, also: place.also, ...how });
      const hand = new Hand(opened, { person: place.people[walk.person], password: place.password, ...how, script: true, seen: take });
      hand.people = place.people;
      await walk.walk(hand, place).catch((error) => faults.push(`${walk.id}: ${error.message.split('\n')[0]}`));
      await opened.context.close();
      if (walk.place) await place.stop();
    }
    for (const role of ['clinician', 'privacy officer', 'director', 'records clerk', 'biller', 'advocate']) {
      const opened = await open(browser, { base: at.base, ...how });
      const hand = new Hand(opened, { person: at.people[role], password: at.password, ...how, script: true, seen: take });
      await hand.open('/sign-in');
      await hand.signIn();
      await crawl(opened.page, ['/', '/go'], take);
      await opened.context.close();
    }
    const passing = await open(browser, { base: at.base, ...how });
    await crawl(passing.page, ['/sign-in', '/now', '/report', '/caller', '/help'], take);
    await passing.context.close();
    const lacks = pages().filter((path) => !taken.has(slug(path)) && !(path in unlinked) && !FILED.includes(path));
    tell(`pictures · ${ending}`, [...faults, ...lacks.map((path) => `there is none of ${path}`)], `${taken.size} pages`);
  }
  const size = readdirSync(KEPT).reduce((sum, name) => sum + statSync(new URL(name, KEPT)).size, 0);
  tell('the pictures are small', size > MOST ? [`${size} bytes, at most ${MOST}`] : [], `${Math.round(size / 1024)} KB`);
}
