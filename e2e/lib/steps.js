// Steps that several journeys share.

/** Opens the first client of one's own, giving the first reason that holds where one is asked. Gives the name on the list. */
export async function openFile(hand) {
  await hand.menu('/c');
  const link = 'main .rows a[href^="/c/"]:not([href="/c/new"])';
  await hand.must('a client of one’s own', link);
  const name = (await hand.at(link).innerText()).trim();
  await hand.press(link);
  if (await hand.has('main [name="why"]')) {
    await hand.choose('why', await hand.at('main [name="why"]').getAttribute('value'));
    await hand.go();
  }
  await hand.must('whose file it is', '.file');
  return name;
}

/** A school asks for attendance, with nothing in writing; `name`: the client it asks about. */
const SAID = { who: 'school', what: 'attendance', why: 'education_services', writing: 'nothing' };

/** Who asks was checked, and nothing else is out of the ordinary: that is the second of two answers, and the first of several. */
export async function usual(hand, key) {
  const boxes = 'main input[name="answer"]';
  if (await hand.has(boxes)) {
    await hand.page.locator(boxes).last().check(); // none of these
    hand.activations += 1;
    return hand.go();
  }
  const two = (await hand.page.locator('main button[name="answer"]').count()) === 2;
  const no = two && key !== 'recipient_identity_verified';
  if (await hand.has('main button[name="answer"]')) return hand.press(`main button[name="answer"][value="${no ? '1' : '0'}"]`);
  return hand.press('main button[name="dont"]');
}

/** `said`: the plain answers; `facts`: what is answered to each question of the law, or else that nobody knows. */
export async function ask(hand, name, said = SAID, facts) {
  await hand.menu('/ask');
  await hand.press('main button[name="danger"][value="no"]');
  for (let step = 0; step < 40; step += 1) {
    const key = new URL(hand.page.url()).pathname.match(/^\/ask\/[^/]+\/([^/]+)$/)?.[1];
    if (!key || key === 'check' || key === 'answer') break;
    if (key === 'whom') {
      if (!name) await hand.press('main button[name="nobody"]');
      else {
        await hand.fill('letters', name.slice(0, 3));
        await hand.press('main form[method=post] .do button:not(.second)');
        // One alone is taken; of several one is picked.
        if (await hand.has('main button[name="client"]')) await hand.press('main button[name="client"]');
      }
      continue;
    }
    const value = said[key] ?? facts?.[key] ?? facts?.other;
    const answer = `main button[value="${value}"]:visible`;
    // What is rarer is folded away.
    const folded = `main details:not([open]):has(button[value="${value}"]) > summary`;
    if (!(await hand.has(answer)) && (await hand.has(folded))) await hand.unfold(folded);
    if (!(await hand.has(answer)) && value === 'usual') await usual(hand, key);
    else await hand.press((await hand.has(answer)) ? answer : 'main button[name="dont"]');
  }
  await hand.must('the answers to look at', 'main dl.facts');
  await hand.go();
  await hand.must('one of the five answers', '.answer .verdict');
  await hand.must('what to say now', '.say');
  await hand.must('the rule', 'main a[href^="/law/rule/"]');
}

/** Signs in, and gives the name of a client of one's own. */
export async function named(hand) {
  await hand.page.goto('/');
  await hand.signIn();
  await hand.page.goto('/c');
  const name = (await hand.at('main .rows a[href^="/c/"]:not([href="/c/new"])').innerText()).trim();
  await hand.page.goto('/');
  return name;
}

/** Whose it is: a few letters of the name, and the one that is found. */
export async function whose(hand, name) {
  await hand.fill('name', name.slice(0, 4));
  await hand.press('main form[method=post] .do button:not(.second)');
  await hand.press('main button[name="client"]');
}

/** What the paper names is one line, of that kind. */
export async function list(hand, matter, words, kind) {
  await hand.press(`main a[href="${matter}/list"]`);
  await hand.fill('words', words);
  await hand.pick('kind', kind);
  await hand.go();
}

/** It is decided how to answer. */
export async function decide(hand, response, why) {
  await hand.choose('response', response);
  await hand.page.locator('main textarea[name="words"]').fill(why);
  await hand.press('main form:has(textarea[name="words"]) button');
}

/** A letter went to somebody. */
export async function serve(hand, to) {
  await hand.unfold('main details:has(input[name="to"]) > summary');
  await hand.fill('to', to);
  await hand.press('main form:has(input[name="to"]) button');
}

/** Everything that is owed is done, one by one, each with its evidence. */
export async function doWhatIsOwed(hand) {
  for (let step = 0; step < 30 && (await hand.has('main input[name="task"]')); step += 1) {
    await hand.unfold('main details:has(input[name="task"]):not([open]) > summary');
    await hand.page.locator('main details[open] form:has(input[name="task"]) input[name="words"]').first().fill('see the file');
    await hand.press('main details[open] form:has(input[name="task"]) button');
  }
}

/** It ends, and nothing is left to do in it. */
export async function close(hand, outcome) {
  await hand.unfold('main details:has(input[name="outcome"]) > summary');
  await hand.choose('outcome', outcome);
  await hand.page.locator('main form:has(input[name="outcome"]) input[name="words"]').fill('it is settled');
  await hand.press('main form:has(input[name="outcome"]) button');
  if (await hand.has('main input[name="outcome"]')) throw new Error('it is not closed');
}

export const ASKING = ['/ask', '/ask/{id}/{key}', '/ask/{id}/check', '/ask/{id}/answer'];
export const FILES = ['/c', '/c/{id}'];
