import { expect, test } from '@playwright/test';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { type Answer, basic, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';

test.describe.configure({ timeout: 120_000 });

// A database of its own that many can use at once; one test kills the service.
let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  server = await startServer({ database: 'postgres' });
  shop = await openShop(server);
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
});

type Line = {
  line: number;
  status: number;
  session?: { sessionId: string; status: string };
  link?: { id: string; paymentLink: string; qrCode: string };
  problem?: { code: string; errors?: { pointer: string }[] };
};

const bulk = (body: unknown, key?: string, type = 'application/json'): Promise<Answer> =>
  shop.api('POST', '/link/bulk', body, { 'content-type': type, ...(key && { 'idempotency-key': key }) });

function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

const orders = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ order: anOrder({ orderId: `${prefix}-${index}`, value: index + 1 }) }));
const made = async (prefix: string) =>
  (await queryAsGuest<{ count: number }>(server.settings, 'SELECT count(*)::int AS count FROM checkout_session WHERE order_id LIKE $1', [`${prefix}-%`]))[0]
    ?.count;

test('one call makes a session and its link, or neither', async () => {
  const answer = await shop.api('POST', '/link', { order: anOrder({ orderId: 'one-1' }), link: { size: 300, url: `${shop.origin}/pay` } });
  expect(answer.status, answer.text).toBe(201);
  const { session, link } = answer.body as { session: { sessionId: string }; link: { id: string; paymentLink: string } };
  expect((await shop.api('GET', `/session/${session.sessionId}`)).body).toEqual(session);
  expect(link.paymentLink).toMatch(new RegExp(`^${shop.origin}/pay\\?paymentLink=`));
  expect((await shop.api('GET', `/link/${link.id}`)).body).toMatchObject({
    sessionId: session.sessionId,
    orderId: 'one-1',
    url: `${shop.origin}/pay`,
    status: 'ACTIVE',
  });
  const order = anOrder({ orderId: 'one-2' });
  expectProblem(await shop.api('POST', '/link', { order, link: { url: 'https://evil.example/' } }), 422, 'origin_not_registered', ['/link/url']);
  expectProblem(await shop.api('POST', '/link', { order, link: { size: 99 } }), 422, 'invalid_field', ['/link/size']);
  expectProblem(await shop.api('POST', '/link', { link: {} }), 422, 'invalid_field', ['/order']);
  expect(await made('one')).toBe(1);
  const token = await tokenOf(server, shop);
  expectProblem(await caller(server, `Bearer ${token}`)('POST', '/link', { order }), 403, 'forbidden');
});

test('a line for each line, in their order: the good ones are made, each bad one says why', async () => {
  const [first, second, third] = orders('mixed', 3);
  const lines = [first, { order: { orderId: 'x' } }, second, { ...third, link: { url: 'https://evil.example/' } }, null, [], 'text', third];
  const ndjson = [...lines.map((line) => JSON.stringify(line)), '{broken'].join('\n');
  const answer = await bulk(ndjson, 'mixed', 'application/x-ndjson');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  const results = linesOf(answer.text);
  expect(results.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(results.map(({ status, problem }) => problem?.code ?? status)).toEqual([
    201,
    'invalid_field',
    201,
    'origin_not_registered',
    'invalid_field',
    'invalid_field',
    'invalid_field',
    201,
    'malformed_json',
  ]);
  expect(results[1]?.problem?.errors?.map(({ pointer }) => pointer)).toEqual(['/order/amount', '/order/orderLines']);
  for (const { link } of results.filter(({ status }) => status === 201)) expect((await fetch(link?.paymentLink ?? '')).status).toBe(200);
  expect(await made('mixed')).toBe(3);
});

test('lines that failed are mended and sent again under the same key; the others are answered as before', async () => {
  const [good, other] = orders('mended', 2);
  const first = linesOf((await bulk([good, { order: {} }], 'mended')).text);
  const again = linesOf((await bulk([good, other], 'mended')).text);
  expect(again[0]).toEqual(first[0]);
  expect([first[1]?.status, again[1]?.status]).toEqual([422, 201]);
  const changed = linesOf((await bulk([other, other], 'mended')).text);
  expect(changed[0]?.problem?.code).toBe('idempotency_key_reused');
  expect(changed[1]).toEqual(again[1]);
  expect(await made('mended')).toBe(2);
});

test('a line that moved to another place is not made a second time', async () => {
  const [first, last] = orders('moved', 2);
  expect(linesOf((await bulk([first, {}, last], 'moved')).text).map(({ status }) => status)).toEqual([201, 422, 201]);
  const again = linesOf((await bulk([first, last], 'moved')).text);
  expect(again.map(({ status, problem }) => problem?.code ?? status)).toEqual([201, 'idempotency_key_reused']);
  expect(await made('moved')).toBe(2);
});

test('lines alike are as many links', async () => {
  const [order] = orders('alike', 1);
  const first = linesOf((await bulk([order, order, order], 'alike')).text);
  expect(linesOf((await bulk([order, order, order], 'alike')).text)).toEqual(first);
  expect(await made('alike')).toBe(3);
});

test('without a key, a list or a media type we know, nothing is made', async () => {
  const body = orders('refused', 1);
  expectProblem(await bulk(body), 400, 'invalid_request');
  expectProblem(await bulk({ order: anOrder() }, 'k1'), 422, 'invalid_field');
  expectProblem(await bulk([], 'k2'), 422, 'invalid_field');
  expectProblem(await bulk(orders('refused', 1_001), 'k3'), 422, 'invalid_field');
  expectProblem(await bulk(JSON.stringify(body), 'k4', 'text/plain'), 415, 'unsupported_media_type');
  expectProblem(await bulk('orderId,price\nrefused-0,1', 'k5', 'text/csv'), 422, 'invalid_field');
  expect(await made('refused')).toBe(0);
});

test('a spreadsheet saved as CSV is a thousand links', async () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => `sheet-${index};${index + 1}.50;SEK;Fika för två;guest${index}@example.com;sv`);
  const answer = await bulk(`orderId;amount;currency;description;email;language\r\n${rows.join('\r\n')}\r\n`, 'sheet', 'text/csv');
  expect(new Set(linesOf(answer.text).map(({ status }) => status))).toEqual(new Set([201]));
  expect(await made('sheet')).toBe(1_000);
  const last = (await shop.api('GET', '/session?orderId=sheet-999')).body.sessions as { order: { amount: object; customer: object } }[];
  expect(last).toMatchObject([
    { order: { amount: { value: 1_000.5, currency: 'SEK' }, customer: { email: 'guest999@example.com' } }, configuration: { language: 'sv' } },
  ]);
});

test('a thousand links, killed half-way and sent again: a thousand links, and those told before are told alike', async () => {
  const body = orders('killed', 1_000);
  const send = () =>
    fetch(`${server.publicUrl}/checkout/v1/api/link/bulk`, {
      method: 'POST',
      headers: { authorization: basic(shop), 'content-type': 'application/json', 'idempotency-key': 'killed' },
      body: JSON.stringify(body),
    });
  let told = '';
  const first = await send();
  const decoder = new TextDecoder();
  await (async () => {
    for await (const chunk of first.body ?? []) {
      told += decoder.decode(chunk as Uint8Array, { stream: true });
      if (linesOf(told.slice(0, told.lastIndexOf('\n') + 1)).length >= 400) await server.kill9();
    }
  })().catch(() => undefined);
  const before = linesOf(told.slice(0, told.lastIndexOf('\n') + 1));
  expect(before.length).toBeGreaterThanOrEqual(400);
  expect(before.length).toBeLessThan(1_000);
  await server.restart();
  const again = linesOf(await (await send()).text());
  expect(again.map(({ status }) => status)).toEqual(body.map(() => 201));
  expect(again.slice(0, before.length)).toEqual(before);
  expect(await made('killed')).toBe(1_000);
  const [links] = await queryAsGuest<{ count: number }>(
    server.settings,
    `SELECT count(*)::int AS count FROM payment_link JOIN checkout_session s ON s.id = session_id WHERE order_id LIKE 'killed-%'`,
  );
  expect(links?.count).toBe(1_000);
});

test('whoever hangs up stops the work; what was made stays, and the rest is made by the next call', async () => {
  const body = orders('left', 400);
  const leaving = new AbortController();
  const request = {
    method: 'POST',
    headers: { authorization: basic(shop), 'content-type': 'application/json', 'idempotency-key': 'left' },
    body: JSON.stringify(body),
  };
  const first = await fetch(`${server.publicUrl}/checkout/v1/api/link/bulk`, { ...request, signal: leaving.signal });
  const reader = first.body?.getReader();
  await reader?.read();
  leaving.abort();
  const again = linesOf((await bulk(body, 'left')).text);
  expect(again.map(({ status }) => status)).toEqual(body.map(() => 201));
  expect(await made('left')).toBe(400);
});
