// Three verifiers say of each assertion what they read: xmlsec1, and the library of passport-saml. The third is Python.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SAML } from '@node-saml/node-saml';

import { ACS, AUDIENCE } from './assertions.mjs';
import { report } from './story.mjs';

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const pem = (base64) => `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g).join('\n')}\n-----END CERTIFICATE-----\n`;

/** The same message with one letter of what it says exchanged. */
export function altered(one) {
  const xml = Buffer.from(one.response, 'base64').toString();
  const changed = one.encrypted || !one.assertionSigned
    ? xml.replace(/Destination="https/, 'Destination="httpz')
    : xml.replace(/(<saml2:NameID [^>]*>)./, '$1X');
  return Buffer.from(changed).toString('base64');
}

/** Whether an altered one must be refused: an encrypted assertion alone is signed within. */
export const isWhole = (one) => one.responseSigned || !one.encrypted;

function xmlsec(args) {
  execFileSync('xmlsec1', args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

export function withXmlsec(folder, key, one, response) {
  const [file, trusted, opened] = ['message.xml', 'idp.crt', 'opened.xml'].map((name) => join(folder, name));
  writeFileSync(file, Buffer.from(response, 'base64'));
  writeFileSync(trusted, pem(one.certificate));
  const ids = [`${PROTOCOL}:Response`, `${ASSERTION}:Assertion`].flatMap((name) => ['--id-attr:ID', name]);
  const check = (path, element) => xmlsec(['--verify', '--pubkey-cert-pem', trusted, ...ids, '--node-xpath', `//*[local-name()='${element}']/*[local-name()='Signature']`, path]);
  if (one.responseSigned) check(file, 'Response');
  let inner = file;
  if (one.encrypted) {
    xmlsec(['--decrypt', '--privkey-pem', key, '--id-attr:Id', `${XENC}:EncryptedKey`, '--output', opened, file]);
    inner = opened;
  }
  if (one.assertionSigned) check(inner, 'Assertion');
  return readFileSync(inner, 'utf8');
}

export async function withNodeSaml(key, one, response) {
  const saml = new SAML({
    callbackUrl: ACS,
    issuer: 'https://sp.example.com',
    audience: AUDIENCE,
    idpCert: pem(one.certificate),
    idpIssuer: one.issuer,
    entryPoint: 'https://org.example.com',
    decryptionPvk: readFileSync(key, 'utf8'),
    wantAuthnResponseSigned: one.responseSigned,
    wantAssertionsSigned: one.assertionSigned,
    validateInResponseTo: 'never',
    acceptedClockSkewMs: 0,
  });
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: response });
  return profile;
}

/** Its parser turns these two into line feeds, as XML 1.1 has it, when it reads what it has checked. */
const asRead = (values) => JSON.stringify(values).replace(/[\u0085\u2028]/g, '\\n');

const list = (value) => (Array.isArray(value) ? value : [value]);

/** Node no longer decrypts with the padding of PKCS #1. The other verifiers do. */
export const forNode = (all) => all.filter((one) => !one.oldKey);

export async function nodeSaml(key, every) {
  const all = forNode(every);
  const wrong = [];
  for (const one of all) {
    try {
      const profile = await withNodeSaml(key, one, one.response);
      const attributes = profile.attributes ?? {};
      const read = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, list(value)]));
      if (profile.nameID !== one.nameId || profile.nameIDFormat !== one.format) wrong.push(`${one.name}: ${profile.nameID}`);
      if (asRead(read) !== asRead(one.attributes)) wrong.push(`${one.name}: ${JSON.stringify(read)} for ${JSON.stringify(one.attributes)}`);
    } catch (error) {
      wrong.push(`${one.name}: ${error.message}`);
    }
    if (!isWhole(one)) continue;
    const accepted = await withNodeSaml(key, one, altered(one)).then(() => true, () => false);
    if (accepted) wrong.push(`${one.name}: an altered one was accepted`);
  }
  tell('@node-saml/node-saml', all, wrong);
}

export function xmlsec1(folder, key, all) {
  const wrong = [];
  for (const one of all) {
    try {
      withXmlsec(folder, key, one, one.response);
    } catch (error) {
      wrong.push(`${one.name}: ${error.stderr ?? error.message}`);
    }
    if (!isWhole(one)) continue;
    try {
      withXmlsec(folder, key, one, altered(one));
      wrong.push(`${one.name}: an altered one was accepted`);
    } catch { /* as it should be */ }
  }
  tell('xmlsec1', all, wrong);
}

export function tell(verifier, all, wrong) {
  report(`${verifier}: ${all.length} assertions are read as they were meant, and altered ones are refused`, wrong.length ? `${wrong.length} are not: ${wrong.slice(0, 3).join('\n    ')}` : '');
}
