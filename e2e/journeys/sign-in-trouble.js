// The password is wrong: the page says what to do, names no one, and nothing is lost.
export default {
  id: 'sign-in-trouble',
  person: 'clinician',
  budget: { loads: 4, activations: 2, fields: 4, seconds: 60 },
  async walk(hand) {
    await hand.open('/sign-in');
    await hand.fill('name', hand.person);
    await hand.fill('password', 'not the password');
    await hand.press('main form[action="/sign-in"] button');
    await hand.must('what to mend', '.faults a[href^="#"]');
    if (!(await hand.page.title()).match(/^Error: /)) throw new Error('the title does not begin with the error');
    await hand.signIn();
  },
};
