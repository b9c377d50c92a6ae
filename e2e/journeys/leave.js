// Somebody signs out, and the page before does not come back.
export default {
  id: 'leave',
  person: 'advocate',
  budget: { loads: 2, activations: 1, fields: 0, seconds: 10 },
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await hand.press('form[action="/sign-out"] button');
    await hand.open('/');
    await hand.must('the way in', 'form[action="/sign-in"]');
  },
};
