// Clients that take longer to install: only `conformance/run --all` has them.

import { open } from '../sign-in/browser.mjs';
import { outcome, person } from '../sign-in/story.mjs';
import authJs from './auth_js.mjs';
import cypress from './cypress.mjs';
import library from './openid_client.mjs';
import oidcClient from './oidc_client.mjs';
import react from './react.mjs';

const user = await person('ann@acme.example');
await cypress();
const browser = await open();
try {
  await react(browser, user);
  await oidcClient(browser, user);
  await authJs(browser, user);
  await library(browser, user);
} finally {
  await browser.close();
}
process.exit(outcome());
