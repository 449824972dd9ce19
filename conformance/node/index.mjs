// Okta's SDK for Node, all stories. `OKTA_CLIENT_ORGURL` and `OKTA_CLIENT_TOKEN` say which org.

import okta from '@okta/okta-sdk-nodejs';
import { ORG, TOKEN, outcome } from './story.mjs';
import apps from './apps.mjs';
import documents from './documents.mjs';
import eventHooks from './event_hooks.mjs';
import factors from './factors.mjs';
import groups from './groups.mjs';
import logs from './logs.mjs';
import pictures from './pictures.mjs';
import roles from './roles.mjs';
import schemas from './schemas.mjs';
import sessions from './sessions.mjs';
import tokens from './tokens.mjs';
import users from './users.mjs';
import walks from './walk.mjs';

const client = new okta.Client({ orgUrl: ORG, token: TOKEN, cacheMiddleware: null });
for (const stories of [users, groups, schemas, apps, roles, factors, sessions, documents, eventHooks, logs, pictures, tokens, walks]) {
  await stories(client);
}
process.exit(outcome());
