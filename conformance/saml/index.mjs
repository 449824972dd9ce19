// Tells the stories of SAML. Every step prints `ok` or `not ok`.

import { readFileSync } from 'node:fs';

import { make } from './assertions.mjs';
import passportStory from './passport.mjs';
import { outcome, person, report } from './story.mjs';
import { nodeSaml, xmlsec1 } from './verify.mjs';

const folder = process.argv[2];

const { key, certificate, all } = await make(folder);
const user = await person('ann@acme.example');
const keys = { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
await passportStory(user, keys).catch((error) => report('passport-saml: the story is told to its end', error.stack));
xmlsec1(folder, key, all);
await nodeSaml(key, all);
process.exit(outcome());
