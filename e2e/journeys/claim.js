// J8: whoever bills makes a claim of a visit and takes its file out, with only what the payer needs and nothing to type.
export const claim = {
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

/** And the same on paper, for a payer who wants a form. */
export const claimPrint = {
  ...claim,
  id: 'claim-print',
  long: true,
  needs: [...claim.needs, '/claims/{id}/{visit}/print'],
  async walk(hand) {
    await claim.walk(hand);
    await hand.press('main a[href$="/print"]');
    await hand.must('the form', '.paper');
  },
};
