// What the types promise: tsc reads it, and nothing runs it.

import { startOrg, type Org, type OrgOptions } from 'oktars';
import { test } from 'oktars/playwright';
import { orgTest } from 'oktars/vitest';

const options: OrgOptions = { seed: 'demo', app: { kind: 'web', redirectUri: 'http://localhost:3000/callback' } };

async function use(org: Org): Promise<string> {
  const time: Date = await org.clock.advance({ days: 1, hours: 2 });
  const kinds: string[] = (await org.outbox()).map((mail) => mail.kind);
  const tokens = await org.signIn();
  const users = await org.api<{ id: string }[]>('GET /api/v1/users');
  // @ts-expect-error: a seed is no boolean
  await startOrg({ seed: true });
  // @ts-expect-error: an app is of one of four kinds
  await startOrg({ app: { kind: 'mobile' } });
  return [time.toISOString(), ...kinds, tokens.access_token, ...users.map(({ id }) => id), org.app.issuer].join();
}

void startOrg(options).then(use);
orgTest({ prepare: async (org) => org.reset() })('types', async ({ org }) => void (await use(org)));
test('types', async ({ org }) => void (await use(org)));
