// A program of our own, served on a free port from a folder that goes away again: the fictional agency, or one in earnest.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fictional year takes a while where the machine is busy. */
const LONGEST = 600_000;

export const freePort = () =>
  new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** Starts the program with these words; resolves once it has said what is waited for. */
export async function served(program, words, awaited) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let ended = null;
  child.stderr.on('data', (bytes) => (text += bytes));
  child.stdout.on('data', (bytes) => (text += bytes));
  child.on('exit', (code) => (ended = code ?? 'a signal'));
  child.on('error', (error) => (ended = error.message));
  /** Stops it, and waits until it has. */
  const stop = async () => {
    child.kill('SIGTERM');
    while (ended === null) await new Promise((later) => setTimeout(later, 20));
  };
  process.on('exit', () => child.kill('SIGTERM'));
  const begun = Date.now();
  while (!awaited.test(text)) {
    if (ended !== null) throw new Error(`\`${words[0]}\` ended with ${ended}:\n${text}`);
    if (Date.now() - begun > LONGEST) throw new Error(`\`${words[0]}\` did not start within ten minutes:\n${text}`);
    await new Promise((later) => setTimeout(later, 100));
  }
  return { said: () => text, stop };
}

/** Serves the fictional agency, one that is kept if `home` names it. `people` maps a role to a name; `password` is everybody's. */
export async function practice(program, asked, home) {
  const folder = mkdtempSync(join(tmpdir(), 'tacenda-journeys-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', clear);
  const words = ['practice', '--home', home ?? join(folder, 'agency'), '--listen', `127.0.0.1:${asked || (await freePort())}`];
  const { said, stop } = await served(program, words, /Practice is at/);
  const base = said().match(/Practice is at (\S+)/)[1];
  const password = said().match(/the password is: (.+)/)[1].trim();
  const people = {};
  for (const [, name, role] of said().matchAll(/^ {2}(\S.*?) {2,}(\S.*)$/gm)) people[role.trim()] = name;
  // Sealed links and the clients' own pages are at the same machine's other names; out leads to the weather.
  const { port } = new URL(base);
  const also = [`127.0.0.1:${port}`, `p.localhost:${port}`, 'www.weather.gov'];
  return { base, also, password, people, stop, faults: () => said().match(/incident|panicked/g)?.length ?? 0, said };
}
