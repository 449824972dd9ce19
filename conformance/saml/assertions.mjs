// 200 assertions with every setting and every kind of character, written into a folder for all verifiers.

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

import { api, app, form, open, person, session, settings } from './story.mjs';

export const ACS = 'https://sp.example.com/acs';
export const AUDIENCE = 'https://sp.example.com/metadata';
const APPS = 50;

// What is hard to write in XML, and what is hard to read. Okta takes no characters of four bytes.
const CHARACTERS = [
  { given: 'plain', others: ['O\'Neill & Söhne <GmbH>', 'say "hi"', '100 % + 1', 'a;b,c|d\\e/f'] },
  { given: 'marks', others: [']]>', '<!-- no comment -->', '&amp;lt; &#65;', '<![CDATA[x]]>', '<?xml version="1.0"?>'] },
  { given: 'breaks', others: ['one\ttwo', 'one\ntwo', 'one\r\ntwo', 'one\rtwo', 'one  two   three'] },
  { given: 'scripts', others: ['日本語テキスト', 'עברית', '☂️ ﷽ ｶﾅ', 'e\u0301 \u00e9 \u00c5', 'a\u00a0b\u2028c\u0085d\ufeffe'] },
];
const PLACES = ['displayName', 'title', 'department', 'costCenter', 'organization', 'division'];
const FORMATS = ['1.1:nameid-format:unspecified', '1.1:nameid-format:emailAddress', '1.1:nameid-format:x509SubjectName', '2.0:nameid-format:persistent', '2.0:nameid-format:transient'];
const SIGNED = [[true, true], [true, false], [false, true]];
const ENCRYPTED = [undefined, ['AES256_CBC', 'RSA_OAEP'], undefined, ['AES128_CBC', 'RSA_OAEP'], ['AES256_GCM', 'RSA_OAEP'], undefined, ['AES256_CBC', 'RSA_15']];
const SPACES = ['basic', 'uri', 'unspecified'];

function statements(number) {
  const namespace = `urn:oasis:names:tc:SAML:2.0:attrname-format:${SPACES[number % SPACES.length]}`;
  const each = PLACES.map((name) => ({ type: 'EXPRESSION', name: `${name}${number % 4 ? '' : ' <&"\'> ü'}`, namespace, values: [`user.${name}`] }));
  const many = { type: 'EXPRESSION', name: 'many', namespace, values: ['user.firstName', 'user.displayName'] };
  const groups = { type: 'GROUP', name: 'groups', namespace, filterType: 'REGEX', filterValue: '.*' };
  return number % 5 ? [...each, many, groups] : [];
}

const expected = (statement, user) => (statement.type === 'GROUP' ? ['Everyone', 'A & B <"\'>'] : statement.values.map((value) => user.profile[value.slice(5)]).filter(Boolean));

export async function make(folder) {
  mkdirSync(folder, { recursive: true });
  const [key, certificate] = [join(folder, 'sp.key'), join(folder, 'sp.crt')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=sp.example.com', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const x5c = [readFileSync(certificate, 'utf8').replace(/-----[^-]*-----|\s/g, '')];
  const group = await api('POST', '/api/v1/groups', { profile: { name: 'A & B <"\'>' } });
  const users = [];
  for (const [number, { given, others }] of CHARACTERS.entries()) {
    const profile = Object.fromEntries(others.map((text, at) => [PLACES[at], text]));
    const user = await person(`${given}.o'neill+${number}@acme.example`, { firstName: given, ...profile });
    await api('PUT', `/api/v1/groups/${group.id}/users/${user.id}`);
    users.push({ ...user, cookies: await session(user.profile.login) });
  }
  const all = [];
  for (let number = 0; number < APPS; number += 1) {
    const [responseSigned, assertionSigned] = SIGNED[number % SIGNED.length];
    const how = ENCRYPTED[number % ENCRYPTED.length];
    const attributeStatements = statements(number);
    const signOn = settings(ACS, AUDIENCE, {
      subjectNameIdFormat: `urn:oasis:names:tc:SAML:${FORMATS[number % FORMATS.length]}`,
      responseSigned,
      assertionSigned,
      signatureAlgorithm: number % 4 === 3 ? 'RSA_SHA1' : 'RSA_SHA256',
      digestAlgorithm: number % 8 === 7 || number % 8 === 2 ? 'SHA1' : 'SHA256',
      attributeStatements,
      // Five verifiers take their time.
      samlAssertionLifetimeSeconds: 7200,
      ...(how ? { assertionEncryption: { enabled: true, encryptionAlgorithm: how[0], keyTransportAlgorithm: how[1], x5c } } : {}),
    });
    const made = await app(`Verified ${number}`, users, signOn);
    for (const user of users) {
      const request = `_${randomBytes(16).toString('hex')}`;
      const asks = number % 3 !== 1;
      const xml = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${request}" Version="2.0" IssueInstant="2026-01-02T03:04:05Z"/>`;
      const query = asks ? `?SAMLRequest=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}` : '';
      const { fields } = form(await open(made.sso + query, user.cookies));
      all.push({
        name: `${made.id} ${user.profile.login}`,
        response: fields.SAMLResponse,
        request: asks ? request : null,
        certificate: made.certificate,
        metadata: made.metadata,
        issuer: made.issuer,
        responseSigned,
        assertionSigned,
        encrypted: Boolean(how),
        oldKey: how?.[1] === 'RSA_15',
        gcm: how?.[0] === 'AES256_GCM',
        nameId: user.profile.login,
        format: signOn.subjectNameIdFormat,
        attributes: Object.fromEntries(attributeStatements.map((one) => [one.name, expected(one, user)]).filter(([, values]) => values.length)),
      });
    }
  }
  writeFileSync(join(folder, 'assertions.json'), JSON.stringify({ acs: ACS, audience: AUDIENCE, key, certificate, all }));
  return { key, certificate, all };
}
