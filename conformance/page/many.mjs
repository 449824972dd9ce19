// An org of its own with many users, and its page in Chromium, with what the browser says of itself.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Serves an org with so many users. */
export async function orgWith(users) {
  const options = ['org', 'serve', '--seed', String(users)];
  const org = spawn(process.env.OKTARS ?? 'oktars', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(createInterface(org.stdout), 'line');
  return { page: JSON.parse(line).ui, stop: () => org.kill() };
}

/** Opens the page. What it asks, and how long the browser was busy at a time, is noted from the start. */
export async function watched(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 640 } });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/api/v1/')) asked.push(new URL(request.url()).pathname); });
  await page.addInitScript(() => {
    window.busy = [];
    new PerformanceObserver((list) => window.busy.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(address);
  return { context, page, asked };
}

export const rows = (page) => page.locator('#users tbody tr');
/** Until so many users are shown, the first of them this one. */
export const shown = (page, count, first) => page.waitForFunction(([wanted, text]) => {
  const found = document.querySelectorAll('#users tbody tr');
  return found.length === wanted && found[0].textContent.includes(text);
}, [count, first]);
