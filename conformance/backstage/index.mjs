// Backstage's module for Okta reads users, groups and their members, as it does for the catalogue. A stand-in takes what it
// would give to the catalogue, and that is compared with what the org holds.

import { createRequire } from 'node:module';

const { OktaOrgEntityProvider } = createRequire(import.meta.url)('@roadiehq/catalog-backend-module-okta');
const { OKTA_CLIENT_ORGURL: org, OKTA_CLIENT_TOKEN: token } = process.env;
let failed = 0;

function check(step, found, expected) {
  const same = JSON.stringify(found) === JSON.stringify(expected);
  if (!same) failed += 1;
  console.log(`${same ? 'ok' : 'not ok'} backstage: ${step}`);
  if (!same) console.log(`    expected ${JSON.stringify(expected).slice(0, 400)}, found ${JSON.stringify(found).slice(0, 400)}`);
}

/** A list of the org with all of its pages. */
async function whole(path) {
  const found = [];
  for (let url = org + path; url; ) {
    const answer = await fetch(url, { headers: { authorization: `SSWS ${token}`, accept: 'application/json' } });
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    found.push(...(await answer.json()));
    url = /<([^>]*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return found;
}

/** The part of Backstage's configuration that the module reads. */
const config = (values) => ({ getString: (name) => values[name], getOptionalString: (name) => values[name] });

const quiet = { info() {}, debug() {}, warn: (text) => console.log(`# ${text}`), error: (text) => console.log(`# ${text}`), child: () => quiet };
const given = [];
const provider = OktaOrgEntityProvider.fromConfig(config({ orgUrl: org, token }), {
  logger: quiet,
  userNamingStrategy: 'id',
  groupNamingStrategy: 'id',
  includeEmptyGroups: true,
});
await provider.connect({ applyMutation: async ({ entities }) => given.push(...entities.map(({ entity }) => entity)) });
await provider.run();

const named = (kind) => given.filter((entity) => entity.kind === kind);
const ids = (items) => items.map((item) => item.id ?? item.metadata.name).sort();
const users = await whole('/api/v1/users?limit=200');
const groups = await whole('/api/v1/groups?limit=200');
check(`${users.length} users are read`, ids(named('User')), ids(users));
check(`${groups.length} groups are read`, ids(named('Group')), ids(groups));
const known = new Set(users.map((user) => user.id));
const pairs = [];
for (const group of groups) {
  for (const user of await whole(`/api/v1/groups/${group.id}/users?limit=200`)) {
    if (known.has(user.id)) pairs.push(`${group.id} ${user.id}`);
  }
}
const found = named('Group').flatMap((group) => group.spec.members.map((user) => `${group.metadata.name} ${user}`));
check(`${pairs.length} memberships are read`, found.sort(), pairs.sort());
process.exit(failed ? 1 : 0);
