// J3: a client permits something, and stops it; and somebody asks with a release in hand, to its end.
import { close, decide, doWhatIsOwed, FILES, list, named, openFile, whose } from '../lib/steps.js';

const RELEASES = ['/c/{id}/releases', '/c/{id}/releases/new', '/c/{id}/releases/{consent}'];

export async function begin(hand) {
  await hand.page.goto('/');
  await hand.signIn();
  return openFile(hand);
}

/** From the card, which leads there on every screen. */
async function releases(hand) {
  await hand.press('main a[href$="/releases"]:visible');
}

/** From the file to a release that waits for a signature. */
export async function draw(hand, more = async () => {}, kinds = ['attendance_summary', 'diagnosis']) {
  await releases(hand);
  await hand.press('main a[href$="/releases/new"]');
  await hand.fill('other', 'Dr. Lin');
  await hand.pick('recipient', 'treating_provider');
  for (const kind of kinds) await hand.choose('what', kind);
  await hand.pick('purpose', 'client_directed');
  await more();
  await hand.go();
  await hand.must('the paper to read', '.paper');
}

/** Whose signature it is, and that they want what it does. */
async function meant(hand) {
  await hand.choose('known_by', 'sight');
  await hand.choose('meant', 'yes');
}

/** Of a minor both sign; who signs is asked only where the card says that somebody else may. */
export async function sign(hand) {
  if (await hand.has('main [name="who"][value="minor_and_parent"]')) await hand.choose('who', 'minor_and_parent');
  await hand.fill('name', 'R. Vega');
  await hand.choose('how', 'ink');
  await meant(hand);
  await hand.press('main form:has(input[value="sign"]) .do button');
  await hand.must('that it is signed', 'main form:has(input[value="stop"])');
  if (await hand.has('main input[value="sign"]')) throw new Error('it is not signed');
}

/** Who asks was checked, and nothing else is out of the ordinary: that is the second of two answers, and the first of several. */
async function answer(hand) {
  const checked = hand.page.url().endsWith('/recipient_identity_verified');
  const two = (await hand.page.locator('main input[name="answer"]').count()) === 2;
  await hand.choose('answer', two && !checked ? '1' : '0');
  await hand.go();
}

/** Whatever the law asks, one question after the other. */
export async function answers(hand) {
  if (await hand.has('#asks a')) await hand.press('#asks a');
  for (let step = 0; step < 30 && hand.page.url().includes('/facts/'); step += 1) await answer(hand);
}

/** A doctor's office asks for dates of attendance, and no legal paper came. */
export async function asks(hand, name, kind = 'attendance_summary') {
  await hand.press('main button[name="what"][value="release"]');
  await whose(hand, name);
  await hand.pick('asks-sender', 'treating_provider');
  await hand.pick('asks-checked', 'yes');
  await hand.pick('asks-legal', 'no');
  await hand.pick('asks-case', 'client_directed');
  await hand.pick('danger', 'no');
  await hand.choose('what', kind);
}

export const release = {
  id: 'release',
  person: 'clinician',
  needs: [...FILES, ...RELEASES],
  async walk(hand) {
    await begin(hand);
    hand.begin();
    await draw(hand);
    await sign(hand);
  },
};

/** From the file to a permission that is stopped. */
async function stop(hand) {
  await releases(hand);
  await hand.press('main .rows a[href*="/releases/"]');
  await hand.press('main form:has(input[value="stop"]) .do button');
  if (await hand.has('main input[value="stop"]')) throw new Error('it is not stopped');
}

export const releaseStop = {
  id: 'release-stop',
  person: 'clinician',
  needs: [...FILES, ...RELEASES],
  async walk(hand) {
    await begin(hand);
    await draw(hand);
    await sign(hand);
    const file = new URL(hand.page.url()).pathname.split('/').slice(0, 3).join('/');
    await hand.press('main a[href*="/releases/new?again="]');
    if ((await hand.page.locator('main [name="other"]').inputValue()) !== 'Dr. Lin') throw new Error('it is not as it was');
    await hand.open(file);
    hand.begin();
    await stop(hand);
  },
};

/** And the other side is told. */
export const releaseEnded = {
  ...releaseStop,
  id: 'release-ended',
  needs: [...releaseStop.needs, '/c/{id}/releases/{consent}/ended'],
  async walk(hand) {
    await releaseStop.walk(hand);
    const name = await hand.save('main a[href*="/ended"]');
    if (name !== 'release-ended.pdf') throw new Error(`the letter is saved as ${name}`);
  },
};

const SIGNED = { name: 'signed.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a0000', 'hex') };

/** A couple's record: both sign, and before the second has nothing holds. */
export const releaseShared = {
  id: 'release-shared',
  person: 'clinician',
  needs: [...FILES, ...RELEASES],
  async walk(hand) {
    await begin(hand);
    hand.begin();
    await draw(hand, async () => {
      await hand.unfold('main details:has([name="members"]) > summary');
      await hand.choose('unit', 'family');
      await hand.fill('members', 'Luis Vega');
    });
    for (const who of await hand.page.locator('main [name="who"]').evaluateAll((all) => [all[0].value, all.at(-1).value])) {
      await hand.must('that nothing holds yet', 'main input[value="sign"]');
      await hand.choose('who', who);
      await hand.fill('name', who.startsWith('member') ? 'L. Vega' : 'R. Vega');
      await hand.choose('how', 'ink');
      await meant(hand);
      await hand.press('main form:has(input[value="sign"]) .do button');
    }
    await hand.must('that both have signed', 'main form:has(input[value="stop"])');
    if (await hand.has('main input[value="sign"]')) throw new Error('it waits for somebody');
  },
};

/** Drawn on the screen where there is a hand for it; and the page that was signed is put in. */
export const releaseDrawn = {
  id: 'release-drawn',
  person: 'clinician',
  long: true,
  needs: [...FILES, ...RELEASES, '/c/{id}/releases/{consent}/signed/{file}'],
  async walk(hand) {
    await begin(hand);
    await draw(hand);
    hand.begin();
    if (await hand.page.locator('[data-draw]').isVisible()) {
      await hand.page.locator('main [name="how"][value="drawn"]').check();
      await hand.page.locator('canvas.pad').scrollIntoViewIfNeeded();
      const pad = await hand.page.locator('canvas.pad').boundingBox();
      await hand.page.mouse.move(pad.x + 40, pad.y + 60);
      await hand.page.mouse.down();
      await hand.page.mouse.move(pad.x + 160, pad.y + 90, { steps: 6 });
      await hand.page.mouse.up();
      const who = hand.page.locator('main input[type="radio"][name="who"]');
      if (await who.count()) await who.first().check();
      await hand.fill('name', 'R. Vega');
      await meant(hand);
      await hand.press('main form:has(input[name="shown"]) .do button');
      await hand.must('the drawing', 'main a[href*="/signed/"]');
    } else await sign(hand);
    await hand.unfold('main details:has(input[name="signed"]) > summary');
    await hand.at('main [name="signed"]').setInputFiles(SIGNED);
    await hand.press('main form[enctype] button');
    await hand.save('main a[href*="/signed/"]');
  },
};

/** The paper in the hand: as PDF, to be signed with a pen. */
async function onPaper(hand) {
  const name = await hand.save('main article + p a[href*="/paper"]');
  if (name !== 'release.pdf') throw new Error(`the paper is saved as ${name}`);
}

export const releaseAsked = {
  id: 'release-asked',
  person: 'clinician',
  needs: [...FILES, ...RELEASES, '/c/{id}/releases/{consent}/paper', '/matters/new', '/matters/new/{id}/whose', '/matters/new/{id}/asks', '/matters/{id}'],
  async walk(hand) {
    const name = await begin(hand);
    await draw(hand);
    await onPaper(hand);
    await sign(hand);
    await hand.open('/matters/new');
    hand.begin();
    await asks(hand, name);
    await hand.pick('asks-named', 'yes');
    await hand.page.locator('main input[name="consent"]').first().check();
    hand.activations += 1;
    await hand.go();
    await hand.must('what it is', '.answer .verdict');
    const matter = new URL(hand.page.url()).pathname;
    await list(hand, matter, 'dates of attendance', 'attendance_summary');
    await answers(hand);
    await decide(hand, 'comply', 'it is whole and in force');
    await doWhatIsOwed(hand);
    await close(hand, 'complied');
  },
};

/** D2: the client said yes, and nothing is signed. */
export const releaseSpoken = {
  id: 'release-spoken',
  person: 'clinician',
  long: true,
  needs: [...FILES, '/matters/new', '/matters/new/{id}/whose', '/matters/new/{id}/asks', '/matters/{id}'],
  async walk(hand) {
    const name = await named(hand);
    await hand.open('/matters/new');
    hand.begin();
    await asks(hand, name);
    await hand.choose('form', 'verbal');
    await hand.go();
    await hand.must('that nothing goes', '.answer.no');
    await decide(hand, 'consent', 'the client said yes; the written one is offered');
    await hand.must('where it is written', 'main a[href$="/releases/new"]');
    await doWhatIsOwed(hand);
    await close(hand, 'answered');
  },
};
