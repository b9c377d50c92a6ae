// A director goes through the list of what an agency needs before its first client: a share typed back, a backup, and its proof.
export default {
  id: 'set-up',
  person: 'director',
  needs: ['/office', '/office/keys', '/office/backups'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await hand.press('footer a[href="/go"]');
    await hand.press('main a[href="/office"]');
    await hand.must('the list of what is to be done', 'main ol.rows li');
    // A share that was mistyped: the page says so, and nothing is lost.
    await hand.press('main a[href="/office/keys"]');
    await hand.fill('share', 'AAAA BBBB');
    await hand.press('form[action="/office/keys/prove"] button');
    await hand.must('what to mend', '.faults');
    await hand.page.goto('/office');
    await hand.press('main a[href="/office/backups"]');
    for (const act of ['/office/backups', '/office/backups/prove']) {
      await hand.press(`form[action="${act}"] button`);
      await done(hand);
    }
    await hand.page.goto('/office');
  },
};

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
