// J8: whoever bills makes a claim of a visit and takes its file out, with only what the payer needs and nothing to type.
export default {
  id: 'claim',
  person: 'biller',
  needs: ['/claims', '/claims/{id}/{visit}', '/claims/{id}/{visit}/file'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await hand.press('main a[href="/claims"]');
    await hand.press('#ready a');
    await hand.must('that it can be made', 'main button[name="do"][value="make"]');
    if (await hand.has('main textarea')) throw new Error('there is nothing to type');
    await hand.press('main button[name="do"][value="make"]');
    await hand.must('the file', 'main a[href$="/file?as=csv"]');
    await hand.save('main a[href$="/file?as=csv"]');
  },
};
