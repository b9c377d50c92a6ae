// A real identity provider on this machine (oidc-provider, a certified OpenID Connect server), and an agency that asks it.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { freePort, practice } from './practice.js';

const CLIENT = 'tacenda';
const SECRET = 'a secret of these journeys alone';
const LABEL = 'Pasarela';

// It warns that it is no provider for real people. It is none.
console.warn = console.info = () => {};

/** Serves a provider for pages at `base`. It stands at another name than they do, so that to a browser it is another site. */
async function serve(base) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: [`${base}/sign-in/provider/back`] }],
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'] },
    cookies: { keys: ['of these journeys alone'] },
    features: { devInteractions: { enabled: true } }, // a page that takes any name and password
    pkce: { required: () => true },
  });
  // Its page fetches a font from elsewhere; nothing here leaves this machine.
  provider.use(async (context, next) => {
    await next();
    if (typeof context.body === 'string') context.body = context.body.replace(/@import url\([^)]*\);?/g, '');
  });
  const faults = [];
  provider.on('server_error', (_, error) => faults.push(error.message));
  provider.on('grant.error', (_, error) => faults.push(error.error_detail ?? error.message));
  const server = createServer(provider.callback());
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return { issuer, faults, close: () => server.close() };
}

/** A fictional agency whose people may sign in by a provider. */
export async function withProvider(program) {
  const folder = mkdtempSync(join(tmpdir(), 'tacenda-sign-on-'));
  const home = join(folder, 'agency');
  const port = await freePort();
  const first = await practice(program, port, home);
  await first.stop();
  const provider = await serve(first.base);
  writeFileSync(join(home, 'oidc.secret'), SECRET, { mode: 0o600 });
  const lines = ['', '[sign_in.oidc]', `issuer = "${provider.issuer}"`, `client_id = "${CLIENT}"`, 'secret = { from = "file", path = "oidc.secret" }', `label = "${LABEL}"`, ''];
  appendFileSync(join(home, 'tacenda.toml'), lines.join('\n'));
  const at = await practice(program, port, home);
  const stop = async () => {
    await at.stop();
    provider.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...at, also: [...(at.also ?? []), new URL(provider.issuer).host], stop, faults: () => at.faults() + provider.faults.length, said: () => at.said() + provider.faults.join('\n') };
}
