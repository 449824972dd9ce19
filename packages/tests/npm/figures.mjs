// How long an org takes to be ready, and thirty of them at once: `node figures.mjs`.

import { startOrg } from 'oktars';

const LIMIT = 300;

async function timed(work) {
  const begun = performance.now();
  const done = await work();
  return [performance.now() - begun, done];
}

const times = [];
for (let run = 0; run < 20; run += 1) {
  const [time, org] = await timed(() => startOrg());
  times.push(time);
  await org.stop();
}
times.sort((one, other) => one - other);
const [demo, company] = await timed(() => startOrg({ seed: 'demo' }));
await company.stop();
const [together, orgs] = await timed(() => Promise.all(Array.from({ length: 30 }, () => startOrg())));
await Promise.all(orgs.map((org) => org.stop()));
const ms = (time) => `${Math.round(time)} ms`;
console.log(`startOrg(): median ${ms(times[10])}, slowest of 20 ${ms(times[19])}`);
console.log(`startOrg({ seed: 'demo' }): ${ms(demo)}`);
console.log(`30 orgs at once: ${ms(together)}`);
if (times[10] >= LIMIT) {
  console.log(`the median is above ${LIMIT} ms`);
  process.exit(1);
}
