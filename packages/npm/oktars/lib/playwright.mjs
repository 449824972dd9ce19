// A test of Playwright with a fixture `org`. A worker has one server, and each test begins with the same state.

import { test as base } from '@playwright/test';
import { begunAnew, prepared } from './fixture.mjs';

export { expect } from '@playwright/test';

export const test = base.extend({
  orgOptions: [{}, { scope: 'worker', option: true }],
  orgServer: [({ orgOptions }, use) => prepared(orgOptions, use), { scope: 'worker' }],
  org: ({ orgServer }, use) => begunAnew(orgServer, use),
});
