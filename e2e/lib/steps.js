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
    await hand.press((await hand.has(answer)) ? answer : 'main button[name="dont"]');
  }
  await hand.must('the answers to look at', 'main dl.facts');
  await hand.go();
  await hand.must('one of the five answers', '.answer .verdict');
  await hand.must('what to say now', '.say');
  await hand.must('the rule', 'main a[href^="/law/rule/"]');
}

export const ASKING = ['/ask', '/ask/{id}/{key}', '/ask/{id}/check', '/ask/{id}/answer'];
export const FILES = ['/c', '/c/{id}'];
