// Whoever leaves the clients' own page leaves nothing behind: Back, Forward, reload, a restored session and the browser's own files show
// nothing of it. Playwright starts Chromium with its back/forward cache switched off; here it is on. A control run, in which a proxy takes
// our `no-store` away, must leak: so this test can fail.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { open } from './browser.js';
import { Hand } from './hand.js';
import { PASSWORD, first, portalOf, turnOn } from './portal.js';
import { freePort } from './practice.js';

const CANARY = 'zebra-lantern-quarry';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The same pages without the headers that keep a browser from keeping them. */
async function careless(base) {
  const port = await freePort();
  const ours = new URL(portalOf(base));
  const server = createServer((from, to) => {
    const headers = { ...from.headers, host: ours.host };
    if (headers.origin) headers.origin = ours.origin;
    const on = ask({ host: '127.0.0.1', port: ours.port, path: from.url, method: from.method, headers }, (answer) => {
      const kept = { ...answer.headers };
      delete kept['cache-control'];
      delete kept['clear-site-data'];
      to.writeHead(answer.statusCode, kept);
      answer.pipe(to);
    });
    from.pipe(on);
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return { origin: `http://p.localhost:${port}`, stop: () => server.close() };
}

const visible = async (page) => ((await page.content().catch(() => '')).includes(CANARY) ? 1 : 0);

/** Goes there in the history; a page that comes back from the cache tells no load. */
async function history(page, way) {
  await page[way]({ timeout: 3_000, waitUntil: 'commit' }).catch(() => {});
  await page.waitForTimeout(400);
}

function filesWith(folder, bytes) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() && readFileSync(path).includes(bytes));
}

/** Comes in, reads and writes, leaves, and looks for what was left behind: where it was found. */
async function walk(origin, slip, script) {
  const folder = mkdtempSync(join(tmpdir(), 'tacenda-gone-'));
  const start = (more = []) =>
    chromium.launchPersistentContext(folder, {
      executablePath: '/usr/bin/chromium', args: [...FLAGS, ...more], javaScriptEnabled: script,
      ignoreDefaultArgs: ['--disable-back-forward-cache'], viewport: { width: 320, height: 640 },
    });
  let context = await start();
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${origin}/?lang=en`);
  await page.fill('[name=number]', slip.number);
  await page.fill('[name=password]', PASSWORD);
  await page.fill('[name=code]', slip.codes[slip.next++]);
  await page.click('main form button');
  await page.waitForLoadState('load');
  await page.click('main a[href="/4"]');
  await page.fill('[name=text]', CANARY);
  await page.click('main form[action="/4"] button');
  await page.waitForLoadState('load');
  if (!(await visible(page))) throw new Error('what was written is not shown');
  await page.click('main .said >> nth=0').catch(() => {});
  await page.click('.out a[href="/leave"]', { noWaitAfter: true }).catch(() => {});
  await page.waitForTimeout(1_200);
  const found = [];
  const after = async (what) => (await visible(page)) && found.push(what);
  await after('at once');
  for (const [what, way] of [['Back', 'goBack'], ['Back again', 'goBack'], ['Forward', 'goForward'], ['reload', 'reload']]) {
    await history(page, way);
    await after(what);
  }
  await context.close();
  if (filesWith(folder, CANARY).length) found.push("the browser's files");
  context = await start(['--restore-last-session']);
  for (const restored of context.pages()) {
    await restored.waitForTimeout(400);
    if (await visible(restored)) found.push('a restored session');
  }
  await context.close();
  rmSync(folder, { recursive: true, force: true });
  return found;
}

export async function goneAfterLeaving(browser, at, tell) {
  const opened = await open(browser, { base: at.base, also: at.also });
  const hand = new Hand(opened, { person: at.people.clinician, password: at.password, lang: 'en', script: true });
  await hand.page.goto('/');
  await hand.signIn();
  const slip = await turnOn(hand);
  await first(hand, at, slip);
  await opened.context.close();
  for (const script of [true, false]) {
    const found = await walk(portalOf(at.base), slip, script);
    tell(`nothing is left behind${script ? '' : ' without script'}`, found.map((what) => `it is shown by ${what}`));
  }
  const proxy = await careless(at.base);
  const leaked = await walk(proxy.origin, slip, false);
  proxy.stop();
  tell('without no-store it is left behind', leaked.length ? [] : ['the control shows nothing: this test cannot fail'], leaked.join(', '));
}
