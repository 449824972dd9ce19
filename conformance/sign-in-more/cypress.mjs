// The guide's example for Cypress: Cypress brings a browser of its own, which no registry has, so its types alone check it.

import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { tell } from '../sign-in/story.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** What the compiler has against these files. */
function told(...files) {
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext', '--types', 'cypress,node'];
  const ran = spawnSync(`${here}/node_modules/.bin/tsc`, [...options, ...files], { cwd: here, encoding: 'utf8' });
  return ran.stdout + ran.stderr;
}

export default async function cypress() {
  await tell('Cypress', async (t) => {
    t.is('the example in the guide is well typed', told('documented.cy.ts'), '');
  });
}
