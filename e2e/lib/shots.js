// A picture of every page in both themes and both languages, for the documents and for our own eyes.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from './browser.js';
import { crawl } from './crawl.js';
import { Hand } from './hand.js';
import { root } from './root.js';
import { pages, routeOf, slug } from './routes.js';
import { journeys } from '../journeys/all.js';

const FOLDER = new URL('docs/pictures/', root);
const MOST = 6 << 20;

async function picture(page, name) {
  const client = await page.context().newCDPSession(page);
  const { cssContentSize } = await client.send('Page.getLayoutMetrics');
  const clip = { x: 0, y: 0, width: 1280, height: Math.min(cssContentSize.height, 2400), scale: 0.6 };
  const { data } = await client.send('Page.captureScreenshot', { format: 'webp', quality: 55, clip, captureBeyondViewport: true });
  writeFileSync(new URL(`${name}.webp`, FOLDER), Buffer.from(data, 'base64'));
  await client.detach();
}

export async function shots(browser, at, tell) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const lang of ['en', 'es']) {
    for (const dark of [false, true]) {
      const taken = new Set();
      const take = async (page) => {
        const route = routeOf(new URL(page.url()).pathname);
        if (!route || taken.has(route)) return;
        taken.add(route);
        await picture(page, `${slug(route)}.${lang}.${dark ? 'dark' : 'light'}`);
      };
      const way = { base: at.base, lang, dark };
      for (const walk of journeys.filter((it) => (it.needs ?? []).every((path) => pages().includes(path)))) {
        const opened = await open(browser, way);
        const hand = new Hand(opened, { person: at.people[walk.person], password: at.password, ...way, script: true, seen: take });
        hand.people = at.people;
        await walk.walk(hand).catch(() => {}); // whether it succeeds is another run's question
        await opened.context.close();
      }
      for (const role of ['clinician', 'privacy officer', 'director']) {
        const opened = await open(browser, way);
        const hand = new Hand(opened, { person: at.people[role], password: at.password, ...way, script: true, seen: take });
        await hand.open('/sign-in');
        await hand.signIn();
        await crawl(opened.page, ['/'], take);
        await opened.context.close();
      }
      tell(`pictures · ${lang} ${dark ? 'dark' : 'light'}`, taken.size ? [] : ['none'], `${taken.size} pages`);
    }
  }
  const size = readdirSync(FOLDER).reduce((sum, name) => sum + statSync(new URL(name, FOLDER)).size, 0);
  tell('the pictures are small', size > MOST ? [`${size} bytes, at most ${MOST}`] : [], `${Math.round(size / 1024)} KB`);
}
