// A test of Vitest with a fixture `org`. The tests of a file share a server, and each begins with the same state.

import { test as base } from 'vitest';
import { begunAnew, prepared } from './fixture.mjs';

export function orgTest(options = {}) {
  return base.extend({
    // Vitest reads the names of the fixtures that are needed from this pattern, also if there are none.
    orgServer: [({}, use) => prepared(options, use), { scope: 'file' }],
    org: ({ orgServer }, use) => begunAnew(orgServer, use),
  });
}

export const test = orgTest();
