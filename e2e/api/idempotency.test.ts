import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { type Answer, expectProblem } from '../fixtures/api.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

const keyed = (key: string, body: unknown = { order: anOrder() }, path = '/session'): Promise<Answer> =>
  shop.api('POST', path, body, { 'idempotency-key': key });

test('the same key with another request is refused, and changes nothing', async () => {
  const first = await keyed('other');
  expectProblem(await keyed('other', { order: anOrder({ value: 1 }) }), 422, 'idempotency_key_reused');
  expectProblem(await keyed('other', {}, `/session/${first.body.sessionId}/link`), 422, 'idempotency_key_reused');
  expect((await keyed('other')).text).toBe(first.text);
});

test('a key means the same in quotes and without', async () => {
  expect((await keyed('"quoted"')).text).toBe((await keyed('quoted')).text);
});

test('a key has 1 to 255 printable characters', async () => {
  expect((await keyed('k'.repeat(255))).status).toBe(201);
  expect((await keyed('a "b" ~!')).status).toBe(201);
  for (const key of ['k'.repeat(256), '', '""', ' ', 'tab\tbed', 'ø']) expectProblem(await keyed(key), 400, 'invalid_request');
});

test('twenty requests with one key at once make one session', async ({ server }) => {
  const order = anOrder({ orderId: 'At-once' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => keyed('at-once', { order })));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  const [row] = await queryAsGuest<{ count: string }>(server.settings, "SELECT count(*) FROM checkout_session WHERE order_id = 'At-once'");
  expect(row?.count).toBe('1');
});

test('a refused request frees its key', async () => {
  expectProblem(await keyed('freed', { order: 1 }), 422, 'invalid_field');
  expect((await keyed('freed')).status).toBe(201);
  const { body } = await shop.api('POST', '/session');
  expectProblem(await keyed('freed-2', {}, `/session/${body.sessionId}/link`), 409, 'session_incomplete');
  await shop.api('PUT', `/session/${body.sessionId}`, { order: anOrder() });
  expect((await keyed('freed-2', {}, `/session/${body.sessionId}/link`)).status).toBe(201);
});

test('a kept answer is sealed: the database shows no link', async ({ server }) => {
  const { body } = await keyed('sealed');
  const link = await keyed('sealed-link', {}, `/session/${body.sessionId}/link`);
  const rows = await queryAsGuest<{ answer: Buffer }>(server.settings, "SELECT answer_sealed AS answer FROM idempotency_key WHERE key = 'sealed-link'");
  expect(rows).toHaveLength(1);
  expect(rows[0]?.answer.includes(String(link.body.paymentLink).slice(-27))).toBe(false);
});

test('a kept answer is forgotten after its 72 hours', async ({ server }) => {
  const first = await keyed('old');
  const [row] = await queryAsGuest<{ hours: number }>(
    server.settings,
    "SELECT extract(epoch FROM expires_at - created_at)::int / 3600 AS hours FROM idempotency_key WHERE key = 'old'",
  );
  expect(row?.hours).toBe(72);
  await queryAsGuest(server.settings, "UPDATE idempotency_key SET expires_at = now() - interval '1 minute' WHERE key = 'old'");
  const again = await keyed('old');
  expect(again.status).toBe(201);
  expect(again.body.sessionId).not.toBe(first.body.sessionId);
});

test('PUT takes no part: each one is made, whatever its key', async () => {
  const { body } = await shop.api('POST', '/session');
  const put = () => shop.api('PUT', `/session/${body.sessionId}`, { order: anOrder() }, { 'idempotency-key': 'put' });
  expect((await put()).body.revision).toBe(1);
  expect((await put()).body.revision).toBe(2);
});
