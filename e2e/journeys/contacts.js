// The address book: a number is entered, and checked before anything goes by it.
export default {
  id: 'contacts',
  person: 'clinician',
  needs: ['/matters', '/contacts', '/contacts/{contact}'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await hand.open('/matters');
    hand.begin();
    await hand.press('main a[href="/contacts"]');
    await hand.fill('name', 'Mesa Clinic, records desk');
    await hand.pick('recipient', 'treating_provider');
    await hand.fill('fax', '505-555-0142');
    await hand.go();
    await hand.choose('how', 'called_back');
    await hand.go();
    await hand.must('that it is checked', 'main .rows span:not(.tag) + span:not(.tag)');
  },
};
