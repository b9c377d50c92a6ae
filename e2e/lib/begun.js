// An agency in earnest, in a folder that goes away again: begun at the terminal as the guide says, then served.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, served } from './practice.js';

const FOUNDER = 'Rosa Quintana';
const SECOND = 'Ben Ortiz';

/** Rosa begins it and asks Ben to run it with her; she signs in by `founder` and the password. `code` is his, `shares` are one page of the recovery kit as it is typed back. */
export async function begun(program) {
  const folder = mkdtempSync(join(tmpdir(), 'tacenda-begun-'));
  writeFileSync(join(folder, 'rosa'), 'correct horse battery staple\n', { mode: 0o600 });
  const words = ['init', '--home', 'agency', '--name', FOUNDER, '--role', 'director,administrator,clinician', '--second', SECOND, '--program', 'Counselling'];
  const kit = ['Rosa', 'Ben', 'Counsel'].flatMap((name) => ['--custodian', name]);
  const ran = spawnSync(program, [...words, ...kit, '--kit', 'kit', '--passphrase-file', 'rosa', '--no-input'], { cwd: folder, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`no agency could be begun: ${ran.stderr}`);
  const password = 'a kite over the mud hen';
  writeFileSync(join(folder, 'password'), `${password}\n`, { mode: 0o600 });
  const own = ['--home', 'agency', '--as', FOUNDER, '--passphrase-file', 'rosa', '--no-input'];
  const account = spawnSync(program, ['worker', 'account', '--password-file', 'password', ...own], { cwd: folder, encoding: 'utf8' });
  if (account.status !== 0) throw new Error(`the founder has no account: ${account.stderr}`);
  const code = ran.stdout.match(/^Code for .*: (\S+)$/m)[1];
  const shares = [...readFileSync(join(folder, 'kit', 'share-1.html'), 'utf8').matchAll(/<pre>([^<]*)<\/pre>/g)].map(([, text]) => text);
  const port = await freePort();
  const { said, stop } = await served(program, ['serve', '--home', join(folder, 'agency'), '--listen', `127.0.0.1:${port}`], /Tacenda is at (\S+)/);
  return {
    base: said().match(/Tacenda is at (\S+)/)[1],
    password,
    people: { director: SECOND, founder: FOUNDER },
    code,
    shares,
    said,
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
