import { expect, test } from '@playwright/test';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { migrate } from '../../prisma/migrate.ts';
import { basic, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';

let postgres: ThrowAwayDatabase;
let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  postgres = await startPostgres();
  await migrate(postgres.url);
  server = await startServer({ database: 'embedded', settings: { DATABASE_URL: postgres.url, SECRET_KEY: 'a-root-key-for-tests-that-guards-nothing' } });
  shop = await openShop(server);
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
  await postgres.stop();
});

test('while the database is away every caller is told to come again, and when it is back all goes on', async () => {
  const { paymentLink, sessionId } = await shop.link();
  const byToken = caller(server, `Bearer ${await tokenOf(server, shop)}`);
  const byPassword = caller(server, basic(shop));
  await postgres.kill9();
  const answers = [
    await byToken('POST', '/session', { order: anOrder() }, { 'idempotency-key': 'away' }),
    await byToken('PUT', `/session/${sessionId}`, {}),
    await byToken('GET', `/session/${sessionId}/payment-methods`),
    await byToken('POST', `/session/${sessionId}/link`, {}),
    await byPassword('POST', '/authenticate'),
    await byPassword('POST', '/session'),
    await caller(server)('POST', '/link/exchange', { paymentLink: paymentLink.split('/').at(-1) }),
    await caller(server)('OPTIONS', '/payment', undefined, { origin: shop.origin, 'access-control-request-method': 'POST' }),
  ];
  for (const answer of answers) {
    expectProblem(answer, 503, 'unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  const why = await fetch(`${server.publicUrl}/sdk/origin`, { headers: { origin: shop.origin } });
  expect([why.headers.get('access-control-allow-origin'), await why.json()]).toEqual(['*', { code: 'unavailable' }]);
  const page = await fetch(paymentLink);
  expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
  expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await fetch(`${server.publicUrl}/readyz`)).status).toBe(503);
  expect((await fetch(`${server.publicUrl}/healthz`)).status).toBe(200);
  await postgres.restart();
  await expect.poll(async () => (await fetch(`${server.publicUrl}/readyz`)).status).toBe(200);
  expect((await byToken('POST', '/session', { order: anOrder() }, { 'idempotency-key': 'away' })).status).toBe(201);
  expect((await fetch(paymentLink)).status).toBe(200);
});

test('whatever is under way when the database goes away is a 503 that can be repeated with its key', async () => {
  const keys = Array.from({ length: 60 }, (_, index) => `under-way-${index}`);
  const send = (key: string) => shop.api('POST', '/session', { order: anOrder({ orderId: key }) }, { 'idempotency-key': key });
  let answered = 0;
  const answers = await Promise.all(
    keys.map(async (key) => {
      const answer = await send(key);
      answered += 1;
      if (answered === 15) await postgres.kill9();
      return answer;
    }),
  );
  const away = answers.filter(({ status }) => status !== 201);
  expect(away.length).toBeGreaterThan(0);
  for (const answer of away) expectProblem(answer, 503, 'unavailable');
  await postgres.restart();
  await expect.poll(async () => (await fetch(`${server.publicUrl}/readyz`)).status).toBe(200);
  for (const [index, key] of keys.entries()) {
    const again = await send(key);
    expect(again.status).toBe(201);
    if (answers[index]?.status === 201) expect(again.text).toBe(answers[index]?.text);
  }
  const rows = await queryAsGuest<{ id: string }>(server.settings, "SELECT order_id AS id FROM checkout_session WHERE order_id LIKE 'under-way-%'");
  expect(rows.map(({ id }) => id).sort()).toEqual([...keys].sort());
});
