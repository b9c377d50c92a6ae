// Somebody makes a passkey, signs out, comes back with password and passkey, and shows with it once more who they are.
export default {
  id: 'passkey',
  person: 'biller',
  /** Passkeys are the one thing here that needs script. */
  script: true,
  async walk(hand) {
    const device = await authenticator(hand);
    await hand.open('/');
    await hand.signIn();
    hand.begin();
    await hand.press('footer a[href="/me"]');
    await hand.press('main a[href="/me/factor"]');
    await hand.press('form[action="/me/factor/passkey"] button');
    await hand.press('button#passkey');
    await hand.must('the passkey', 'form[action="/me/factor/remove"], main .rows strong');
    if (!(await device.count())) throw new Error('the device holds no passkey');
    await hand.press('form[action="/sign-out"] button');
    await hand.open('/sign-in');
    await hand.signIn();
    await hand.must('the second step', 'form[data-passkey="get"]');
    await hand.press('form[data-passkey="get"] button');
    await hand.must('the way out', 'form[action="/sign-out"] button');
    await hand.open('/me/prove?to=/me/factor');
    await hand.press('form[data-passkey="get"] button');
    if (new URL(hand.page.url()).pathname !== '/me/factor') throw new Error('the passkey did not show who it is');
    // Another device does not know them: the page says what to do, and they are not in.
    await device.forget();
    await hand.open('/me/prove?to=/me/factor');
    await hand.press('form[data-passkey="get"] button');
    await hand.must('what to mend', '.faults');
    // Whoever comes next has none.
    await hand.open('/me/factor');
    await hand.press('form[action="/me/factor/remove"] button');
  },
};

/** A device with a passkey's lock, as Chromium plays it. */
async function authenticator(hand) {
  const client = await hand.page.context().newCDPSession(hand.page);
  await client.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    count: async () => (await client.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    forget: () => client.send('WebAuthn.clearCredentials', { authenticatorId }),
  };
}
