// Debian's Chromium, and what it must never do on our pages.
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--hide-scrollbars',
];

export const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });

const LOCALE = { en: 'en-US', es: 'es-MX' };

/** A person's own browser, which may go to the pages at `base` and to the hosts in `also`. `told` collects what a page did that no page of ours may do. */
export async function open(browser, { base, also = [], lang = 'en', width = 1280, script = true, dark = false }) {
  const context = await browser.newContext({
    baseURL: base,
    locale: LOCALE[lang],
    viewport: { width, height: width < 500 ? 640 : 900 },
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
  });
  context.setDefaultTimeout(20_000);
  const told = [];
  const host = new URL(base).host;
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.host !== host && !also.includes(url.host)) told.push(`asks another host: ${url.host}`);
    if (url.pathname === '/csp') told.push('sends a report about its content policy');
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    // A page whose status is 4xx is our own doing; anything else a browser complains of is not.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) told.push(`the browser says: ${message.text().slice(0, 200)}`);
  });
  page.on('pageerror', (error) => told.push(`its script fails: ${error.message}`));
  page.on('dialog', (dialog) => {
    told.push(`opens a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('response', (response) => {
    if (response.status() >= 500) told.push(`answers ${response.status()} at ${new URL(response.url()).pathname}`);
  });
  return { context, page, told, host };
}
