// Whether the pages are valid HTML, as the W3C's checker says.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';

/** `pages`: name to text. Gives the faults; nothing where there is no Java to run it. */
export function valid(pages) {
  const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
  const folder = mkdtempSync(join(tmpdir(), 'tacenda-html-'));
  try {
    for (const [name, text] of pages) writeFileSync(join(folder, `${name}.html`), text);
    const ran = spawnSync('java', ['-jar', jar, '--format', 'json', '--exit-zero-always', folder], { encoding: 'utf8', maxBuffer: 1 << 26 });
    if (ran.error?.code === 'ENOENT') return undefined;
    if (ran.error) return [`the checker of HTML did not run: ${ran.error.message}`];
    const { messages } = JSON.parse(ran.stderr);
    const told = messages.filter((it) => it.type === 'error' || it.subType === 'warning');
    const lines = told.map((it) => `${it.url.split('/').pop()}: ${it.message}${it.extract ? ` «${it.extract.replace(/\s+/g, ' ').slice(0, 80)}»` : ''}`);
    return [...new Set(lines)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
