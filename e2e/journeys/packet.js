// J4: somebody asks with a release in hand, and what they may have leaves: chosen, freed of other people, read back, sent, written down.
import { decide, FILES } from '../lib/steps.js';
import { answers, asks, begin, draw, sign } from './release.js';

const KIND = 'progress_notes';
const PACKET = ['', '/items', '/names', '/to'].map((end) => `/matters/{id}/packets/{packet}${end}`);

/** Name and birth date, as a request would write them. */
async function about(hand) {
  const file = new URL(hand.page.url()).pathname.split('/').slice(0, 3).join('/');
  await hand.page.goto(`${file}/edit`);
  const [legal, chosen, born] = await Promise.all(
    ['legal_name', 'chosen_name', 'born'].map((field) => hand.page.locator(`main [name="${field}"]`).inputValue()),
  );
  await hand.page.goto(file);
  return { name: legal || chosen, born };
}

/** The first two records of the first line, or the last of that title; the others are of another time. */
async function choose(hand, title) {
  await hand.must('that it is empty', 'main input[name="pick"]');
  const picks = hand.page.locator(title ? `main label:has-text("${title}") >> nth=-1 >> input[name="pick"]` : 'main input[name="pick"]');
  for (let at = 0; at < Math.min(2, await picks.count()); at += 1) {
    await picks.nth(at).check();
    hand.activations += 1;
  }
  if (await hand.has('main input[name="each"]')) await hand.choose('each', '0');
  if ((await hand.page.locator('main input[name="pick"]').count()) > (title ? 1 : 2)) await hand.pick('left', '0:time');
  await hand.go();
}

/** What the law wants done first, each with its evidence; the packet does the rest by itself. */
async function first(hand) {
  if (!(await hand.has('#several'))) return;
  await hand.unfold('#several > summary');
  const done = hand.page.locator('#several label:not(:has(small)) input[name="done"]');
  for (let at = 0; at < (await done.count()); at += 1) {
    await done.nth(at).check();
    hand.activations += 1;
  }
  await hand.page.locator('#several input[name="words"]').fill('see the file');
  await hand.press('#several button');
}

/** Whoever did not put it together reads it, where that is wanted. What that costs is theirs. */
async function read(hand) {
  if (await hand.has('main input[name="do"][value="send"]')) return;
  const { loads, activations, fields, keys, words } = hand;
  const at = new URL(hand.page.url()).pathname;
  await hand.as('privacy officer');
  await hand.page.goto(at);
  // Each picture comes when one gets to it.
  for (const picture of await hand.page.locator('main img.sheet').all()) {
    await picture.scrollIntoViewIfNeeded();
    await picture.evaluate((it) => it.complete || new Promise((come, fail) => { it.onload = come; it.onerror = fail; }));
  }
  await hand.press('main button[name="fine"][value="yes"]');
  await hand.as('clinician');
  await hand.page.goto(at);
  Object.assign(hand, { loads, activations, fields, keys, words });
}

/** A request that came with a release, from its first question to the paper that waits to be sent. */
async function ready(hand, way, contact, scan) {
  const name = await begin(hand);
  const { name: legal, born } = await about(hand);
  const file = new URL(hand.page.url()).pathname;
  if (scan) await scan.put(hand, file);
  await draw(hand, async () => {}, [KIND]);
  await sign(hand);
  await hand.open('/matters/new');
  hand.begin();
  await asks(hand, name, KIND);
  await hand.pick('asks-named', 'yes');
  await hand.page.locator('main input[name="consent"]').first().check();
  hand.activations += 1;
  await hand.go();
  const matter = new URL(hand.page.url()).pathname;
  await answers(hand);
  await decide(hand, 'comply', 'it is whole and in force');
  await first(hand);
  await hand.press(`main form[action="${matter}/packets"] button`);
  await choose(hand, scan?.title);
  await hand.press('main form[action$="/names"] .do button:not(.second)');
  if (scan) await scan.look(hand);
  if (contact) await hand.pick('contact', { label: contact });
  await hand.choose('way', way);
  await hand.go();
  await hand.must('what they will read', 'main .card pre');
  await read(hand);
  await hand.fill('name', legal);
  await hand.fill('born', born);
  await hand.press('main form:has(input[value="send"]) button');
  await hand.must('that it went', '.answer.yes');
  return file;
}

export const packet = {
  id: 'packet',
  person: 'clinician',
  long: true,
  needs: [...FILES, ...PACKET, '/c/{id}/shared', '/matters/{id}'],
  async walk(hand) {
    const file = await ready(hand, 'hand');
    await hand.page.goto(`${file}/shared`);
    await hand.must('that it stands in the list', 'main table');
  },
};

/** A page with two lines, as a PDF: the names in it are nobody's. */
function pdf() {
  const draw = 'BT /F 20 Tf 72 700 Td (Summary of her visits in the spring.) Tj 0 -40 Td (Her brother Tomas Vega came along once.) Tj ET';
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Length ${draw.length}>>stream\n${draw}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  return Buffer.from(`%PDF-1.4\n${objects.map((object, at) => `${at + 1} 0 obj${object}endobj\n`).join('')}trailer<</Root 1 0 R>>\n%%EOF\n`);
}

/** A scan beside the records: put in, and looked at before it goes. */
const scan = {
  title: 'From the other clinic',
  async put(hand, file) {
    await hand.page.goto(`${file}/files`);
    await hand.at('main [name="file"]').setInputFiles({ name: 'summary.pdf', mimeType: 'application/pdf', buffer: pdf() });
    await hand.pick('category', KIND);
    await hand.fill('title', scan.title);
    await hand.press('main form[enctype] button');
    await hand.page.goto(file);
  },
  async look(hand) {
    await hand.press('main ul.rows a[href*="/pages/"]');
    await hand.must('the page as it goes', 'main .sheet img');
    // What a mouse draws, the fields say.
    if (await hand.has('main [data-drawn]:visible')) {
      const picture = hand.page.locator('main .sheet img');
      await picture.evaluate((it) => it.scrollIntoView({ block: 'start', behavior: 'instant' }));
      const box = await picture.boundingBox();
      await hand.page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.3);
      await hand.page.mouse.down();
      await hand.page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.4);
      await hand.page.mouse.up();
      const said = await hand.page.locator('main [name="width"]').first().inputValue();
      if (Math.abs(Number(said) - 40) > 2) throw new Error(`an area was drawn and the field says ${said}`);
    } else {
      for (const [field, value] of Object.entries({ left: '10', top: '60', width: '40', height: '10' })) {
        await hand.page.locator(`main [name="${field}"]`).first().fill(value);
      }
    }
    await hand.choose('looked', 'yes');
    await hand.press('main form[action*="/pages/"] .do button:not(.second)');
  },
};

export const packetScan = {
  id: 'packet-scan',
  person: 'clinician',
  long: true,
  needs: [...FILES, ...PACKET, '/matters/{id}/packets/{packet}/pages', '/matters/{id}/packets/{packet}/pages/{file}/{page}'],
  async walk(hand) {
    await ready(hand, 'hand', undefined, scan);
  },
};

/** Whom the permission names, with a mail address and a number that somebody checked. */
async function known(hand) {
  await hand.open('/contacts');
  await hand.fill('name', 'Dr. Lin');
  await hand.pick('recipient', 'treating_provider');
  await hand.fill('mail', 'records@lin.example');
  await hand.fill('phone', '505-555-0177');
  await hand.go();
  for (const way of ['mail', 'phone']) {
    if (await hand.has(`main input[name="way"][value="${way}"]`)) await hand.choose('way', way);
    await hand.choose('how', 'called_back');
    await hand.go();
  }
}

/** The digits of the code, and the address. */
const told = (hand) => Promise.all(['main p.code', 'main code.long'].map((at) => hand.page.locator(at).innerText()));

export const packetLink = {
  id: 'packet-link',
  person: 'clinician',
  long: true,
  needs: ['/f/{secret}', '/matters/{id}/packets/{packet}'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await known(hand);
    await hand.page.locator('form[action="/sign-out"] button').click();
    await ready(hand, 'link', 'Dr. Lin');
    const here = hand.page.url();
    const [code, address] = await told(hand);
    // Whoever it is for, at their own machine.
    await hand.open(address);
    hand.begin();
    await hand.fill('name', 'M. Lin');
    await hand.fill('code', '00000000');
    await hand.go();
    await hand.must('that it is not the code', '.faults');
    await hand.fill('code', code);
    const file = await hand.save('main button');
    if (!file.endsWith('.pdf')) throw new Error(`no paper came: ${file}`);
    await hand.page.goto(here);
    await hand.must('who took it', '.answer.yes');
  },
};

/** It goes by mail: a copy that only a passphrase opens, and the passphrase to tell. */
export const packetMail = {
  id: 'packet-mail',
  person: 'clinician',
  long: true,
  needs: ['/matters/{id}/packets/{packet}'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await known(hand);
    await hand.page.locator('form[action="/sign-out"] button').click();
    await ready(hand, 'electronic', 'Dr. Lin');
    hand.begin();
    await hand.must('the passphrase', 'main p.code');
    const file = await hand.save('main a[href$="/locked"]');
    if (!file.endsWith('.pdf')) throw new Error(`no locked copy came: ${file}`);
    await hand.page.locator('main form:has(input[value="receipt"]) input[name="words"]').fill('they called back');
    await hand.press('main form:has(input[value="receipt"]) button');
    await hand.must('that it came', 'main dl.facts');
  },
};

/** It went to the wrong office, and nobody took it yet. */
export const packetRecall = {
  id: 'packet-recall',
  person: 'clinician',
  long: true,
  needs: ['/f/{secret}'],
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await known(hand);
    await hand.page.locator('form[action="/sign-out"] button').click();
    const file = await ready(hand, 'link', 'Dr. Lin');
    hand.begin();
    const [, address] = await told(hand);
    await hand.unfold('main details:has(input[value="recall"]) summary');
    await hand.page.locator('main form:has(input[value="recall"]) input[name="words"]').fill('it is the wrong office');
    await hand.press('main form:has(input[value="recall"]) button');
    await hand.must('that it was taken back', '.notice');
    await hand.open(address);
    if (await hand.has('main form')) throw new Error('the link opens something still');
    await hand.page.goto(`${file}/shared`);
    await hand.must('that nobody had it', 'main table .tag');
  },
};

/** It came into the wrong hands: said once, and what has to be done stands there with its days. */
export const packetAstray = {
  id: 'packet-astray',
  person: 'clinician',
  long: true,
  needs: ['/matters/{id}'],
  async walk(hand) {
    await ready(hand, 'hand');
    hand.begin();
    await hand.unfold('main details:has(input[value="astray"]) summary');
    await hand.fill('whom', 'the front desk of a hotel');
    await hand.choose('event', 'unsecured_unauthorised');
    await hand.page.locator('main form:has(input[value="astray"]) input[name="words"]').fill('the number was an old one');
    await hand.press('main form:has(input[value="astray"]) button');
    await hand.must('what it is', '.answer .verdict');
    await hand.must('what is owed', 'main .rows .tag');
  },
};
