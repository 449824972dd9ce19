// What the fixtures of Playwright and Vitest share: a server that was prepared once, and goes back for each test.

import { startOrg } from './index.mjs';

const START = 'oktars: start of each test';

export async function prepared({ prepare, ...options }, use) {
  const org = await startOrg(options);
  try {
    await prepare?.(org);
    await org.snapshot(START);
    await use(org);
  } finally {
    await org.stop();
  }
}

export async function begunAnew(org, use) {
  await org.restore(START);
  await use(org);
}
