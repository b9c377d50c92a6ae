// Somebody binds their account at the identity provider, signs out, comes back in by it, and takes it off again.
import { withProvider } from '../lib/provider.js';

const GO = 'form[action="/sign-in/provider"] button';
const BIND = 'form[action="/me/provider"] button';

/** Presses what leads to the provider. The page between leads on by itself, so nothing is read there. */
async function cross(hand, button) {
  await hand.read(hand.at(button));
  hand.activations += 1;
  await hand.at(button).click();
}

const ours = (hand, path) => hand.page.waitForURL((url) => url.host === hand.host && url.pathname === path);

/** Shows who they are at the provider, and agrees that it tells us. */
async function show(hand) {
  const { page } = hand;
  await page.waitForURL((url) => url.host !== hand.host);
  await page.fill('[name=login]', 'a-name-that-is-not-theirs-here');
  await page.fill('[name=password]', 'whatever');
  await page.click('button[type=submit]');
  await page.waitForSelector('form:not(:has([name=login])) button[type=submit]');
  await page.click('button[type=submit]');
  hand.activations += 2;
  hand.fields += 2;
}

export default {
  id: 'single-sign-on',
  person: 'clinician',
  place: withProvider,
  budget: { loads: 18, activations: 10, fields: 4, seconds: 120 },
  async walk(hand) {
    await hand.open('/sign-in');
    await hand.signIn();
    await hand.open('/me');
    await hand.press('a[href="/me/provider"]');
    await cross(hand, BIND);
    await show(hand);
    await ours(hand, '/me');
    await hand.arrive();
    await hand.must('what is new', '#news');
    await hand.press('form[action="/sign-out"] button');
    // They are still known there: nothing more is asked.
    await cross(hand, GO);
    await ours(hand, '/');
    await hand.arrive();
    await hand.must('the way out', 'form[action="/sign-out"] button');
    await hand.open('/sign-in/provider/end');
    await hand.must('that this is over', 'main a[href="/me"]');
    await hand.press('main a[href="/me"]');
    await hand.press('a[href="/me/provider"]');
    await hand.press('form[action="/me/provider/remove"] button');
    await hand.must('that it may be set up', 'a[href="/me/provider"]');
  },
};
