// J7: somebody in danger is not one's own client. The glass is broken on terms that stand on the page, and somebody else looks into it.
import { FILES } from '../lib/steps.js';

export default {
  id: 'glass',
  person: 'clinician',
  needs: [...FILES, '/c/{id}/glass', '/c/{id}/glass/{grant}'],
  budget: { loads: 14, activations: 14, fields: 6, seconds: 240 },
  async walk(hand) {
    await hand.page.goto('/');
    await hand.signIn();
    await hand.menu('/c');
    const all = await hand.page.locator('main .rows a[href^="/c/"]:not([href="/c/new"])').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    await hand.as('advocate');
    hand.begin();
    const client = await sealed(hand, all);
    await hand.open(client);
    await hand.press('main a[href$="/glass"]');
    await hand.go();
    await hand.must('what to mend', '.faults');
    await hand.choose('reason');
    await hand.choose('class');
    await hand.fill('words', 'She called from the street and said that he is at the door.');
    await hand.press('main button.grave');
    await hand.must('that the glass is broken', '.broken');
    await hand.as('privacy officer');
    await hand.press(`main a[href^="${client}/glass/"]`);
    await hand.choose('proper', 'yes');
    await hand.fill('words', 'The call is in the log of the line.');
    await hand.go();
    if (await hand.has('main a[href^="/tasks/"]')) await hand.press('main a[href^="/tasks/"]');
  },
};

/** The first of these files that is not the asker's own, and that nobody broke open before. */
async function sealed(hand, paths) {
  for (const path of paths) {
    const page = await (await hand.page.request.get(path)).text();
    if (page.includes(`href="${path}/glass"`)) return path;
  }
  throw new Error('every file is open already');
}
