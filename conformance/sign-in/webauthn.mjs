// A security key in Chromium: an authenticator in software is set up on the pages of the org, and signs people in.

import { visit } from './browser.mjs';
import { ORG, PASSWORD, api, person, tell } from './story.mjs';

/** Everybody is asked for a second factor, and a security key is one of them. */
async function demand() {
  const [enroll] = await api('GET', '/api/v1/policies?type=MFA_ENROLL');
  const authenticators = (enroll.settings.authenticators ?? []).filter(({ key }) => key !== 'webauthn');
  const settings = { ...enroll.settings, type: 'AUTHENTICATORS', authenticators: [...authenticators, { key: 'webauthn', enroll: { self: 'OPTIONAL' } }] };
  await api('PUT', `/api/v1/policies/${enroll.id}`, { ...enroll, settings });
  const [signOn] = await api('GET', '/api/v1/policies?type=OKTA_SIGN_ON');
  const actions = { signon: { access: 'ALLOW', requireFactor: true, factorPromptMode: 'ALWAYS' } };
  const rule = await api('POST', `/api/v1/policies/${signOn.id}/rules`, { name: 'Second factor', type: 'SIGN_ON', actions });
  return () => api('DELETE', `/api/v1/policies/${signOn.id}/rules/${rule.id}`);
}

async function typed(page, login) {
  await page.goto(`${ORG}/login/login.htm`);
  await page.fill('input[name="identifier"]', login);
  await page.click('input[type=submit]');
  await page.fill('input[name="credentials.passcode"]', PASSWORD);
  await page.click('input[type=submit]');
}

const isHome = (page) => page.waitForURL('**/app/UserHome').then(() => true);

export default async function webauthn(browser) {
  await tell('security key', async ({ is }) => {
    const relax = await demand();
    try {
      for (const protocol of ['ctap2', 'ctap2-without-user-verification']) {
        const user = await person(`${protocol}@acme.example`);
        await visit(browser, async (page) => {
          const devtools = await page.context().newCDPSession(page);
          await devtools.send('WebAuthn.enable');
          const options = { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: protocol === 'ctap2', isUserVerified: true };
          const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
          await typed(page, user.profile.login);
          await page.click('[data-se="webauthn"] .select-factor');
          await page.click('#webauthn');
          is(`${protocol}: it is set up on the way in`, await isHome(page), true);
          const factors = await api('GET', `/api/v1/users/${user.id}/factors`);
          const [factor] = factors.filter(({ factorType }) => factorType === 'webauthn');
          is(`${protocol}: it is among the factors`, [factor.status, Boolean(factor.profile.credentialId)], ['ACTIVE', true]);

          await page.goto(`${ORG}/login/signout`);
          await typed(page, user.profile.login);
          await page.click('[data-se="webauthn"] .select-factor');
          await page.click('#webauthn');
          is(`${protocol}: it signs somebody in`, await isHome(page), true);
          const session = await page.evaluate(() => fetch('/api/v1/sessions/me').then((answer) => answer.json()));
          is(`${protocol}: the session knows how`, session.amr, ['pwd', 'hwk', 'mfa']);

          // The same key on another device: its counter is behind.
          const { credentials: [known] } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
          await devtools.send('WebAuthn.removeCredential', { authenticatorId, credentialId: known.credentialId });
          await devtools.send('WebAuthn.addCredential', { authenticatorId, credential: { ...known, signCount: 0 } });
          await page.goto(`${ORG}/login/signout`);
          await typed(page, user.profile.login);
          await page.click('[data-se="webauthn"] .select-factor');
          await page.click('#webauthn');
          const told = await page.textContent('.okta-form-infobox-error');
          is(`${protocol}: a copy of it does not`, told, 'The security key could not be verified. Try again.');
        });
      }
    } finally {
      await relax();
    }
  });
}
