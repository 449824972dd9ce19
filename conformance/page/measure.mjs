// How the page of an org behaves with many users: `node conformance/page/measure.mjs [USERS] [RUNS]`, with OKTARS=PATH for
// another binary than the `oktars` that the shell finds.

import { orgWith, rows, shown, watched } from './many.mjs';

// The browser of the stories, which have an org of their own.
process.env.OKTA_CLIENT_ORGURL ??= 'http://localhost';
const { open } = await import('../sign-in/browser.mjs');

const [users, runs] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 5)];
const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The longest task of the page, in milliseconds of the processor: what else the machine does is not in it. */
function longestTask(trace) {
  const events = JSON.parse(trace.toString()).traceEvents;
  const threads = events.filter((one) => one.name === 'thread_name' && one.args.name === 'CrRendererMain').map((one) => `${one.pid} ${one.tid}`);
  const tasks = events.filter((one) => one.name.endsWith('RunTask') && threads.includes(`${one.pid} ${one.tid}`));
  return Math.max(...tasks.map((one) => one.tdur ?? 0)) / 1000;
}

async function once(browser, address) {
  await browser.startTracing(undefined, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  const started = performance.now();
  const { context, page } = await watched(browser, address);
  await rows(page).nth(99).waitFor();
  const first = performance.now() - started;
  const devtools = await context.newCDPSession(page);
  await page.waitForLoadState('networkidle');
  const groups = performance.now() - started;
  const again = performance.now();
  await page.getByLabel('Name, login or email').fill('first777');
  await page.getByRole('button', { name: 'Search' }).click();
  // Of a thousand users that are made, one is called so.
  await shown(page, Math.floor(users / 1000), 'First777');
  const search = performance.now() - again;
  await page.getByLabel('Name, login or email').fill('');
  await page.getByRole('button', { name: 'Search' }).click();
  await rows(page).nth(99).waitFor();
  for (let turn = 0; turn < 10; turn += 1) {
    await page.getByRole('button', { name: 'Next page of users' }).click();
    await page.getByText(`${(turn + 1) * 100 + 1} to ${(turn + 2) * 100}`).waitFor();
  }
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name) => metrics.find((one) => one.name === name).value;
  const busy = Math.max(0, ...await page.evaluate(() => window.busy));
  const task = longestTask(await browser.stopTracing());
  const seen = { first, groups, search, busy, task, heap: metric('JSHeapUsedSize') / 1e6, nodes: metric('Nodes') };
  await context.close();
  return seen;
}

const org = await orgWith(users);
const browser = await open();
const seen = [];
try {
  for (let run = 0; run < runs; run += 1) seen.push(await once(browser, org.page));
} finally {
  await browser.close();
  org.stop();
}
const of = (name) => seen.map((one) => one[name]);
console.log(`${users} users, ${runs} runs, in the middle and at most`);
for (const [name, what, unit] of [
  ['first', 'until the first page of users is shown', 'ms'],
  ['groups', 'until their groups are shown, and half a second of silence', 'ms'],
  ['search', 'until a search is answered', 'ms'],
  ['task', 'the longest task, in time of the processor', 'ms'],
  ['busy', 'the longest task of more than 50 ms, as the browser tells the page', 'ms'],
  ['heap', 'memory of the scripts, after ten more pages', 'MB'],
  ['nodes', 'nodes of the document', ''],
]) console.log(`${what}: ${middle(of(name)).toFixed(name === 'heap' ? 1 : 0)} and ${Math.max(...of(name)).toFixed(name === 'heap' ? 1 : 0)} ${unit}`);
