// Okta's SDK for Node: one task, and how many answers it got.

import okta from '@okta/okta-sdk-nodejs';

const [task, count] = [process.argv[2], Number(process.argv[3] ?? 1000)];
const client = new okta.Client({
  orgUrl: process.env.OKTA_CLIENT_ORGURL,
  token: process.env.OKTA_CLIENT_TOKEN,
  // A cache would answer the second of many equal GETs.
  cacheMiddleware: null,
});
const users = client.userApi;

async function list() {
  let seen = 0;
  await (await users.listUsers({ limit: 200 })).each((user) => { seen += user.id ? 1 : 0; });
  return seen;
}

async function gets(number) {
  let seen = 0;
  for (let n = 0; n < number; n += 1) seen += (await users.getUser({ userId: 'me' })).id ? 1 : 0;
  return seen;
}

async function creates(number) {
  let [next, made] = [0, 0];
  async function worker() {
    while (next < number) {
      const login = `node-${process.pid}-${next++}@oktars.example`;
      const profile = { login, email: login, firstName: 'Ben', lastName: 'Ch' };
      try {
        await users.createUser({ activate: false, body: { profile } });
        made += 1;
      } catch { /* counted by being absent */ }
    }
  }
  await Promise.all(Array.from({ length: 20 }, worker));
  return made;
}

async function bucket(number) {
  const asked = Array.from({ length: number }, () => users.getUser({ userId: 'me' }));
  return (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length;
}

const tasks = { list, gets, creates, bucket, first: () => gets(1) };
console.log(await tasks[task](count));
process.exit(0);
