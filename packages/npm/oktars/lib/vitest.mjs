// A test of Vitest with a fixture `org`. The tests of a file share a server, and each begins with the same state.

import { test as base } from 'vitest';
import { startOrg } from './index.mjs';

const START = 'oktars: start of each test';

export function orgTest(options = {}) {
  const { prepare, ...rest } = options;
  return base.extend({
    orgServer: [
      // Vitest reads the names of the fixtures that are needed from this pattern, also if there are none.
      async ({}, use) => {
        const org = await startOrg(rest);
        try {
          await prepare?.(org);
          await org.snapshot(START);
          await use(org);
        } finally {
          await org.stop();
        }
      },
      { scope: 'file' },
    ],
    org: async ({ orgServer }, use) => {
      await orgServer.restore(START);
      await use(orgServer);
    },
  });
}

export const test = orgTest();
