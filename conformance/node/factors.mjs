import { createHmac } from 'node:crypto';
import { LIVE, all, http, makeUser, notFound, tell } from './story.mjs';

/** What an authenticator app shows now, or so many steps of half a minute away. */
function totp(secret, steps = 0) {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export default async function factors({ userFactorApi, userApi }) {
  const active = (t, name) => makeUser(t, userApi, name, { credentials: { password: { value: 'Abcd1234#x' } } }, { activate: true });

  await tell('factors: a security question', async (t) => {
    const { id: userId } = await active(t, 'question');
    t.is('none', await all(await userFactorApi.listFactors({ userId })), []);
    const questions = await all(await userFactorApi.listSupportedSecurityQuestions({ userId }));
    t.is('questions to choose from', questions.some((found) => found.question === 'disliked_food'), true);
    const supported = await all(await userFactorApi.listSupportedFactors({ userId }));
    t.is('kinds to choose from', supported.some((found) => found.factorType === 'question'), true);
    const body = { factorType: 'question', provider: 'OKTA', profile: { question: 'disliked_food', answer: 'mayonnaise' } };
    const factor = await userFactorApi.enrollFactor({ userId, body });
    const factorId = factor.id;
    t.is('enrolled', [factor.factorType, factor.provider, factor.status], ['question', 'OKTA', 'ACTIVE']);
    t.is('read', (await userFactorApi.getFactor({ userId, factorId })).id, factorId);
    const right = await http('POST', `/api/v1/users/${userId}/factors/${factorId}/verify`, { answer: 'mayonnaise' });
    t.is('the right answer', [right.status, right.body.factorResult], [200, 'SUCCESS']);
    const wrong = await http('POST', `/api/v1/users/${userId}/factors/${factorId}/verify`, { answer: 'ketchup' });
    t.is('the wrong answer', [wrong.status, wrong.body.errorCode], [403, 'E0000068']);
    await userFactorApi.unenrollFactor({ userId, factorId });
    await t.refused('removed', userFactorApi.getFactor({ userId, factorId }), notFound(factorId, 'UserFactor'));
  });

  await tell('factors: an authenticator app', async (t) => {
    const { id: userId } = await active(t, 'totp');
    const factor = (await http('POST', `/api/v1/users/${userId}/factors`, { factorType: 'token:software:totp', provider: 'GOOGLE' })).body;
    t.is('to be activated', factor.status, 'PENDING_ACTIVATION');
    const secret = factor._embedded.activation.sharedSecret;
    await t.refused('by a wrong code', userFactorApi.activateFactor({ userId, factorId: factor.id, body: { passCode: '000000' } }), { status: 403, code: 'E0000068' });
    const activated = await userFactorApi.activateFactor({ userId, factorId: factor.id, body: { passCode: totp(secret) } });
    t.is('by the right one', activated.status, 'ACTIVE');
    t.is('listed', (await all(await userFactorApi.listFactors({ userId }))).map((found) => found.factorType), ['token:software:totp']);
    const again = await http('POST', `/api/v1/users/${userId}/factors/${factor.id}/verify`, { passCode: totp(secret) });
    t.is('a code is taken once', again.status >= 400, true);
    await userApi.resetFactors({ userId });
    t.is('none after a reset', await all(await userFactorApi.listFactors({ userId })), []);
  });

  if (LIVE) return;
  await tell('factors: a text message', async (t) => {
    const { id: userId } = await active(t, 'sms');
    const factor = await userFactorApi.enrollFactor({ userId, body: { factorType: 'sms', provider: 'OKTA', profile: { phoneNumber: '+1-555-415-1337' } } });
    t.is('to be activated', factor.status, 'PENDING_ACTIVATION');
    const { body: outbox } = await http('GET', '/_local/outbox');
    const code = JSON.stringify(outbox.at(-1)).match(/\b\d{6}\b/)?.[0];
    const activated = await userFactorApi.activateFactor({ userId, factorId: factor.id, body: { passCode: code } });
    t.is('by the code that was sent', activated.status, 'ACTIVE');
  });
}
