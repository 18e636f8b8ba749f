import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, generateKeyPair, jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { basic, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const groups = ['SessionUpdate', 'ExecutePayment', 'ListPaymentMethods'];
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

const bodies: [string, Record<string, string>, string | undefined][] = [
  ['no body', {}, undefined],
  ['an empty JSON object sent as a form', { 'content-type': 'application/x-www-form-urlencoded' }, '{}'],
  ['form fields with another user', { 'content-type': 'application/x-www-form-urlencoded' }, 'userName=nobody&password=wrong'],
  ['JSON with another user', { 'content-type': 'application/json' }, '{"username":"nobody","password":"wrong"}'],
  ['JSON that is none', { 'content-type': 'application/json' }, '{"username":'],
  ['a type nobody knows', { 'content-type': 'image/png' }, '\x89PNG'],
  ['200 kB', { 'content-type': 'text/plain' }, 'x'.repeat(200_000)],
];

for (const [what, headers, body] of bodies) {
  test(`Basic credentials are all that is looked at: ${what}`, async ({ server }) => {
    const answer = await caller(server, basic(shop))('POST', '/authenticate', body, headers);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).toEqual(['token']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
}

test('a token is RS256, lives one hour, and carries AltaPay’s claims with the three groups', async ({ server }) => {
  const token = await tokenOf(server, shop);
  expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'RS256', kid: expect.stringMatching(uuid) });
  const claims = decodeJwt(token);
  expect(claims).toMatchObject({ iss: 'AltaPay Issuer', upn: shop.username, groups, authId: expect.stringMatching(uuid), jti: expect.stringMatching(uuid) });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3600);
  expect(Math.abs((claims.iat ?? 0) - Date.now() / 1000)).toBeLessThan(60);
});

test('every call makes a token of its own, also with an Idempotency-Key', async ({ server }) => {
  const api = caller(server, basic(shop));
  const answers = [
    await api('POST', '/authenticate'),
    ...(await Promise.all([1, 2].map(() => api('POST', '/authenticate', undefined, { 'idempotency-key': 'k' })))),
  ];
  expect(new Set(answers.map(({ body }) => decodeJwt(String(body.token)).jti)).size).toBe(3);
});

test('the published keys verify a token, and hold no private part', async ({ server }) => {
  const token = await tokenOf(server, shop);
  const address = new URL(`${server.publicUrl}/.well-known/jwks.json`);
  const { payload } = await jwtVerify(token, createRemoteJWKSet(address), { issuer: 'AltaPay Issuer', algorithms: ['RS256'] });
  expect(payload.upn).toBe(shop.username);
  const { keys } = (await (await fetch(address)).json()) as { keys: Record<string, string>[] };
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test('a token that we did not sign opens nothing', async ({ server }) => {
  const token = await tokenOf(server, shop, '?group=Management');
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { kid = '' } = decodeProtectedHeader(token);
  const claims = decodeJwt(token);
  const stranger = await generateKeyPair('RS256');
  const { n = '' } = ((await (await fetch(`${server.publicUrl}/.well-known/jwks.json`)).json()) as { keys: { n: string }[] }).keys[0] ?? {};
  const forged = [
    `${header}.${Buffer.from(JSON.stringify({ ...claims, exp: 9_999_999_999 })).toString('base64url')}.${signature}`,
    `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    new UnsecuredJWT(claims).encode(),
    await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(stranger.privateKey),
    await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'unknown' }).sign(stranger.privateKey),
    await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(stranger.privateKey),
    await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(n, 'base64url')),
    'x',
    '..',
    'a.b.c',
  ];
  for (const text of forged) expectProblem(await caller(server, `Bearer ${text}`)('POST', '/session'), 401, 'unauthenticated');
  expect((await caller(server, `Bearer ${token}`)('POST', '/session')).status).toBe(201);
});

test('an unknown user and a wrong password are answered alike', async ({ server }) => {
  const answers = [
    await caller(server, basic({ username: 'nobody-1', password: 'x' }))('POST', '/authenticate'),
    await caller(server, basic({ username: shop.username, password: 'x' }))('POST', '/authenticate'),
  ];
  for (const answer of answers) {
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toContain('Basic realm=');
  }
  const [unknown, wrong] = answers.map(({ body: { requestId: _own, ...same } }) => same);
  expect(unknown).toEqual(wrong);
});

const credentials: [string, string | undefined][] = [
  ['none', undefined],
  ['an empty header', ''],
  ['a scheme alone', 'Basic'],
  ['what is not base64', 'Basic %%%'],
  ['no colon', `Basic ${Buffer.from('user-only').toString('base64')}`],
  ['a NUL in the name', `Basic ${Buffer.from('a\0b:c').toString('base64')}`],
  ['bytes that are not UTF-8', `Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0x61]).toString('base64')}`],
  ['a name of 8 kB', `Basic ${Buffer.from(`${'n'.repeat(8_000)}:x`).toString('base64')}`],
  ['another scheme', 'Digest username="demo"'],
];

for (const [what, authorization] of credentials) {
  test(`without credentials there is no token: ${what}`, async ({ server }) => {
    expectProblem(await caller(server, authorization)('POST', '/authenticate'), 401, 'unauthenticated');
  });
}

test('a token is not exchanged for another', async ({ server }) => {
  expectProblem(await caller(server, `Bearer ${await tokenOf(server, shop)}`)('POST', '/authenticate'), 401, 'unauthenticated');
});

test('guessing gets slower with every failure; the right password still works and ends it', async ({ server }) => {
  const other = await openShop(server, 'Guessed at');
  await other.close();
  const guess = () => caller(server, basic({ ...other, password: 'guess' }))('POST', '/authenticate');
  for (let tries = 0; tries < 3; tries += 1) await guess();
  const times: number[] = [];
  for (let tries = 0; tries < 3; tries += 1) {
    const startedAt = performance.now();
    expectProblem(await guess(), 401, 'unauthenticated');
    times.push(performance.now() - startedAt);
  }
  expect(times[0]).toBeGreaterThan(240);
  expect(times[1]).toBeGreaterThan(490);
  expect(times[2]).toBeGreaterThan(990);
  expect(await tokenOf(server, other)).toBeTruthy();
  const startedAt = performance.now();
  await guess();
  expect(performance.now() - startedAt, 'the next failure would have waited 4 s').toBeLessThan(2_000);
});

test('guessing in parallel is told to wait, and nobody else is', async ({ server }) => {
  const guess = () => caller(server, basic({ username: 'guessed-in-parallel', password: 'guess' }))('POST', '/authenticate');
  for (let tries = 0; tries < 3; tries += 1) await guess();
  const guesses = Promise.all(Array.from({ length: 40 }, guess));
  expect(await tokenOf(server, shop)).toBeTruthy();
  const answers = await guesses;
  const limited = answers.filter(({ status }) => status === 429);
  expect(limited.length).toBeGreaterThanOrEqual(10);
  expect(answers.filter(({ status }) => status === 401).length).toBe(answers.length - limited.length);
  for (const answer of limited) {
    expectProblem(answer, 429, 'rate_limited');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
});

test('the group Management is given on request only, and only by its name', async ({ server }) => {
  const { body } = await shop.api('POST', '/session');
  for (const query of ['', '?group=management', '?group=Admin', '?group=', '?groups=Management']) {
    const token = await tokenOf(server, shop, query);
    expect(decodeJwt(token).groups).toEqual(groups);
    expectProblem(await caller(server, `Bearer ${token}`)('GET', `/session/${body.sessionId}`), 403, 'forbidden');
  }
  const token = await tokenOf(server, shop, '?group=Management');
  expect(decodeJwt(token).groups).toEqual([...groups, 'Management']);
  expect((await caller(server, `Bearer ${token}`)('GET', `/session/${body.sessionId}`)).status).toBe(200);
  expect((await caller(server, basic(shop))('GET', `/session/${body.sessionId}`)).status).toBe(200);
});

const endings = {
  'its API user is revoked': 'UPDATE api_user SET revoked_at = now() WHERE username = $1',
  'its merchant is disabled': 'UPDATE merchant SET disabled_at = now() WHERE id = (SELECT merchant_id FROM api_user WHERE username = $1)',
};

for (const [when, sql] of Object.entries(endings)) {
  test(`every token dies at once when ${when}`, async ({ server }) => {
    const other = await openShop(server, 'Soon gone');
    await other.close();
    const { body } = await other.api('POST', '/session');
    const customer = await other.api('POST', `/session/${body.sessionId}/token`);
    const tokens = [await tokenOf(server, other), await tokenOf(server, other, '?group=Management'), String(customer.body.token)];
    const list = (token: string) => caller(server, `Bearer ${token}`)('GET', `/session/${body.sessionId}/payment-methods`);
    for (const token of tokens) expectProblem(await list(token), 409, 'session_incomplete');
    await queryAsGuest(server.settings, sql, [other.username]);
    for (const token of tokens) expectProblem(await list(token), 401, 'unauthenticated');
    expectProblem(await caller(server, basic(other))('POST', '/authenticate'), 401, 'unauthenticated');
    expectProblem(await caller(server, basic(other))('POST', '/session'), 401, 'unauthenticated');
  });
}
