import { open } from './browser.mjs';
import singlePageApp from './single_page_app.mjs';
import { outcome, person } from './story.mjs';
import verifier from './verifier.mjs';
import webApp from './web_app.mjs';
import webauthn from './webauthn.mjs';

const user = await person('ann@acme.example');
await verifier(user);
const browser = await open();
try {
  await singlePageApp(browser, user);
  await webApp(browser, user);
  await webauthn(browser);
} finally {
  await browser.close();
}
process.exit(outcome());
