// Everything that one person can reach by links alone, one example of each page; and every link leads somewhere.
import { routeOf } from './routes.js';

const MOST = 400;

/** Calls `each(page, route, html)` on the first of each kind of page. Gives the faults found on the way, and the routes seen. */
export async function crawl(page, begin, each) {
  const todo = [...begin];
  const known = new Set(todo);
  const seen = new Set();
  const asked = new Map();
  const from = new Map();
  const faults = [];
  for (let step = 0; todo.length && step < MOST; step += 1) {
    const path = todo.shift();
    const route = routeOf(path.split(/[?#]/)[0]);
    // Of a kind that was seen, a few more are asked for, so that a dead link is found; their pages are not looked at again.
    const times = asked.get(route) ?? 0;
    if (seen.has(route) && times > 2) continue;
    asked.set(route, times + 1);
    const answer = await page.goto(path).catch((error) => error);
    if (answer instanceof Error) {
      // What is saved instead of shown is a file.
      if (!/Download is starting/.test(answer.message)) faults.push(`${path}: ${answer.message.split('\n')[0]}`);
      seen.add(route);
      continue;
    }
    if (answer.status() >= 400) {
      faults.push(`a link on ${from.get(path) ?? 'no page'} leads to ${route ?? path}, which answers ${answer.status()}`);
      continue;
    }
    const links = await page.evaluate(() =>
      [...document.querySelectorAll('a[href]')].filter((link) => link.origin === location.origin && !link.getAttribute('href').startsWith('#')).map((link) => link.pathname + link.search),
    );
    for (const link of links) {
      if (!known.has(link) && !link.startsWith('/leave') && !/[?&]lang=/.test(link)) {
        known.add(link);
        from.set(link, route);
        todo.push(link);
      }
    }
    if (!route || seen.has(route)) continue;
    seen.add(route);
    await each(page, route, await answer.text());
  }
  return { faults, seen };
}

/** Sends the page's own form with nothing in it: the page with its faults, if it has such a form. */
export async function provoke(page) {
  const form = page.locator('main form[method=post]:has(.field):visible').first();
  if (!(await form.count())) return false;
  const able = await form.evaluate((it) => {
    const empty = [...it.elements].some((box) => box.required || (box.matches('input[type=text], textarea') && !box.value));
    it.noValidate = true;
    return empty;
  });
  if (!able) return false;
  await form.locator('button:not(.quiet)').last().click();
  await page.waitForLoadState('load');
  return (await page.locator('.faults').count()) > 0;
}
