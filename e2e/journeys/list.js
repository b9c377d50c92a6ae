// The client's own list of who got what: on paper, with its proof, and with a line held back where an authority may want it.
import { FILES } from '../lib/steps.js';
import { searched } from './legal-paper.js';

/** Somebody took something from the file; where the file is. */
async function taken(hand) {
  await searched(hand);
  // Their first client, as in every journey with a legal paper.
  await hand.page.goto('/c');
  return hand.at('main .rows a[href^="/c/"]:not([href="/c/new"])').getAttribute('href');
}

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export const clientList = {
  id: 'client-list',
  person: 'clinician',
  long: true,
  needs: ['/c/{id}/shared', '/c/{id}/shared/wait', '/c/{id}/shared/paper', '/c/{id}/shared/proof', '/verifier', '/accounting', '/accounting/paper', ...FILES],
  async walk(hand) {
    const file = await taken(hand);
    await hand.as('privacy officer');
    hand.begin();
    await hand.open(`${file}/shared`);
    await hand.must('who took it', 'main table td');
    await hand.press('main a[href*="/shared/wait?"]');
    await hand.fill('whom', 'Det. Ruiz');
    await hand.choose('how', 'spoken');
    await hand.fill('until', inDays(20));
    await hand.go();
    await hand.must('that it waits', 'main table .tag');
    for (const end of ['paper?in=en', 'proof']) {
      const name = await hand.save(`main a[href$="/shared/${end}"]`);
      if (!/\.(pdf|tacenda-proof)$/.test(name)) throw new Error(`no list came: ${name}`);
    }
    await hand.save('main a[href="/verifier"]');
    // And what went of everybody, by month.
    await hand.page.goto('/accounting');
    await hand.must('which month it is', 'main .pager strong');
    await hand.press('main a[rel="prev"]');
  },
};
