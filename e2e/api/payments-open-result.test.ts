import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { age, askNow, expectSoundBooks, gatewayBooks, paymentsOf, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { sendCallback } from '../fixtures/forge.ts';
import { board, methodId, openSession, pays, type Started, startPayment, submitAtGateway } from '../fixtures/payer.ts';
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

const told = () => shop.callbacks.map(({ body }) => new URLSearchParams(body).get('status'));
const transactionOf = async (server: RunningServer, paymentId: string) => (await gatewayBooks(server, paymentId))[0]?.transaction;
const heading = async (url: string) => /<h1[^>]*>(.*?)<\/h1>/s.exec(await (await fetch(url)).text())?.[1];

/** A payment that its bank has left open. */
async function undecided(server: RunningServer): Promise<Started & { sessionId: string; paymentLink: string }> {
  const { sessionId, paymentLink } = await shop.link({ session: { callbacks: { notification: `${shop.origin}/notify` } } });
  const started = await startPayment(shop, sessionId, 'BANKPAYMENT');
  await submitAtGateway(started.url, pays.later);
  await expect.poll(() => statusOf(server, started.paymentId)).toBe('pending');
  return { ...started, sessionId, paymentLink };
}

test('while the bank decides, the order is pending: no change, no other payment, and the customer is told to wait', async ({ server }) => {
  const { sessionId, paymentId, paymentLink } = await undecided(server);
  expect(await sessionStatusOf(server, sessionId)).toBe('pending');
  expect(await heading(paymentLink)).toBe('Your payment is on its way');
  expect((await shop.api('PUT', `/session/${sessionId}`, { order: anOrder() })).body.code).toBe('payment_in_progress');
  const start = await shop.api('POST', '/payment', { sessionId, paymentMethodId: await methodId(shop, sessionId, 'CARD') });
  expect([start.status, start.body.code]).toEqual([409, 'payment_in_progress']);
  await expect.poll(told).toEqual(['open']);
  await board(server, 'decide', { transaction: await transactionOf(server, paymentId), outcome: 'approve' });
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  expect(await heading(paymentLink)).toBe('Paid');
  await expect.poll(told).toEqual(['open', 'succeeded']);
});

test('a bank that declines in the end opens the order again', async ({ server }) => {
  const { sessionId, paymentId, paymentLink } = await undecided(server);
  await board(server, 'decide', { transaction: await transactionOf(server, paymentId), outcome: 'decline' });
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('open');
  expect(await statusOf(server, paymentId)).toBe('failed');
  expect(await heading(paymentLink)).toContain('Payment to');
  await submitAtGateway((await startPayment(shop, sessionId)).url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  await expect.poll(told).toEqual(['open', 'failed', 'succeeded']);
});

test('another payment that fails meanwhile does not open an order whose bank still has to decide', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const [first, second] = [await startPayment(shop, sessionId, 'BANKPAYMENT'), await startPayment(shop, sessionId)];
  await submitAtGateway(first.url, pays.later);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('pending');
  await submitAtGateway(second.url, pays.declined);
  await expect.poll(() => statusOf(server, second.paymentId)).toBe('failed');
  expect(await sessionStatusOf(server, sessionId)).toBe('pending');
  await board(server, 'decide', { transaction: await transactionOf(server, first.paymentId), outcome: 'approve' });
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
});

test('a decision that no notification tells of is found by asking', async ({ server }) => {
  const { sessionId, paymentId } = await undecided(server);
  await board(server, 'fault', { kind: 'callback_unreachable', method: 'callback_notification', times: 100 });
  await board(server, 'decide', { transaction: await transactionOf(server, paymentId), outcome: 'approve' });
  await askNow(server, paymentId);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  await queryAsGuest(server.settings, 'DELETE FROM sandbox_notification');
  await board(server, 'fault', { kind: 'callback_unreachable', method: 'callback_notification', times: 0 });
});

test('a bank that has not decided for five days is an alarm, and the payment still waits', async ({ server }) => {
  const { sessionId, paymentId } = await undecided(server);
  await age(server, paymentId, '4 days');
  await expect.poll(async () => (await queryAsGuest(server.settings, 'SELECT 1 FROM payment WHERE id = $1 AND checks > 0', [paymentId])).length).toBe(1);
  const alarm = /ALARM: a bank has left a payment undecided/;
  expect(server.log()).not.toMatch(alarm);
  await age(server, paymentId, '1 day');
  await expect.poll(() => server.log()).toMatch(alarm);
  expect(await sessionStatusOf(server, sessionId)).toBe('pending');
  await board(server, 'decide', { transaction: await transactionOf(server, paymentId), outcome: 'approve' });
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
});

test('while the gateway cannot be asked the customer reads that we are checking, never that it failed; then it settles by itself', async ({ server }) => {
  const { sessionId, paymentLink } = await shop.link();
  const { paymentId, url } = await startPayment(shop, sessionId);
  await board(server, 'fault', { kind: 'down', method: 'payments', times: 100 });
  await submitAtGateway(url, pays.card);
  const { location } = await sendCallback(server, paymentId, 'ok');
  for (const page of [location ?? '', paymentLink]) expect(await heading(page)).toBe('We are checking your payment');
  expect(await statusOf(server, paymentId)).toBe('requires_action');
  await board(server, 'fault', { kind: 'down', method: 'payments', times: 0 });
  await askNow(server, paymentId);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  expect(await heading(paymentLink)).toBe('Paid');
});

test('each customer comes back to the truth about their own payment', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const [declined, paid, surplus] = [await startPayment(shop, sessionId), await startPayment(shop, sessionId), await startPayment(shop, sessionId)];
  await queryAsGuest(server.settings, `UPDATE sandbox_payment_request SET fields = fields #- '{config,callback_verify_order}' WHERE shop_order_id LIKE $1`, [
    '%-3',
  ]);
  const page = async ({ paymentId }: Started) => heading((await sendCallback(server, paymentId, 'ok')).location ?? '');
  await submitAtGateway(declined.url, pays.declined);
  expect(await page(declined)).toBe('The payment did not go through');
  await submitAtGateway(paid.url, pays.card);
  await submitAtGateway(surplus.url, pays.card);
  expect(await page(paid)).toBe('Paid');
  expect(await page(surplus)).toBe('Your money is on its way back');
  expect((await paymentsOf(server, sessionId)).map(({ settles }) => settles)).toEqual([false, true, false]);
});
