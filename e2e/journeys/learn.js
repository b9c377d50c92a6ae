// Before anybody opens a file: what they agree to and learn, and who looks after it.

/** A text of the house is put in force, agreed to, and taken back, so that the next walk finds the house as it was. */
export const agree = {
  id: 'agree',
  person: 'privacy officer',
  needs: ['/agreements', '/agreements/new', '/agreements/{policy}', '/agree/{policy}', '/learn'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await hand.open('/agreements');
    hand.begin();
    await hand.press('main a[href="/agreements/new?from=confidentiality"]');
    await hand.fill('title-en', 'A policy that is walked');
    await hand.go();
    await hand.must('that it is kept', '.notice[role=status]');
    await hand.menu('/learn');
    await hand.press('main .rows li:has(.tag.due) a');
    await hand.go();
    await hand.must('that it is written down', '.notice[role=status]');
    await hand.open('/agreements');
    await hand.press('main .rows li:last-child a');
    await hand.press('main form[action$="/end"] button');
    await hand.must('that it is no longer asked', '.notice[role=status]');
  },
};

/** A course is read, its quiz answered, and the answers looked at; what was passed before stays passed. */
export const learn = {
  id: 'learn',
  person: 'clinician',
  needs: ['/learn', '/learn/{course}', '/learn/{course}/quiz', '/learn/{course}/done', '/learn/{course}/certificate'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    hand.begin();
    await hand.menu('/learn');
    await hand.press('main a[href="/learn/first-day"]');
    await hand.press('main a[href="/learn/first-day/quiz"]');
    for (const question of ['q1', 'q2', 'q3', 'q4', 'q5']) await hand.choose(question, 'no');
    await hand.go();
    await hand.must('what the law answers', 'main .card .tag');
    await hand.menu('/learn');
    await hand.press('main a[href="/learn/first-day/certificate"]');
    await hand.must('the certificate', 'article.paper');
  },
};

/** Somebody in training signs in and is led to what is asked; no file is there. */
export const gate = {
  id: 'gate',
  person: 'intern',
  needs: ['/learn', '/agree/{policy}'],
  async walk(hand) {
    await hand.page.goto('/');
    hand.begin();
    await hand.signIn();
    await hand.must('what is to be done first', 'main .tag.grave');
    if (await hand.has('header nav a[href="/c"]')) throw new Error('the way to the files is open');
    await hand.press('main .rows a[href^="/agree/"]');
    await hand.must('the words by which one agrees', 'main form[action^="/agree/"] button');
  },
};
