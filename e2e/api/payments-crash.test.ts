import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { age, askNow, expectSoundBooks, gatewayBooks, makeDue, paymentsOf, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { neverAsk } from '../fixtures/forge.ts';
import { board, methodId, openSession, pays, type Started, startPayment, submitAtGateway, untilMet, vanishing } from '../fixtures/payer.ts';
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

const newSession = () => openSession(shop, { order: anOrder(), callbacks: { notification: `${shop.origin}/notify` } });
const told = () => shop.callbacks.map(({ body }) => new URLSearchParams(body).get('status'));

/** Kills the service while `work` is under way, and starts it again. */
async function killDuring(server: RunningServer, work: Promise<unknown>): Promise<void> {
  const ended = work.catch(() => undefined);
  await server.kill9();
  await ended;
  await server.restart();
}

test('killed while the gateway is asked for its page: after 30 seconds the order can be paid, once', async ({ server }) => {
  const sessionId = await newSession();
  const body = { sessionId, paymentMethodId: await methodId(shop, sessionId, 'CARD') };
  await board(server, 'fault', { kind: 'slow', method: 'createPaymentRequest', delayMs: 20_000 });
  const pressing = shop.api('POST', '/payment', body);
  await expect.poll(async () => (await paymentsOf(server, sessionId))[0]?.status).toBe('processing');
  await untilMet(server, 'createPaymentRequest');
  await killDuring(server, pressing);
  expect((await shop.api('POST', '/payment', body)).body.code).toBe('payment_in_progress');
  const [orphan] = await paymentsOf(server, sessionId);
  await age(server, orphan?.id ?? '', '31 seconds');
  await submitAtGateway((await startPayment(shop, sessionId)).url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  expect((await paymentsOf(server, sessionId)).map(({ status }) => status)).toEqual(['failed', 'authorized']);
  await expect.poll(told).toEqual(['succeeded']);
});

for (const { name, recover } of [
  { name: 'by our own asking', recover: async (server: RunningServer, paymentId: string) => void (await askNow(server, paymentId)) },
  {
    name: 'by the gateway’s notification',
    recover: async (server: RunningServer) =>
      void (await queryAsGuest(server.settings, 'UPDATE sandbox_notification SET due_at = now() WHERE due_at IS NOT NULL')),
  },
]) {
  test(`killed right after the gateway moved the money: ${name} the payment settles and the shop is told once`, async ({ server }) => {
    const sessionId = await newSession();
    const { paymentId, url } = await startPayment(shop, sessionId);
    await board(server, 'fault', { kind: 'slow', method: 'callback_ok', delayMs: 20_000 });
    const paying = submitAtGateway(url, pays.card);
    await expect.poll(async () => (await gatewayBooks(server, paymentId))[0]?.status).toBe('preauth');
    await untilMet(server, 'callback_ok');
    await killDuring(server, paying);
    expect(await statusOf(server, paymentId)).toBe('requires_action');
    await recover(server, paymentId);
    await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
    await expect.poll(told).toEqual(['succeeded']);
    await queryAsGuest(server.settings, 'UPDATE sandbox_notification SET due_at = now() WHERE due_at IS NOT NULL');
    await expect.poll(async () => (await queryAsGuest(server.settings, 'SELECT 1 FROM sandbox_notification WHERE due_at IS NOT NULL')).length).toBe(0);
    expect(told()).toEqual(['succeeded']);
  });
}

test('killed while we are asked whether money may move: nothing moves, and the order can be paid', async ({ server }) => {
  const sessionId = await newSession();
  const { paymentId, url } = await startPayment(shop, sessionId);
  await board(server, 'fault', { kind: 'slow', method: 'callback_verify_order', delayMs: 20_000 });
  const paying = submitAtGateway(url, pays.card);
  await expect.poll(async () => (await queryAsGuest(server.settings, `SELECT 1 FROM sandbox_payment_request WHERE step = 'paying'`)).length).toBe(1);
  await untilMet(server, 'callback_verify_order');
  await killDuring(server, paying);
  await queryAsGuest(server.settings, `UPDATE sandbox_payment_request SET changed_at = changed_at - interval '2 minutes' WHERE step = 'paying'`);
  await expect.poll(() => statusOf(server, paymentId)).toBe('failed');
  await submitAtGateway((await startPayment(shop, sessionId)).url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
});

test('killed between the surplus and its return: after the restart the money goes back, once', async ({ server }) => {
  const sessionId = await newSession();
  const [first, second] = [await startPayment(shop, sessionId), await startPayment(shop, sessionId)];
  await neverAsk(server, second.paymentId);
  await submitAtGateway(first.url, pays.card);
  await board(server, 'fault', { kind: 'slow', method: 'releaseReservation', delayMs: 20_000 });
  await submitAtGateway(second.url, vanishing);
  await expect
    .poll(async () => (await queryAsGuest(server.settings, `SELECT 1 FROM payment_operation WHERE status = 'outstanding' AND attempts = 1`)).length)
    .toBe(1);
  await untilMet(server, 'releaseReservation');
  await killDuring(server, Promise.resolve());
  expect((await gatewayBooks(server, second.paymentId))[0]?.status).toBe('preauth');
  await makeDue(server);
  await expect.poll(() => statusOf(server, second.paymentId)).toBe('released');
  expect((await gatewayBooks(server, second.paymentId))[0]).toMatchObject({ status: 'released', operations: ['released'] });
  expect((await gatewayBooks(server, first.paymentId))[0]).toMatchObject({ status: 'preauth', operations: [] });
  // Killed after it was sent and before that was written down, a callback is sent again: at least once, never not at all.
  await expect.poll(() => [...new Set(told())].sort()).toEqual(['cancelled', 'succeeded']);
});

/** Pays an order as its customers would: again and again until it is paid. */
async function payUntilPaid(server: RunningServer, sessionId: string): Promise<void> {
  await expect
    .poll(async () => {
      const status = await sessionStatusOf(server, sessionId);
      if (status === 'open')
        await startPayment(shop, sessionId).then(
          ({ url }) => submitAtGateway(url, pays.card),
          () => undefined,
        );
      return status;
    })
    .toBe('paid');
}

test('killed at any moment while customers pay: every order ends paid once, and nothing is left at the gateway', async ({ server }) => {
  test.setTimeout(60_000);
  const sessions = await Promise.all(Array.from({ length: 6 }, newSession));
  const started: Started[] = [];
  for (const sessionId of [...sessions, ...sessions]) started.push(await startPayment(shop, sessionId));
  for (const { paymentId } of started.filter((_, index) => index % 3 === 0)) await neverAsk(server, paymentId);
  const paying = Promise.allSettled(started.map(({ url }) => submitAtGateway(url, pays.card)));
  const moved = async () =>
    (await Promise.all(started.map(({ paymentId }) => gatewayBooks(server, paymentId)))).flat().filter(({ reserved }) => reserved > 0).length;
  await expect.poll(moved, { intervals: [10] }).toBeGreaterThan(0);
  await killDuring(server, paying);
  await queryAsGuest(server.settings, `UPDATE sandbox_payment_request SET changed_at = changed_at - interval '2 minutes' WHERE step = 'paying'`);
  await queryAsGuest(server.settings, 'UPDATE sandbox_notification SET due_at = now() WHERE due_at IS NOT NULL');
  for (const { paymentId } of started) await askNow(server, paymentId);
  await makeDue(server);
  for (const sessionId of sessions) await payUntilPaid(server, sessionId);
  await expectSoundBooks(server, 15_000);
  expect((await Promise.all(sessions.map((id) => paymentsOf(server, id)))).map((rows) => rows.filter(({ settles }) => settles).length)).toEqual(
    sessions.map(() => 1),
  );
});
