// The fixture for Vitest: tests share a server, and none knows of the others.

import { expect } from 'vitest';
import { orgTest } from 'oktars/vitest';

const profile = { firstName: 'Ann', lastName: 'Lee', email: 'ann@tried.example', login: 'ann@tried.example' };

const test = orgTest({
  seed: 'empty',
  prepare: async (org) => void (await org.api('POST /api/v1/users', { profile, credentials: { password: { value: 'superPass1' } } })),
});

let url;

test('a user is suspended', async ({ org }) => {
  url = org.url;
  await org.api('POST /api/v1/users/ann@tried.example/lifecycle/suspend');
  expect((await org.api('GET /api/v1/users/ann@tried.example')).status).toBe('SUSPENDED');
});

test('the next test knows nothing of it', async ({ org }) => {
  expect(org.url).toBe(url);
  expect((await org.api('GET /api/v1/users/ann@tried.example')).status).toBe('ACTIVE');
});
