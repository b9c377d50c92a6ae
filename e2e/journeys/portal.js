// J10: a client sees from their own telephone who was told what, stops a permission, and is gone before somebody looks.
import { comeIn, first, leaves, portalOf, turnOn, watched } from '../lib/portal.js';
import { draw, sign } from './release.js';

const NEEDS = ['/c/{id}/portal'];

async function begun(hand, at, before = async () => {}) {
  await hand.page.goto('/');
  await hand.signIn();
  await before(hand);
  const slip = await turnOn(hand);
  await first(hand, at, slip);
  return slip;
}

/** Out, whatever the weather is: the browser may go nowhere else, so it stays where it is told to. */
async function gone(hand) {
  const out = hand.page.waitForRequest((request) => request.url().startsWith('https://www.weather.gov/'), { timeout: 5_000 });
  await hand.page.route('https://www.weather.gov/**', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<title>Weather</title>' }));
  hand.activations += 1;
  await Promise.all([out, leaves(hand).click()]);
  await hand.page.waitForLoadState('load');
}

/** From the sign-in to the list. */
export const seen = {
  id: 'who-has-seen',
  person: 'clinician',
  needs: NEEDS,
  async walk(hand, at) {
    const slip = await begun(hand, at);
    await gone(hand);
    await hand.open(`${portalOf(at.base)}/?lang=${hand.lang}`);
    hand.begin();
    await comeIn(hand, slip);
    await hand.press('main a[href="/2"]');
    await hand.must('the line that stands on every list', 'main details.more');
  },
};

/** Every page that is theirs, each by its link from home; what they write, the second phrase, the lock. */
export const pages = {
  id: 'own-page',
  person: 'clinician',
  needs: NEEDS,
  async walk(hand, at) {
    await begun(hand, at);
    const told = watched(hand);
    hand.begin();
    for (const path of ['/2', '/3', '/5', '/6', '/7']) {
      await hand.press(`main a[href="${path}"]`);
      if (path === '/2') {
        await hand.unfold('main details.more > summary');
        await hand.save('main a[href="/2/1"]');
        await hand.save('main a[href="/2/2"]');
      }
      await hand.press('.back a');
    }
    await hand.press('main a[href="/4"]');
    await hand.press('main form[action="/4"] button');
    await hand.must('what to mend', '.faults');
    await hand.fill('text', 'Can we move Tuesday?');
    await hand.press('main form[action="/4"] button');
    await hand.must('what was written', 'main .said.mine');
    await hand.press('.back a');
    await hand.press('main a[href="/8"]');
    await hand.press('main form[action="/8/3"] button');
    await hand.must('the way in', 'main [name="number"]');
    await told();
  },
};

/** Three taps from home: the list, the permission, the button. */
export const stop = {
  id: 'stop-a-permission',
  person: 'clinician',
  needs: [...NEEDS, '/c/{id}/releases/{consent}'],
  async walk(hand, at) {
    const released = async () => {
      const { openFile } = await import('../lib/steps.js');
      await openFile(hand);
      await draw(hand);
      await sign(hand);
    };
    await begun(hand, at, released);
    hand.begin();
    await hand.press('main a[href="/3"]');
    await hand.press('main .rows a');
    await hand.press('main form[method=post] button');
    await hand.must('that it is stopped', 'main [role="status"]');
  },
};
