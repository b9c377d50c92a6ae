// A fictional agency of our own, served on a free port from a folder that goes away again.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = () =>
  new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** Starts the program, over an agency that is kept if `home` names one; resolves once it answers. `people` maps a role to a name; `password` is everybody's. */
export async function practice(program, asked, home) {
  const folder = mkdtempSync(join(tmpdir(), 'tacenda-journeys-'));
  const agency = home ?? join(folder, 'agency');
  const port = asked || (await freePort());
  const child = spawn(program, ['practice', '--home', agency, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let ended = null;
  child.stderr.on('data', (bytes) => (said += bytes));
  child.stdout.on('data', (bytes) => (said += bytes));
  child.on('exit', (code) => (ended = code ?? 'a signal'));
  const stop = () => {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', stop);
  const begun = Date.now();
  while (!/Practice is at/.test(said)) {
    if (ended !== null) throw new Error(`practice ended with ${ended}:\n${said}`);
    if (Date.now() - begun > 600_000) throw new Error(`practice did not start within ten minutes:\n${said}`);
    await new Promise((later) => setTimeout(later, 100));
  }
  const base = said.match(/Practice is at (\S+)/)[1];
  const password = said.match(/the password is: (.+)/)[1].trim();
  const people = {};
  for (const [, name, role] of said.matchAll(/^ {2}(\S.*?) {2,}(\S.*)$/gm)) people[role.trim()] = name;
  return { base, password, people, stop, faults: () => said.match(/incident|panicked/g)?.length ?? 0, said: () => said };
}
