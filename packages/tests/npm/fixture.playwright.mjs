// The fixture for Playwright: these tests need no browser.

import { expect, test } from 'oktars/playwright';

test.use({ orgOptions: { app: { kind: 'spa', redirectUri: 'http://localhost:3000/callback' } } });

test('a person signs in', async ({ org }) => {
  const tokens = await org.signIn();
  expect(tokens.id_token.split('.')).toHaveLength(3);
  await org.api('POST /api/v1/groups', { profile: { name: 'Tried' } });
});

test('the next test knows nothing of it', async ({ org }) => {
  expect(await org.api('GET /api/v1/groups?q=Tried')).toEqual([]);
});
