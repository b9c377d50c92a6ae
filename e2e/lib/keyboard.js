// A walk through a page by Tab alone: every control is reached, in the order of the page, its focus is seen and not hidden.

const MOST = 120;

/** Marks what can be reached by Tab: of a set of radio buttons one, of what is folded away nothing. */
const mark = () => {
  const able = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const sets = new Set();
  const reached = [...document.querySelectorAll(able)].filter((it) => {
    if (it.disabled || it.tabIndex < 0 || !it.checkVisibility({ visibilityProperty: true })) return false;
    if (it.type !== 'radio') return true;
    const set = [...document.querySelectorAll('input[type=radio]')].filter((other) => other.name === it.name && other.form === it.form);
    const one = set.find((other) => other.checked) ?? set[0];
    const key = `${[...document.forms].indexOf(it.form)} ${it.name}`;
    if (it !== one || sets.has(key)) return false;
    sets.add(key);
    return true;
  });
  reached.forEach((it, at) => it.setAttribute('data-walk', at));
  // The walk begins where the page does, wherever the focus was put.
  const start = document.createElement('span');
  start.tabIndex = -1;
  document.body.prepend(start);
  start.focus();
  start.remove();
  scrollTo(0, 0);
  // Day, month, year and the calendar of a date are a stop each.
  const parts = reached.filter((it) => ['date', 'time', 'datetime-local'].includes(it.type)).length * 4;
  return { count: reached.length, parts };
};

/** What has the focus now: which one, whether it shows, whether something lies over it. */
const look = () => {
  const it = document.activeElement;
  if (!it || it === document.body) return { at: null };
  const at = it.hasAttribute('data-walk') ? Number(it.getAttribute('data-walk')) : it.id === 'main' ? -1 : -2;
  const { outlineStyle, outlineWidth } = getComputedStyle(it);
  const shows = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  const box = it.getClientRects()[0] ?? it.getBoundingClientRect();
  // Of a long text the first line is what must be seen.
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 24)];
  const over = document.elementFromPoint(Math.min(Math.max(x, 0), innerWidth - 1), y);
  const within = y >= 0 && y <= innerHeight;
  const free = within && over && (over === it || it.contains(over) || over.contains(it) || [...(it.labels ?? [])].some((label) => label.contains(over)));
  return { at, shows, free: Boolean(free), what: it.outerHTML.slice(0, 90) };
};

export async function keyboard(page) {
  const { count, parts } = await page.evaluate(mark);
  const faults = [];
  const met = [];
  for (let step = 0; step < Math.min(count + parts, MOST); step += 1) {
    await page.keyboard.press('Tab');
    let seen = await page.evaluate(look);
    // A page that is busy scrolls to the focus a moment later.
    for (let wait = 0; wait < 5 && seen.at !== null && !seen.free; wait += 1) {
      await page.waitForTimeout(50);
      seen = await page.evaluate(look);
    }
    const { at, shows, free, what } = seen;
    if (at === null) break;
    if (at >= 0) met.push(at);
    if (at === count - 1) break;
    if (!shows) faults.push(`its focus is not seen: ${what}`);
    if (!free) faults.push(`its focus is hidden: ${what}`);
  }
  if (count <= MOST && new Set(met).size < count) {
    const missed = [...Array(count).keys()].filter((at) => !met.includes(at));
    const what = await page.evaluate((at) => document.querySelector(`[data-walk="${at}"]`)?.outerHTML.slice(0, 90), missed[0]);
    faults.push(`by keyboard ${missed.length} of ${count} are not reached: ${what}`);
  }
  if (met.some((at, step) => step > 0 && at < met[step - 1])) faults.push('the keyboard does not follow the order of the page');
  await page.evaluate(() => {
    document.querySelectorAll('[data-walk]').forEach((it) => it.removeAttribute('data-walk'));
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
  return faults;
}
