import type { TestAPI } from 'vitest';
import type { Org, OrgOptions } from './index.js';

export interface OrgTestOptions extends OrgOptions {
  /** What each test finds in the org: it runs once for each file. */
  prepare?(org: Org): void | Promise<void>;
}

/** A test with a fixture `org`. The tests of a file share a server, and each begins with the same state. */
export function orgTest(options?: OrgTestOptions): TestAPI<{ org: Org; orgServer: Org }>;

/** The same with an empty org. */
export const test: TestAPI<{ org: Org; orgServer: Org }>;
