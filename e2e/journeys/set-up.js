// An agency begins: the first administrator joins by a code, sets up the second step, and works the list of set-up to its end.
import { begun } from '../lib/begun.js';
import { code } from '../lib/totp.js';

export default {
  id: 'set-up',
  person: 'director',
  needs: ['/office', '/office/keys', '/office/backups', '/office/told/{what}'],
  /** Each time a new agency, which nobody has touched. */
  place: begun,
  async walk(hand, at) {
    await join(hand, at);
    hand.begin();
    await hand.open('/');
    await hand.press('main .notice a[href="/office"]');
    await hand.must('the list of what is to be done', 'main ol.steps li');
    await programs(hand);
    await colleague(hand);
    await kit(hand, at);
    for (const what of ['law', 'tls', 'shelf', 'tour']) {
      await item(hand, `/office/told/${what}`);
      await hand.go();
    }
    await item(hand, '/office/backups');
    for (const act of ['/office/backups', '/office/backups/prove']) {
      await hand.press(`form[action="${act}"] button`);
      await done(hand);
    }
    await hand.menu('/office');
    const left = await hand.page.locator('main ol.steps li:has(.tag.due) a').allInnerTexts();
    if (left.length) throw new Error(`of the list these do not end: ${left.join('; ')}`);
  },
};

/** The first time here: name and code, a password, the second step. */
async function join(hand, at) {
  await hand.open('/join');
  await hand.fill('name', hand.person);
  await hand.fill('code', at.code);
  await hand.fill('password', at.password);
  await hand.fill('again', at.password);
  await hand.press('main form[action="/join"] button');
  await hand.must('a second step to set up', 'form[action="/me/factor/app"]');
  await hand.press('form[action="/me/factor/app"] button');
  await hand.fill('code', code(await hand.at('.qr code').innerText()));
  await hand.press('form[action="/me/factor/app/code"] button');
  await hand.must('the way out', 'form[action="/sign-out"] button');
}

async function item(hand, path) {
  if (new URL(hand.page.url()).pathname !== '/office') await hand.menu('/office');
  await hand.press(`main ol.steps a[href="${path}"]`);
}

async function programs(hand) {
  await item(hand, '/programs');
  await hand.pick('jurisdiction', 'nm');
  await hand.press('main form.inline button');
  if (await hand.has('main form.inline')) throw new Error('the program is still nowhere');
}

/** Somebody is asked in; the code that is handed to them stands on the page. */
async function colleague(hand) {
  await item(hand, '/people');
  await hand.press('main a[href="/people/new"]');
  await hand.fill('name', 'Ana Begay');
  await hand.choose('role', 'clinician');
  await hand.go();
  await hand.must('the code to hand over', 'main .say code');
}

/** A share that was mistyped: the page says so, and nothing is lost. Then both of a page. */
async function kit(hand, at) {
  await item(hand, '/office/keys');
  for (const share of ['AAAA BBBB', ...at.shares]) {
    await hand.fill('share', share);
    await hand.press('form[action="/office/keys/prove"] button');
    await hand.must(share === 'AAAA BBBB' ? 'what to mend' : 'that the share works', share === 'AAAA BBBB' ? '.faults' : '.notice[role=status]');
  }
}

/** Waits until the work is done, as somebody who gets a cup of tea; then looks once. */
async function done(hand) {
  for (let wait = 0; wait < 240; wait += 1) {
    const page = await (await hand.page.request.get('/office/backups')).text();
    if (!/<div class="notice"[^]*?href="\/office\/backups"/.test(page.split('<h2>')[0])) break;
    await hand.page.waitForTimeout(500);
  }
  const update = 'main .notice a[href="/office/backups"]';
  if (await hand.has(update)) await hand.press(update);
  if (await hand.has(update)) throw new Error('the work did not end within two minutes');
}
