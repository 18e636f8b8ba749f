import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { askNow, expectSoundBooks, gatewayBooks, makeDue, type PaymentRow, paymentsOf, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { changeAtGateway, neverAsk, operateAtGateway, sendCallback } from '../fixtures/forge.ts';
import { cancelSessionByHand, endSessionByTime } from '../fixtures/history.ts';
import { board, type Kind, openSession, pays, type Started, startPayment, submitAtGateway, vanishing } from '../fixtures/payer.ts';
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
const paidSession = () => openSession(shop, { order: anOrder(), callbacks: { notification: `${shop.origin}/notify` } });
const surplus = (change: Partial<PaymentRow> = {}) =>
  expect.objectContaining({ settles: false, surplusReason: 'already_paid', authorized: 204_999, ...change });

/** A payment at the gateway whose money will move without our being asked. */
async function unasked(server: RunningServer, sessionId: string, kind: Kind = 'CARD'): Promise<Started> {
  const started = await startPayment(shop, sessionId, kind);
  await neverAsk(server, started.paymentId);
  return started;
}

/** A session paid once, and a second payment that the gateway will let through all the same. */
async function paidTwice(
  server: RunningServer,
  { kind = 'CARD' as Kind, order = anOrder() } = {},
): Promise<{ sessionId: string; first: Started; second: Started }> {
  const sessionId = await openSession(shop, { order, callbacks: { notification: `${shop.origin}/notify` } });
  const [first, second] = [await startPayment(shop, sessionId), await unasked(server, sessionId, kind)];
  await submitAtGateway(first.url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  return { sessionId, first, second };
}

for (const { kind, form, given } of [
  { kind: 'CARD', form: pays.card, given: { status: 'released', operations: ['released'] } },
  { kind: 'BANKPAYMENT', form: pays.approves, given: { status: 'bank_payment_refunded', refunded: 204_999, operations: ['refunded'] } },
] as const) {
  test(`a second success by ${kind} is recorded as surplus, given back once, and told; the first stays as it is`, async ({ server }) => {
    const { sessionId, first, second } = await paidTwice(server, { kind });
    await submitAtGateway(second.url, form);
    await expect.poll(async () => (await gatewayBooks(server, second.paymentId))[0]).toMatchObject(given);
    await expectSoundBooks(server);
    const isTaken = kind === 'BANKPAYMENT';
    expect(await paymentsOf(server, sessionId)).toEqual([
      expect.objectContaining({ status: 'authorized', settles: true, surplusReason: null, authorized: 204_999 }),
      surplus(isTaken ? { status: 'captured', captured: 204_999, refunded: 204_999 } : { status: 'released', captured: 0 }),
    ]);
    expect(await gatewayBooks(server, first.paymentId)).toEqual([expect.objectContaining({ status: 'preauth', operations: [] })]);
    await expect.poll(() => told().sort()).toEqual(['cancelled', 'succeeded']);
    const words = shop.callbacks.map(({ body }) => new URLSearchParams(body).get('merchant_error_message')).find((text) => text);
    expect(words).toContain('already_paid');
  });
}

const inLink = (change: string) => (server: RunningServer, sessionId: string) =>
  queryAsGuest(server.settings, `UPDATE payment_link SET ${change} WHERE session_id = $1`, [sessionId]);

const changeOrder = (server: RunningServer, sessionId: string) =>
  queryAsGuest(server.settings, 'UPDATE checkout_session SET revision = revision + 1 WHERE id = $1', [sessionId]);

for (const { name, reason, change } of [
  { name: 'the session was cancelled', reason: 'cancelled', change: cancelSessionByHand },
  { name: 'the link was cancelled', reason: 'cancelled', change: inLink(`revoked_at = now() - interval '1 second', revoked_reason = 'cancelled'`) },
  { name: 'the session expired', reason: 'late', change: endSessionByTime },
  { name: 'the link ended long ago', reason: 'late', change: inLink(`created_at = now() - interval '2 hours', valid_until = now() - interval '31 minutes'`) },
  { name: 'the order changed', reason: 'order_changed', change: changeOrder },
]) {
  test(`money that comes although ${name} settles nothing, goes back and is told`, async ({ server }) => {
    const { sessionId } = await shop.link({ session: { callbacks: { notification: `${shop.origin}/notify` } } });
    const { paymentId, url } = await unasked(server, sessionId);
    await change(server, sessionId);
    const before = await sessionStatusOf(server, sessionId);
    await submitAtGateway(url, pays.card);
    await expect.poll(async () => (await gatewayBooks(server, paymentId))[0]?.status).toBe('released');
    await expectSoundBooks(server);
    expect(await paymentsOf(server, sessionId)).toEqual([surplus({ surplusReason: reason, status: 'released' })]);
    expect(await sessionStatusOf(server, sessionId)).toBe(before);
    await expect.poll(told).toEqual(['cancelled']);
  });
}

for (const { kind, form, method, done } of [
  { kind: 'CARD', form: pays.card, method: 'releaseReservation', done: 'released' },
  { kind: 'BANKPAYMENT', form: pays.approves, method: 'refundCapturedReservation', done: 'refunded' },
] as const) {
  for (const fault of ['lost_answer', 'down'] as const) {
    test(`money goes back exactly once although ${method} meets "${fault}" and the look-up after it fails too`, async ({ server }) => {
      const { sessionId, second } = await paidTwice(server, { kind });
      await board(server, 'fault', { kind: fault, method });
      await submitAtGateway(second.url, form);
      const attempts = async () =>
        (await queryAsGuest<{ attempts: number }>(server.settings, 'SELECT attempts FROM payment_operation WHERE payment_id = $1', [second.paymentId]))[0]
          ?.attempts;
      await expect.poll(attempts).toBe(1);
      await expect.poll(() => statusOf(server, second.paymentId)).toMatch(/authorized|captured/);
      await board(server, 'fault', { kind: 'down', method: 'payments' });
      await makeDue(server);
      await expect.poll(attempts).toBe(2);
      // Due again before its look-up has met the fault, the next try would meet it instead, and nobody would ask for a minute.
      await expect.poll(() => queryAsGuest(server.settings, 'SELECT 1 FROM sandbox_fault')).toEqual([]);
      await makeDue(server);
      await expect.poll(async () => (await gatewayBooks(server, second.paymentId))[0]?.operations).toEqual([done]);
      await expectSoundBooks(server);
      expect((await gatewayBooks(server, second.paymentId))[0]?.operations).toEqual([done]);
      expect((await paymentsOf(server, sessionId))[1]).toEqual(surplus());
    });
  }
}

for (const { name, look } of [
  { name: 'a look-up after a callback', look: (server: RunningServer, paymentId: string) => sendCallback(server, paymentId, 'notification') },
  { name: 'the operation’s own look-up', look: (server: RunningServer) => makeDue(server) },
]) {
  test(`what the gateway lists before its sums contain it is booked whole by ${name}`, async ({ server }) => {
    const { sessionId, second } = await paidTwice(server);
    await board(server, 'fault', { kind: 'lost_answer', method: 'releaseReservation' });
    await submitAtGateway(second.url, pays.card);
    await expect.poll(async () => (await gatewayBooks(server, second.paymentId))[0]?.operations).toEqual(['released']);
    await changeAtGateway(server, second.paymentId, `status = 'preauth'`);
    await look(server, second.paymentId);
    await expect.poll(() => statusOf(server, second.paymentId)).toBe('released');
    expect((await paymentsOf(server, sessionId))[1]).toEqual(surplus({ status: 'released' }));
    await changeAtGateway(server, second.paymentId, `status = 'released'`);
  });
}

test('two workers on one database give each surplus payment back once', async ({ server }) => {
  const worker = spawn(process.execPath, ['.build/worker.js'], { env: server.settings, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  worker.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await expect.poll(() => said, { timeout: 15_000 }).toContain('worker ready');
  const sessionId = await paidSession();
  const started = [];
  for (let index = 0; index < 8; index += 1) started.push(await unasked(server, sessionId, index % 2 ? 'BANKPAYMENT' : 'CARD'));
  await Promise.all(started.map(({ url }, index) => submitAtGateway(url, index % 2 ? pays.approves : pays.card)));
  await expectSoundBooks(server, 15_000);
  const books = (await Promise.all(started.map(({ paymentId }) => gatewayBooks(server, paymentId)))).flat();
  expect(books.map(({ operations }) => operations.length).sort()).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
  expect((await paymentsOf(server, sessionId)).filter(({ settles }) => settles)).toHaveLength(1);
  await expect.poll(() => told().sort()).toEqual([...Array.from({ length: 7 }, () => 'cancelled'), 'succeeded']);
  worker.kill('SIGTERM');
  await once(worker, 'exit');
});

test('a promise that was taken at the gateway before we could let it go is refunded instead', async ({ server }) => {
  const { sessionId, second } = await paidTwice(server);
  await board(server, 'fault', { kind: 'down', method: 'releaseReservation' });
  await submitAtGateway(second.url, pays.card);
  await expect.poll(() => statusOf(server, second.paymentId)).toBe('authorized');
  const [row] = await gatewayBooks(server, second.paymentId);
  await operateAtGateway(server, 'captureReservation', { transaction_id: String(row?.transaction) });
  await makeDue(server);
  await expect
    .poll(async () => (await gatewayBooks(server, second.paymentId))[0])
    .toMatchObject({ status: 'refunded', refunded: 204_999, operations: ['refunded'] });
  await expectSoundBooks(server);
  expect((await paymentsOf(server, sessionId))[1]).toEqual(surplus({ status: 'captured', captured: 204_999, refunded: 204_999 }));
});

test('a surplus payment that the gateway will not take back is an alarm and tried again until somebody has given it back', async ({ server }) => {
  const { second } = await paidTwice(server, { order: anOrder({ value: 8.66 }) });
  await submitAtGateway(second.url, pays.card);
  await expect.poll(() => server.log()).toMatch(new RegExp(`"paymentId":"${second.paymentId}".*ALARM: the gateway refused to give a surplus payment back`));
  await changeAtGateway(server, second.paymentId, `status = 'released'`);
  await makeDue(server);
  await expect.poll(() => statusOf(server, second.paymentId)).toBe('released');
});

test('what the merchant captures, refunds or releases at the gateway itself is in our books once we hear of it', async ({ server }) => {
  const sessions = [await paidSession(), await paidSession()];
  const [released, taken] = [await startPayment(shop, sessions[0] ?? ''), await startPayment(shop, sessions[1] ?? '')];
  for (const { url } of [released, taken]) await submitAtGateway(url, pays.card);
  const transactionOf = async ({ paymentId }: Started) => String((await gatewayBooks(server, paymentId))[0]?.transaction);
  await operateAtGateway(server, 'releaseReservation', { transaction_id: await transactionOf(released) });
  await operateAtGateway(server, 'captureReservation', { transaction_id: await transactionOf(taken), amount: '1000.00' });
  for (const { paymentId } of [released, taken]) await sendCallback(server, paymentId, 'notification');
  await expectSoundBooks(server);
  await operateAtGateway(server, 'captureReservation', { transaction_id: await transactionOf(taken), amount: '49.99' });
  await operateAtGateway(server, 'refundCapturedReservation', { transaction_id: await transactionOf(taken), amount: '500.00' });
  await Promise.all(Array.from({ length: 10 }, () => sendCallback(server, taken.paymentId, 'notification')));
  await expectSoundBooks(server);
  expect((await paymentsOf(server, sessions[0] ?? ''))[0]).toMatchObject({ status: 'released', settles: true });
  expect((await paymentsOf(server, sessions[1] ?? ''))[0]).toMatchObject({ status: 'captured', settles: true, captured: 104_999, refunded: 50_000 });
  expect(await Promise.all(sessions.map((id) => sessionStatusOf(server, id)))).toEqual(['paid', 'paid']);
  expect(told()).toEqual(['succeeded', 'succeeded']);
});

test('a success after a failure, told fifty times and out of order, is one settled payment and one success', async ({ server }) => {
  const callbacks = { success: { type: 'URL', value: `${shop.origin}/ok` }, failure: { type: 'URL', value: `${shop.origin}/fail` } };
  const sessionId = await openSession(shop, { order: anOrder(), callbacks });
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.declined);
  await expect.poll(() => statusOf(server, paymentId)).toBe('failed');
  await changeAtGateway(server, paymentId, `status = 'preauth', reserved_minor = 204999`);
  const kinds = ['ok', 'fail', 'notification', 'open', 'ok'] as const;
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => sendCallback(server, paymentId, kinds[index % kinds.length] ?? 'ok')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 303]));
  expect(await paymentsOf(server, sessionId)).toEqual([expect.objectContaining({ status: 'authorized', settles: true, failureCode: null })]);
  await expect.poll(() => shop.callbacks.map(({ path }) => path)).toEqual(['/fail', '/ok']);
});

test('a success after a cancelled payment settles, or is surplus once another has paid', async ({ server }) => {
  for (const isPaidMeanwhile of [false, true]) {
    const sessionId = await paidSession();
    const { paymentId, url } = await startPayment(shop, sessionId);
    await submitAtGateway(url, pays.cancels);
    await expect.poll(() => statusOf(server, paymentId)).toBe('cancelled');
    if (isPaidMeanwhile) await submitAtGateway((await startPayment(shop, sessionId)).url, pays.card);
    await changeAtGateway(server, paymentId, `status = 'preauth', reserved_minor = 204999`);
    await sendCallback(server, paymentId, 'ok');
    await expectSoundBooks(server);
    expect((await paymentsOf(server, sessionId)).filter(({ settles }) => settles)).toHaveLength(1);
    expect((await paymentsOf(server, sessionId))[0]).toMatchObject(isPaidMeanwhile ? { settles: false, surplusReason: 'already_paid' } : { settles: true });
  }
});

test('a success told to us while the gateway cannot be asked is not lost, although the payment seemed over', async ({ server }) => {
  const sessionId = await paidSession();
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.declined);
  await expect.poll(() => statusOf(server, paymentId)).toBe('failed');
  await changeAtGateway(server, paymentId, `status = 'preauth', reserved_minor = 204999`);
  await board(server, 'fault', { kind: 'down', method: 'payments' });
  expect((await sendCallback(server, paymentId, 'notification')).status).toBe(200);
  await expect.poll(() => statusOf(server, paymentId)).toBe('authorized');
});

const dueAt = async (server: RunningServer, paymentId: string) =>
  (await queryAsGuest<{ at: Date | null }>(server.settings, 'SELECT check_at AS at FROM payment WHERE id = $1', [paymentId]))[0]?.at ?? null;

test('a failed payment is asked about once more later, so that a success nobody told us of is found', async ({ server }) => {
  const sessions = [await paidSession(), await paidSession()];
  const started = [await startPayment(shop, sessions[0] ?? ''), await startPayment(shop, sessions[1] ?? '')] as const;
  for (const { paymentId, url } of started) {
    await submitAtGateway(url, pays.declined);
    await expect.poll(() => dueAt(server, paymentId)).not.toBeNull();
    await expect.poll(() => statusOf(server, paymentId)).toBe('failed');
  }
  await changeAtGateway(server, started[0].paymentId, `status = 'preauth', reserved_minor = 204999`);
  for (const { paymentId } of started) await askNow(server, paymentId);
  for (const { paymentId } of started) await expect.poll(() => dueAt(server, paymentId)).toBeNull();
  expect(await Promise.all(sessions.map((id) => sessionStatusOf(server, id)))).toEqual(['paid', 'open']);
});

test('a customer who vanished after paying is settled by the notification alone', async ({ server }) => {
  const sessionId = await paidSession();
  const { url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, vanishing);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
});

test('money promised and let go at the gateway before we heard of it ends the payment and frees the order', async ({ server }) => {
  const sessionId = await paidSession();
  const { paymentId, url } = await startPayment(shop, sessionId);
  for (const kind of ['ok', 'notification']) await board(server, 'fault', { kind: 'callback_unreachable', method: `callback_${kind}` });
  await submitAtGateway(url, pays.card);
  await operateAtGateway(server, 'releaseReservation', { transaction_id: String((await gatewayBooks(server, paymentId))[0]?.transaction) });
  await askNow(server, paymentId);
  await expect.poll(() => statusOf(server, paymentId)).toBe('cancelled');
  const next = await startPayment(shop, sessionId);
  await submitAtGateway(next.url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
});

test('two successes that the gateway holds under one try are an alarm, noted once, and change nothing of the first', async ({ server }) => {
  const sessionId = await paidSession();
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  await queryAsGuest(
    server.settings,
    `INSERT INTO sandbox_transaction (account_id, request_id, payment_id, shop_order_id, status, reserved_minor, created_at, changed_at)
     SELECT account_id, request_id, gen_random_uuid(), shop_order_id, 'preauth', reserved_minor, now(), now()
     FROM sandbox_transaction WHERE shop_order_id = (SELECT gateway_order_id FROM payment WHERE id = $1)`,
    [paymentId],
  );
  await Promise.all(Array.from({ length: 5 }, () => sendCallback(server, paymentId, 'notification')));
  expect(await paymentsOf(server, sessionId)).toEqual([expect.objectContaining({ status: 'authorized', settles: true, authorized: 204_999 })]);
  await expect.poll(() => server.log()).toMatch(new RegExp(`"paymentId":"${paymentId}".*ALARM: the gateway holds two successes`));
  const noted = await queryAsGuest(server.settings, `SELECT 1 FROM audit_entry WHERE subject_id = $1 AND action = 'payment.second_success'`, [paymentId]);
  expect(noted).toHaveLength(1);
  expect(told()).toEqual(['succeeded']);
});
