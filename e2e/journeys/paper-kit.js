// Before the day without power: the kit is taken as one PDF, in the language of the page.
export default {
  id: 'paper-kit',
  person: 'clinician',
  needs: ['/kit', '/kit/paper'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await hand.open('/kit');
    await hand.must('what it holds', 'main ul li');
    const name = await hand.save('main a.button');
    if (name !== 'paper-kit.pdf') throw new Error(`the kit is saved as ${name}`);
  },
};
