// A test of Playwright with a fixture `org`. A worker has one server, and each test begins with the same state.

import { test as base } from '@playwright/test';
import { startOrg } from './index.mjs';

export { expect } from '@playwright/test';

const START = 'oktars: start of each test';

export const test = base.extend({
  orgOptions: [{}, { scope: 'worker', option: true }],
  orgServer: [
    async ({ orgOptions }, use) => {
      const { prepare, ...rest } = orgOptions;
      const org = await startOrg(rest);
      try {
        await prepare?.(org);
        await org.snapshot(START);
        await use(org);
      } finally {
        await org.stop();
      }
    },
    { scope: 'worker' },
  ],
  org: async ({ orgServer }, use) => {
    await orgServer.restore(START);
    await use(orgServer);
  },
});
