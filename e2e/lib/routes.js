// Every page there is, from the table that a test keeps equal to the program.
import { readFileSync } from 'node:fs';
import { root } from './root.js';

const rows = readFileSync(new URL('docs/reference/routes.csv', root), 'utf8').trim().split('\n').slice(1);

export const routes = rows.map((row) => {
  const [verb, path, door] = row.split(',');
  const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`);
  return { verb, path, door, pattern, fixed: (path.match(/\{/g) ?? []).length };
});

/** The route of an address: the one with the fewest parts that stand for something. */
export function routeOf(pathname, verb = 'GET') {
  const fitting = routes.filter((route) => route.verb === verb && route.pattern.test(pathname));
  return fitting.sort((a, b) => a.fixed - b.fixed)[0]?.path;
}

export const doorOf = (path) => routes.find((route) => route.verb === 'GET' && route.path === path)?.door;

export const pages = () => routes.filter((route) => route.verb === 'GET').map((route) => route.path);

/** A file's name for a page. */
export const slug = (path) => (path === '/' ? 'today' : path.replace(/[{}]/g, '').replace(/^\//, '').replace(/[^a-z0-9]+/gi, '-'));

const own = readFileSync(new URL('docs/reference/portal-routes.csv', root), 'utf8').trim().split('\n').slice(1);

/** The same for an address of the clients' own pages: it begins with `p:`. */
export function portalRouteOf(pathname) {
  const paths = own.map((row) => row.split(',')[1]);
  const fits = (path) => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(pathname);
  const path = paths.find(fits);
  return path && `p:${path}`;
}
