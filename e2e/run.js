// Runs the journeys, and the gates that every page passes: one line each, and at the end how many passed.
//
//   node run.js --program PATH [sheets | JOURNEY …] [--lang en|es] [--no-script] [--short] [--shots] [--port N] [--home FOLDER]
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { begun } from './lib/begun.js';
import { launch, open } from './lib/browser.js';
import { goneAfterLeaving } from './lib/gone.js';
import { Hand } from './lib/hand.js';
import { Look } from './lib/look.js';
import { practice } from './lib/practice.js';
import { pages, routeOf } from './lib/routes.js';
import { sheets } from './lib/sheets.js';
import { shots } from './lib/shots.js';
import { valid } from './lib/valid.js';
import { journeys, unlinked } from './journeys/all.js';

const words = process.argv.slice(2);
const after = (flag) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined);
const has = (flag) => words.includes(flag);
const values = ['--program', '--lang', '--port', '--home'].map(after);
const chosen = words.filter((word) => !word.startsWith('--') && !values.includes(word));
const program = after('--program');
const budgets = parse(readFileSync(new URL('budgets.toml', import.meta.url), 'utf8'));

const tally = { passed: 0, failed: 0 };
function tell(name, faults, more = '') {
  const fine = faults.length === 0;
  tally[fine ? 'passed' : 'failed'] += 1;
  console.log(`${fine ? 'ok  ' : 'FAIL'} ${name}${more ? `  ${more}` : ''}`);
  for (const fault of [...new Set(faults)].slice(0, 12)) console.log(`       ${fault}`);
}

/** In which ways a journey is run. */
function ways() {
  if (has('--short')) return [{ lang: 'en', width: 1280, script: true }, { lang: 'es', width: 320, script: false }];
  const all = ['en', 'es'].flatMap((lang) => [1280, 320].flatMap((width) => [true, false].map((script) => ({ lang, width, script }))));
  return all.filter((way) => (after('--lang') ?? way.lang) === way.lang && !(has('--no-script') && way.script));
}

const called = ({ lang, width, script }) => `${lang} ${width}${script === false ? ' without script' : ''}`;

async function journey(browser, usual, walk, way, look) {
  const at = walk.place ? await walk.place(program) : usual;
  const opened = await open(browser, { base: at.base, also: at.also, ...way });
  const faults = [];
  const seen = look && way.script ? async (page) => faults.push(...(await look.once(page, way))) : undefined;
  const hand = new Hand(opened, { person: at.people[walk.person], password: at.password, ...way, seen });
  hand.people = at.people;
  try {
    await walk.walk(hand, at);
  } catch (error) {
    faults.push(`${error.message.split('\n')[0]} (at ${hand.path.map((path) => routeOf(path) ?? path).slice(-3).join(' → ')})`);
  }
  for (const path of hand.saved) look?.met.add(routeOf(path));
  const budget = walk.budget ?? budgets[walk.id];
  const cost = hand.cost();
  const may = { ...budget, loads: way.script ? budget.loads : Math.ceil(budget.loads * 1.2) };
  for (const what of Object.keys(cost)) if (cost[what] > may[what]) faults.push(`${what}: ${cost[what]}, at most ${may[what]}`);
  faults.push(...opened.told);
  if (walk.place) {
    faults.push(...(at.said().match(/.*(incident|panicked).*/g) ?? []));
    await at.stop();
  }
  tell(`${walk.id} · ${called(way)}`, faults, `loads ${cost.loads}/${may.loads} activations ${cost.activations}/${may.activations} fields ${cost.fields}/${may.fields} ${cost.seconds}/${may.seconds} s`);
  await opened.context.close();
}

/** An agency that has just begun: every list is empty. */
async function firstDay(browser, look, way) {
  const at = await begun(program);
  const opened = await open(browser, { base: at.base, ...way });
  await look.everything(opened, { ...way, role: 'a founder on the first day', person: at.people.founder, password: at.password, empty: true }, tell);
  await opened.context.close();
  await at.stop();
}

async function everyPage(browser, at, look) {
  const short = has('--short');
  const everybody = short ? ['clinician'] : ['clinician', 'advocate', 'records clerk', 'biller', 'privacy officer', 'director'];
  for (const { lang, width } of ways().filter((way) => way.script || short)) {
    for (const role of [...everybody, null]) {
      const opened = await open(browser, { base: at.base, lang, width });
      await look.everything(opened, { lang, width, role, person: role && at.people[role], password: at.password }, tell);
      await opened.context.close();
    }
    if (!short) await firstDay(browser, look, { lang, width });
  }
  const never = pages().filter((path) => !look.met.has(path) && !(path in unlinked));
  // A short run walks with one person only; what others see is looked at in the long one.
  if (!short) tell('every page was looked at', never.map((path) => `nobody came to ${path}`));
  const invalid = valid(look.html);
  if (invalid) tell(`valid HTML · ${look.html.size} pages`, invalid);
  else console.log(`skip valid HTML · ${look.html.size} pages: there is no Java`);
}

/** Paper needs no agency. */
async function paper() {
  const browser = await launch();
  await sheets(browser, program, tell).finally(() => browser.close());
}

async function main() {
  if (chosen.includes('sheets')) return paper();
  const at = await practice(program, after('--port'), after('--home'));
  const browser = await launch();
  try {
    if (has('--shots')) return await shots(browser, at, program, tell);
    const all = journeys.filter((walk) => (chosen.length === 0 ? !(walk.long && has('--short')) : chosen.includes(walk.id)));
    const named = chosen.filter((id) => id !== 'gone');
    if (all.length < named.length || (named.length && !all.length)) throw new Error(`there is no such journey; there are ${journeys.map((walk) => walk.id).join(', ')}`);
    const look = chosen.length ? null : new Look();
    for (const walk of all) {
      const lacks = (walk.needs ?? []).filter((path) => !pages().includes(path));
      if (lacks.length) console.log(`wait ${walk.id}  there is no page ${lacks.join(', ')} yet`);
      else for (const way of ways().filter((way) => way.script || !walk.script)) await journey(browser, at, walk, way, has('--short') ? null : look);
    }
    if (look || chosen.includes('gone')) await goneAfterLeaving(browser, at, tell);
    if (look) await everyPage(browser, at, look);
    tell('the server had no fault', at.faults() ? [`${at.faults()} incidents: ${at.said().match(/.*(incident|panicked).*/)[0]}`] : []);
  } finally {
    await browser.close();
    await at.stop();
  }
}

process.setMaxListeners(0); // each program of ours is ended with this one
const start = Date.now();
try {
  await main();
} catch (error) {
  tally.failed += 1;
  console.error(error.message);
}
console.log(`${Math.round((Date.now() - start) / 1000)} s`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed ? 1 : 0);
