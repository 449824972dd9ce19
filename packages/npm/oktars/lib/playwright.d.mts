import type {
  PlaywrightTestArgs,
  PlaywrightTestOptions,
  PlaywrightWorkerArgs,
  PlaywrightWorkerOptions,
  TestType,
} from '@playwright/test';
import type { Org, OrgOptions } from './index.js';

export interface OrgTestOptions extends OrgOptions {
  /** What each test finds in the org: it runs once for each worker. */
  prepare?(org: Org): void | Promise<void>;
}

/** A test with a fixture `org`. A worker has one server, and each test begins with the same state. */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & { org: Org },
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & { orgOptions: OrgTestOptions; orgServer: Org }
>;
export { expect } from '@playwright/test';
