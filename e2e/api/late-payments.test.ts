import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { expectSoundBooks, gatewayBooks, paymentsOf, sessionStatusOf } from '../fixtures/books.ts';
import { neverAsk } from '../fixtures/forge.ts';
import { endSessionByTime } from '../fixtures/history.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
  const [row] = await queryAsGuest<{ id: string }>(server.settings, 'SELECT merchant_id AS id FROM api_user WHERE username = $1', [shop.username]);
  await promisify(execFile)(process.execPath, ['.build/merchant.js', 'change', '--id', row?.id ?? '', '--late-payments', 'accept'], { env: server.settings });
});
test.beforeEach(() => {
  shop.callbacks.length = 0;
});
test.afterEach(({ server }) => expectSoundBooks(server));
test.afterAll(() => shop.close());

const told = () => shop.callbacks.map(({ body }) => new URLSearchParams(body).get('status'));

/** A customer at the gateway by a link, whose money will move without our being asked. */
async function atGateway(): Promise<{ server?: RunningServer; sessionId: string; paymentLink: string; paymentId: string; url: string }> {
  const { sessionId, paymentLink } = await shop.link({ session: { callbacks: { notification: `${shop.origin}/notify` } } });
  return { sessionId, paymentLink, ...(await startPayment(shop, sessionId)) };
}

for (const { name, end } of [
  {
    name: 'its link ended',
    end: (server: RunningServer, sessionId: string) =>
      queryAsGuest(
        server.settings,
        `UPDATE payment_link SET created_at = now() - interval '2 hours', valid_until = now() - interval '31 minutes' WHERE session_id = $1`,
        [sessionId],
      ),
  },
  { name: 'its session expired', end: endSessionByTime },
]) {
  test(`money that comes after ${name} pays the order of a merchant who keeps late payments, and is told as success`, async ({ server }) => {
    const { sessionId, paymentLink, paymentId, url } = await atGateway();
    await neverAsk(server, paymentId);
    await end(server, sessionId);
    await submitAtGateway(url, pays.card);
    await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
    expect(await paymentsOf(server, sessionId)).toEqual([expect.objectContaining({ status: 'authorized', settles: true, surplusReason: null })]);
    expect(await gatewayBooks(server, paymentId)).toEqual([expect.objectContaining({ status: 'preauth', operations: [] })]);
    await expect.poll(told).toEqual(['succeeded']);
    expect(await (await fetch(paymentLink)).text()).toContain('>Paid</h1>');
  });
}

test('a gateway that asks first is refused after the end all the same: keeping late money invites none', async ({ server }) => {
  const { sessionId, paymentId, url } = await atGateway();
  await endSessionByTime(server, sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(async () => (await paymentsOf(server, sessionId)).map(({ status }) => status)).toEqual(['failed']);
  expect(await gatewayBooks(server, paymentId)).toEqual([expect.objectContaining({ reserved: 0 })]);
});

test('a merchant who keeps late payments gets no second one, none of a cancelled link, and none of a changed order', async ({ server }) => {
  const paid = await atGateway();
  const second = await startPayment(shop, paid.sessionId);
  const cancelled = await atGateway();
  const changed = await atGateway();
  for (const { paymentId } of [paid, second, cancelled, changed]) await neverAsk(server, paymentId);
  await submitAtGateway(paid.url, pays.card);
  await expect.poll(() => sessionStatusOf(server, paid.sessionId)).toBe('paid');
  expect((await shop.api('POST', `/session/${cancelled.sessionId}/cancel`)).status).toBe(200);
  expect((await shop.api('PUT', `/session/${changed.sessionId}`, { order: (await shop.api('GET', `/session/${changed.sessionId}`)).body.order })).status).toBe(
    200,
  );
  for (const { url } of [second, cancelled, changed]) await submitAtGateway(url, pays.card);
  const reasons = async () =>
    (await Promise.all([paid, cancelled, changed].map(({ sessionId }) => paymentsOf(server, sessionId)))).flat().map((row) => row.surplusReason);
  await expect.poll(reasons).toEqual([null, 'already_paid', 'cancelled', 'order_changed']);
});
