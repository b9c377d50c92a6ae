// J2: somebody on the phone asks whether a person is here. One page, from any page, without signing in.
export default {
  id: 'caller',
  person: 'advocate',
  async walk(hand) {
    await hand.page.goto('/sign-in');
    hand.begin();
    await hand.press('footer a[href="/caller"]');
    await hand.must('what to say', '.say');
    if (await hand.has('main input[type=search], main input[name=name]')) throw new Error('the page looks somebody up');
  },
};
