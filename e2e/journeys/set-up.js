// A director goes through the list of what an agency needs before its first client.
export default {
  id: 'set-up',
  person: 'director',
  needs: ['/set-up'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await hand.open('/set-up');
    await hand.must('the list of what is to be done', 'main .tasks, main .rows');
  },
};
