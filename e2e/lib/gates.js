// What every page passes, in both languages and at both widths. Each gate gives a list of faults; an empty one is a pass.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'smol-toml';
import { keyboard } from './keyboard.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { page: WEIGHT } = parse(readFileSync(new URL('../budgets.toml', import.meta.url), 'utf8'));
const VERDICTS = parse(readFileSync(new URL('../verdicts.toml', import.meta.url), 'utf8'));

/** Axe's rules up to WCAG 2.2 AA. A strict policy lets no script tag in, so the source is evaluated. */
async function axe(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations', 'incomplete'] }), tags);
  const say = (sort) => (rule) => `axe ${sort} ${rule.id}: ${rule.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`;
  const open = found.incomplete.filter((rule) => !(rule.id in VERDICTS));
  return [...found.violations.map(say('finds')), ...open.map(say('is unsure of'))];
}

/** One heading of the first rank, named regions, a title, a language, a way to the crisis card, a way out. */
const structure = (page, { lang }) =>
  page.evaluate((language) => {
    const faults = [];
    const count = (selector) => document.querySelectorAll(selector).length;
    if (count('h1') !== 1) faults.push(`${count('h1')} headings of the first rank`);
    if (count('main') !== 1) faults.push('no single main region');
    if (document.documentElement.lang !== language) faults.push(`speaks ${document.documentElement.lang}, not ${language}`);
    if (!document.title) faults.push('has no title');
    if (count('.faults') && !/^Error: /.test(document.title)) faults.push('has faults, and its title does not begin with them');
    // Whoever holds a link is nobody of ours, and gets no more than what they came for.
    const portal = location.hostname.startsWith('p.');
    const inside = !portal && !location.pathname.startsWith('/f/');
    if (portal && !count('a[href="/leave"]')) faults.push('has no way out');
    if (portal && document.querySelectorAll('a, button')[1]?.getAttribute('href') !== '/leave') faults.push('the way out does not stand first');
    if (inside && !count('a.now[href="/now"]')) faults.push('the crisis card is not one activation away');
    if (inside && !count('a[href="/help"], a[href^="/help/"]')) faults.push('has no way to the help');
    if (count('[style], style, [onclick], script:not([src])')) faults.push('has style or script within');
    // Before anybody is signed in there is no session to bind a form to.
    const forms = count('form[action="/sign-out"]') ? document.querySelectorAll('form[method=post]') : [];
    for (const form of forms) {
      if (!form.querySelector('[name=csrf]')) faults.push(`a form without its token: ${form.getAttribute('action')}`);
    }
    const unfound = [...document.querySelectorAll('a[href^="#"]')].filter((link) => link.hash.length > 1 && !document.getElementById(link.hash.slice(1)));
    unfound.forEach((link) => faults.push(`${link.hash} leads nowhere`));
    return faults;
  }, lang);

/** Nothing scrolls sideways. */
const reflow = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((it) => it.getBoundingClientRect().right > clientWidth + 1);
    return [`is ${scrollWidth - clientWidth} px too wide: ${wide.slice(-2).map((it) => it.outerHTML.slice(0, 90)).join(' … ')}`];
  });

/** WCAG 1.4.12: with a reader's own spacing no text is cut off. */
const spacing = (page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets.push(sheet);
    const cut = [...document.querySelectorAll('body :not(input)')].filter((it) => {
      const { overflow, clipPath } = getComputedStyle(it);
      return /hidden|clip/.test(overflow) && clipPath === 'none' && (it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1);
    });
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    document.adoptedStyleSheets.pop();
    const faults = cut.map((it) => `with more space it cuts off: ${it.outerHTML.slice(0, 90)}`);
    return wide > 0 ? [...faults, `with more space it is ${wide} px too wide`] : faults;
  });

/** Who asked for less movement gets none. */
async function still(page) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('body *')].filter((it) => {
      const { transitionDuration, animationName } = getComputedStyle(it);
      return parseFloat(transitionDuration) > 0 || animationName !== 'none';
    }).length,
  );
  await page.emulateMedia({ reducedMotion: null });
  return moving ? [`${moving} parts still move`] : [];
}

/** In forced colours a control is told from the ground, and the focus is seen. */
async function forced(page) {
  await page.emulateMedia({ forcedColors: 'active' });
  const faults = await page.evaluate(() => {
    const lost = [...document.querySelectorAll('main button:not(.quiet), main input:not([type=hidden]), main textarea, main select')].filter((it) => {
      const { borderTopWidth, borderTopStyle, appearance } = getComputedStyle(it);
      return it.checkVisibility() && appearance === 'none' && (parseFloat(borderTopWidth) === 0 || borderTopStyle === 'none');
    });
    return lost.map((it) => `in forced colours it has no edge: ${it.outerHTML.slice(0, 90)}`);
  });
  await page.emulateMedia({ forcedColors: null });
  return faults;
}

/** What a page weighs. */
async function weight(page, { html }) {
  const loaded = await page.evaluate(async () => {
    const size = async (selector, name) => {
      const texts = [...document.querySelectorAll(selector)].map((it) => fetch(it[name]).then((answer) => answer.arrayBuffer()));
      return (await Promise.all(texts)).reduce((sum, bytes) => sum + bytes.byteLength, 0);
    };
    return { css: await size('link[rel=stylesheet]', 'href'), script: await size('script[src]', 'src') };
  });
  const faults = [];
  const page_ = Buffer.byteLength(html) + loaded.css;
  if (page_ > WEIGHT.html_and_css) faults.push(`weighs ${page_} bytes, at most ${WEIGHT.html_and_css}`);
  if (loaded.script > WEIGHT.script) faults.push(`its script weighs ${loaded.script} bytes, at most ${WEIGHT.script}`);
  return faults;
}

/** All gates on the page that stands open. `how` says language, width, the page's own bytes. */
export async function gates(page, how) {
  const faults = [];
  const width = page.viewportSize().width;
  for (const gate of [structure, reflow, spacing]) faults.push(...(await gate(page, how)));
  faults.push(...(await axe(page)));
  faults.push(...(await keyboard(page)));
  if (width > 500) {
    faults.push(...(await still(page)), ...(await forced(page)));
    if (how.html !== undefined) faults.push(...(await weight(page, how)));
  }
  return faults;
}
