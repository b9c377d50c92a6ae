// Looks at every page once in each language and width: as it is, and with its form sent empty.
import { crawl, provoke } from './crawl.js';
import { gates } from './gates.js';
import { doorOf, portalRouteOf, routeOf, slug } from './routes.js';
import { code } from './totp.js';

/** A page as it would be again: without the keys that are new each time. */
const steady = (html) => html.replace(/(name="(?:csrf|once)" value=")[^"]*/g, '$1').replace(/value="[0-9a-f]{32,}" (?=name="(?:csrf|once)")/g, '');

/** Pages that tell of looks, among them the one that is just taken. */
const ALIVE = ['/', '/me/opened', '/me/sessions', '/c/{id}/seen', '/c/{id}/holdings', '/ask/{id}/sheet'];

export class Look {
  met = new Set();
  html = new Map();
  #done = new Set();

  /** Looks at the page that stands open, unless it was looked at in this language, width and state. */
  async once(page, { lang, width, html, state }) {
    const at = new URL(page.url());
    const route = at.hostname.startsWith('p.') ? portalRouteOf(at.pathname) : routeOf(at.pathname);
    if (!route) return [];
    const stands = state ?? ((await page.locator('.faults').count()) ? 'faults' : 'full');
    const key = `${route} ${lang} ${width} ${stands}`;
    this.met.add(route);
    if (this.#done.has(key)) return [];
    this.#done.add(key);
    const text = html ?? (await page.content());
    if (html !== undefined) this.html.set(`${slug(route)}.${stands.replaceAll(' ', '-')}.${lang}`, html);
    const faults = await gates(page, { lang, html: text });
    return faults.map((fault) => `${route} (${stands}, ${lang} ${width}): ${fault}`);
  }

  /** All that one person reaches. `empty`: their agency has just begun. */
  async everything(opened, { lang, width, role, person, password, empty }, tell) {
    const { page, told } = opened;
    const faults = [];
    if (person) await enter(page, person, password);
    let count = 0;
    const begin = person ? ['/', '/go'] : ['/sign-in', '/now', '/report', '/caller', '/help'];
    const found = await crawl(page, begin, async (at, route, html) => {
      // What is open to everybody is the same for all who are signed in, but for the menu.
      const state = empty ? 'empty' : !person ? 'full' : doorOf(route) === 'open' ? 'signed in' : `as ${role}`;
      const looked = await this.once(at, { lang, width, html, state });
      count += 1;
      faults.push(...looked);
      if (width > 500 && lang === 'en' && !empty && !ALIVE.includes(route)) {
        const again = await at.request.get(at.url());
        if (steady(await again.text()) !== steady(html)) faults.push(`${route}: rendered twice it differs`);
      }
      if (await provoke(at)) faults.push(...(await this.once(at, { lang, width })));
    });
    faults.push(...(await this.#nothing(page, { lang, width })));
    tell(`pages of ${role ?? 'a stranger'} · ${lang} ${width}`, [...faults, ...found.faults, ...told], `${count} pages`);
  }

  /** What is not there, or not theirs: a page too. */
  async #nothing(page, { lang, width }) {
    const answer = await page.goto('/c/019a0000-0000-7000-8000-000000000000');
    if (answer.status() === 200) return []; // the way to a sign-in
    const html = await answer.text();
    if (answer.status() !== 404) return [`what is not there is answered with ${answer.status()}`];
    const key = `nothing ${lang} ${width}`;
    if (this.#done.has(key)) return [];
    this.#done.add(key);
    this.html.set(`nothing.${lang}`, html);
    return (await gates(page, { lang, html })).map((fault) => `what is not there (${lang} ${width}): ${fault}`);
  }
}

/** Signs in. In earnest a second step is asked for, which is set up the first time. */
async function enter(page, person, password) {
  const press = async (selector) => {
    await page.click(selector);
    await page.waitForLoadState('load');
  };
  await page.goto('/sign-in');
  await page.fill('[name=name]', person);
  await page.fill('[name=password]', password);
  await press('main form[action="/sign-in"] button');
  if (!(await page.locator('form[action="/me/factor/app"]').count())) return;
  await press('form[action="/me/factor/app"] button');
  await page.fill('main [name=code]', code(await page.locator('.qr code').innerText()));
  await press('form[action="/me/factor/app/code"] button');
}
