import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { expectSoundBooks, gatewayBooks, sessionStatusOf } from '../fixtures/books.ts';
import { operateAtGateway, sendCallback } from '../fixtures/forge.ts';
import { board, openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.beforeEach(() => {
  shop.callbacks.length = 0;
});
test.afterEach(({ server }) => expectSoundBooks(server));
test.afterAll(() => shop.close());

/** A captured payment, and its number at the gateway. */
async function captured(server: RunningServer, bodyFormat: 'XML' | 'JSON'): Promise<{ sessionId: string; paymentId: string; transaction: string }> {
  const session = { order: anOrder(), callbacks: { notification: `${shop.origin}/notify`, bodyFormat }, configuration: { autoCapture: true } };
  const sessionId = await openSession(shop, session);
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  return { sessionId, paymentId, transaction: String((await gatewayBooks(server, paymentId))[0]?.transaction) };
}

const disputedOf = async (server: RunningServer, paymentId: string): Promise<number | undefined> =>
  (await queryAsGuest<{ minor: number }>(server.settings, 'SELECT disputed_minor::int AS minor FROM payment WHERE id = $1', [paymentId]))[0]?.minor;

const balanceOf = async (server: RunningServer, paymentId: string): Promise<Record<string, number>> => {
  const rows = await queryAsGuest<{ account: string; minor: number }>(
    server.settings,
    'SELECT account, sum(amount_minor)::int AS minor FROM ledger_entry WHERE payment_id = $1 GROUP BY account',
    [paymentId],
  );
  return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]));
};

test('money a bank takes back is booked as disputed, an alarm, and told once by notification; the order stays paid', async ({ server }) => {
  const { sessionId, paymentId, transaction } = await captured(server, 'XML');
  await operateAtGateway(server, 'refundCapturedReservation', { transaction_id: transaction, amount: '49.99' });
  await board(server, 'decide', { transaction, outcome: 'chargeback' });
  await expect.poll(() => disputedOf(server, paymentId)).toBe(200_000);
  expect(await balanceOf(server, paymentId)).toEqual({ customer: -204_999, authorized: 0, captured: 0, refunded: 4_999, disputed: 200_000 });
  expect(await sessionStatusOf(server, sessionId)).toBe('paid');
  await expect.poll(() => server.log()).toMatch(new RegExp(`"paymentId":"${paymentId}".*ALARM: a bank took money`));
  for (const kind of ['notification', 'ok', 'notification'] as const) await sendCallback(server, paymentId, kind);
  await expect.poll(() => shop.callbacks.map(({ body }) => new URLSearchParams(body).get('status'))).toEqual(['succeeded', 'chargeback_event']);
  const xml = new URLSearchParams(shop.callbacks[1]?.body).get('xml') ?? '';
  expect(xml).toContain('<Result>ChargebackEvent</Result>');
  expect(xml).toContain('<Amount currency="208">2000.00</Amount>');
});

test('a shop that reads JSON, which has no word for it, is not told a wrong one', async ({ server }) => {
  const { paymentId, transaction } = await captured(server, 'JSON');
  await board(server, 'decide', { transaction, outcome: 'chargeback' });
  await expect.poll(() => disputedOf(server, paymentId)).toBe(204_999);
  await expectSoundBooks(server);
  expect(shop.callbacks.map(({ body }) => (JSON.parse(body) as { status: string }).status)).toEqual(['SUCCEEDED']);
});

test('a chargeback nobody told us of is found by the one question that follows every success', async ({ server }) => {
  const { paymentId, transaction } = await captured(server, 'XML');
  await queryAsGuest(server.settings, `UPDATE sandbox_payment_request SET fields = fields #- '{config,callback_notification}'`);
  await board(server, 'decide', { transaction, outcome: 'chargeback' });
  expect(await disputedOf(server, paymentId)).toBe(0);
  await queryAsGuest(server.settings, `UPDATE payment SET check_at = now() WHERE id = $1`, [paymentId]);
  await expect.poll(() => disputedOf(server, paymentId)).toBe(204_999);
  const dueAt = async () => (await queryAsGuest<{ at: Date | null }>(server.settings, 'SELECT check_at AS at FROM payment WHERE id = $1', [paymentId]))[0]?.at;
  await expect.poll(dueAt).toBeNull();
});
