// Somebody comes to work and signs in.
export default {
  id: 'sign-in',
  person: 'clinician',
  async walk(hand) {
    await hand.open('/');
    await hand.signIn();
    await hand.must('the way out', 'form[action="/sign-out"] button');
  },
};
