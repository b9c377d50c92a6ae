// J7, the card: from the page somebody is on, in one activation, with nobody's name on it.
export default {
  id: 'danger',
  person: 'clinician',
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await hand.press('header a.now');
    await hand.must('whom to call', '.crisis');
  },
};
