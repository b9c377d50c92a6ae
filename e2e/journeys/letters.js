// The agency's own words on a letter: before and after the law's, which stay.
export default {
  id: 'letters',
  person: 'director',
  needs: ['/letters', '/letters/{letter}'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await hand.open('/office');
    hand.begin();
    await hand.press('main a[href="/letters"]');
    await hand.press('main a[href="/letters/objection"]');
    await hand.must('the words of the law', 'main .card p');
    await hand.fill('before-en', 'Thank you for your letter.');
    await hand.fill('before-es', 'Gracias por su carta.');
    await hand.go();
    await hand.must('that it has our words', 'main li:has(a[href="/letters/objection"]) .tag');
  },
};
