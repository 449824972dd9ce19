// samlify reads the assertions. It asks for a validator of schemas: whether they are read as XML is enough here.

import { readFileSync } from 'node:fs';

import * as samlify from 'samlify';

import { ACS, AUDIENCE, make } from '../saml/assertions.mjs';
import { outcome } from '../saml/story.mjs';
import { altered, forNode, isWhole, tell } from '../saml/verify.mjs';

samlify.setSchemaValidator({ validate: async () => 'not looked at' });

const folder = process.argv[2];
const { key, certificate, all: every } = await make(folder);
// samlify writes a message anew before it checks it, and loses carriage returns and rare line ends on the way.
const all = forNode(every).filter(({ nameId }) => !/^(breaks|scripts)/.test(nameId));
const list = (value) => (Array.isArray(value) ? value : [value]);

async function read(one, response) {
  const sp = samlify.ServiceProvider({
    entityID: AUDIENCE,
    wantAssertionsSigned: one.assertionSigned,
    wantMessageSigned: one.responseSigned,
    encPrivateKey: readFileSync(key, 'utf8'),
    encryptCert: readFileSync(certificate, 'utf8'),
    assertionConsumerService: [{ Binding: samlify.Constants.namespace.binding.post, Location: ACS }],
  });
  const idp = samlify.IdentityProvider({ metadata: one.metadata, isAssertionEncrypted: one.encrypted, messageSigningOrder: 'sign-then-encrypt' });
  const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { SAMLResponse: response } });
  return extract;
}

const wrong = [];
for (const one of all) {
  try {
    const extract = await read(one, one.response);
    const attributes = Object.fromEntries(Object.entries(extract.attributes ?? {}).map(([name, value]) => [name, list(value)]));
    if (extract.nameID !== one.nameId) wrong.push(`${one.name}: ${extract.nameID}`);
    if (JSON.stringify(attributes) !== JSON.stringify(one.attributes)) wrong.push(`${one.name}: ${JSON.stringify(attributes)} for ${JSON.stringify(one.attributes)}`);
  } catch (error) {
    wrong.push(`${one.name} (${JSON.stringify({ ...one, response: 0, metadata: 0, certificate: 0, attributes: 0 })}): ${error.message ?? error}`);
  }
  // Of an encrypted one it checks the assertion alone.
  if (!isWhole(one) || one.encrypted) continue;
  const accepted = await read(one, altered(one)).then(() => true, () => false);
  if (accepted) wrong.push(`${one.name}: an altered one was accepted`);
}
tell('samlify', all, wrong);
process.exit(outcome());
