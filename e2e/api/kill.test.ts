import { expect, test } from '@playwright/test';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import type { Answer } from '../fixtures/api.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';

// On the embedded database; on PostgreSQL `npm run trust -- crash` and `kill-storm` do this, and more. The service starts five times.
test.describe.configure({ timeout: 90_000 });

let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  server = await startServer({ database: 'embedded' });
  shop = await openShop(server);
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
});

/** Sends a request, kills the service the moment its answer is there, starts it again, and sends the same. */
async function survives(path: string, body: unknown, key: string): Promise<Answer> {
  const send = () => shop.api('POST', path, body, { 'idempotency-key': key });
  const first = await send();
  await server.kill9();
  await server.restart();
  const again = await send();
  expect(first.status, first.text).toBeLessThan(300);
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  return first;
}

test('whatever was acknowledged is there after kill -9, and is answered alike to its key', async () => {
  const session = await survives('/session', { order: anOrder() }, 'session');
  const { sessionId } = session.body;
  expect((await shop.api('GET', `/session/${sessionId}`)).body).toEqual(session.body);
  const link = await survives(`/session/${sessionId}/link`, {}, 'link');
  expect((await fetch(String(link.body.paymentLink))).status).toBe(200);
  const methods = (await shop.api('GET', `/session/${sessionId}/payment-methods`)).body.methods as { id: string }[];
  const payment = await survives('/payment', { sessionId, paymentMethodId: methods[0]?.id }, 'payment');
  expect((await fetch(String(payment.body.url))).status).toBe(200);
});

test('of many requests under way at kill -9, the acknowledged ones are kept and none is done twice', async () => {
  const keys = Array.from({ length: 30 }, (_, index) => `storm-${index}`);
  const send = (key: string) => shop.api('POST', '/session', { order: anOrder({ orderId: key }) }, { 'idempotency-key': key });
  const acknowledged = new Map<string, Answer>();
  let killed: Promise<void> | undefined;
  const storm = keys.map(async (key) => {
    const answer = await send(key);
    acknowledged.set(key, answer);
    if (acknowledged.size === 10) killed = server.kill9();
  });
  const outcomes = await Promise.allSettled(storm);
  await killed;
  await server.restart();
  expect(acknowledged.size).toBeGreaterThanOrEqual(10);
  expect(outcomes.length).toBe(30);
  for (const key of keys) {
    const again = await send(key);
    expect(again.status, again.text).toBe(201);
    const first = acknowledged.get(key);
    if (first) expect(again.text).toBe(first.text);
  }
  const rows = await queryAsGuest<{ id: string }>(server.settings, "SELECT order_id AS id FROM checkout_session WHERE order_id LIKE 'storm-%'");
  expect(rows.map(({ id }) => id).sort()).toEqual([...keys].sort());
});
