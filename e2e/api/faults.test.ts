import { type FaultKind, faultKinds } from '#lib/sandbox-gateway/fault-kinds.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { age, askNow, expectSoundBooks, gatewayBooks, makeDue, paymentsOf, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { board, type Kind, methodId, openSession, pays, type Started, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

let shop: Shop;
let orders = 0;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.beforeEach(() => {
  shop.callbacks.length = 0;
});
test.afterEach(async ({ server }) => {
  await queryAsGuest(server.settings, 'DELETE FROM sandbox_fault');
  await expectSoundBooks(server);
});
test.afterAll(() => shop.close());

const amount = 204_999;

type Order = { orderId: string; sessionId: string };

/** A session, perhaps with a link, whose shop wants to hear everything. */
async function openOrder({ hasLink = false, value }: { hasLink?: boolean; value?: number } = {}): Promise<Order> {
  const orderId = `Fault-${++orders}`;
  const callbacks = {
    success: { type: 'URL', value: `${shop.origin}/ok` },
    failure: { type: 'URL', value: `${shop.origin}/fail` },
    notification: `${shop.origin}/notify`,
  };
  const order = { orderId, ...(value !== undefined && { value }) };
  if (hasLink) return { orderId, sessionId: (await shop.link({ order, session: { callbacks } })).sessionId };
  return { orderId, sessionId: await openSession(shop, { order: anOrder(order), callbacks }) };
}

type Given = { method?: string; times?: number | null; delayMs?: number };

/** From now on this goes wrong for the order, and for no other. */
const goWrong = (server: RunningServer, { orderId: order }: Order, kind: FaultKind, given: Given = {}) =>
  board(server, 'fault', { kind, order, times: null, ...given });
const stop = (server: RunningServer) => queryAsGuest(server.settings, 'DELETE FROM sandbox_fault');

/** What the shop was told of the order: where, and with which status. */
const told = ({ orderId }: Order, path?: string) =>
  shop.callbacks
    .filter((callback) => path === undefined || callback.path === path)
    .map(({ path: at, body }) => ({ at, fields: new URLSearchParams(body) }))
    .filter(({ fields }) => fields.get('shop_orderid') === orderId)
    .map(({ at, fields }) => `${at} ${fields.get('status')}`);

const press = async ({ sessionId }: Order) => shop.api('POST', '/payment', { sessionId, paymentMethodId: await methodId(shop, sessionId, 'CARD') });

async function payByCard({ sessionId }: Order, kind: Kind = 'CARD'): Promise<Started> {
  const started = await startPayment(shop, sessionId, kind);
  await submitAtGateway(started.url, kind === 'CARD' ? pays.card : pays.approves);
  return started;
}

const transactionOf = async (server: RunningServer, { paymentId }: Pick<Started, 'paymentId'>) =>
  String((await gatewayBooks(server, paymentId))[0]?.transaction);

/** What the gateway holds for all tries at an order, given back or not. */
async function heldAtGateway(server: RunningServer, { sessionId }: Order): Promise<number> {
  const books = (await Promise.all((await paymentsOf(server, sessionId)).map(({ id }) => gatewayBooks(server, id)))).flat();
  return books
    .filter(({ status }) => status !== 'released')
    .reduce((sum, { reserved, captured, refunded }) => sum + Math.max(reserved, captured) - refunded, 0);
}

/** Paid by exactly one try, the shop told so exactly once, and nothing more held by the gateway. */
async function expectPaidOnce(server: RunningServer, order: Order): Promise<void> {
  await expect.poll(() => sessionStatusOf(server, order.sessionId)).toBe('paid');
  await expectSoundBooks(server);
  expect((await paymentsOf(server, order.sessionId)).filter(({ settles }) => settles)).toEqual([expect.objectContaining({ authorized: amount })]);
  expect(await heldAtGateway(server, order)).toBe(amount);
  await expect.poll(() => told(order, '/ok')).toEqual(['/ok succeeded']);
  await expect.poll(() => told(order, '/notify').filter((line) => line.endsWith('succeeded'))).toEqual(['/notify succeeded']);
}

const askAboutAll = async (server: RunningServer, { sessionId }: Order) => {
  for (const { id } of await paymentsOf(server, sessionId)) await askNow(server, id);
};

/** The wire answers nothing that can be read: the start fails, and says so. */
const unreadable = new Set<FaultKind>(['broken_xml', 'huge_xml', 'lost_answer', 'down']);

for (const kind of faultKinds) {
  test(`${kind}: whatever of it a customer meets, the order ends paid, once, and its shop is told so once`, async ({ server }) => {
    const order = await openOrder();
    await goWrong(server, order, kind, { delayMs: 300 });
    const start = await press(order);
    expect([start.status, start.body.code]).toEqual(unreadable.has(kind) ? [503, 'gateway_unreachable'] : [200, undefined]);
    const started = { paymentId: String(start.body.paymentId), url: String(start.body.url) };
    if (start.status === 200) await submitAtGateway(started.url, pays.card);
    if (kind === 'late_success') await board(server, 'decide', { transaction: await transactionOf(server, started), outcome: 'approve' });
    await stop(server);
    if (start.status !== 200) await payByCard(order);
    await askAboutAll(server, order);
    await expectPaidOnce(server, order);
  });
}

test('a time-out after the charge keeps the order from being paid again until the look-up has told', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'timeout_after_charge', { times: 1 });
  const { paymentId } = await payByCard(order);
  expect(await gatewayBooks(server, paymentId)).toEqual([expect.objectContaining({ status: 'preauth', reserved: amount })]);
  expect([await statusOf(server, paymentId), told(order)]).toEqual(['requires_action', []]);
  const again = await press(order);
  expect([again.status, again.body.code]).toEqual([409, 'payment_in_progress']);
  await askNow(server, paymentId);
  await expectPaidOnce(server, order);
});

test('callbacks that come two at once and once more are one success; the same of a failure', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'duplicate_callback');
  await submitAtGateway((await startPayment(shop, order.sessionId)).url, pays.declined);
  await expect.poll(() => told(order)).toEqual(expect.arrayContaining(['/fail failed', '/notify failed']));
  await payByCard(order);
  await expectPaidOnce(server, order);
  expect(told(order).sort()).toEqual(['/fail failed', '/notify failed', '/notify succeeded', '/ok succeeded']);
});

for (const { name, value, kind, status, session } of [
  { name: 'a card', kind: 'CARD', status: 'AUTHORIZED', session: 'paid' },
  { name: 'a wallet', kind: 'MOBILEPAY', status: 'AUTHORIZED', session: 'paid' },
  { name: 'a declined card', value: 5.66, kind: 'CARD', status: 'FAILED', session: 'open' },
] as { name: string; value?: number; kind: Kind; status: string; session: string }[]) {
  test(`when the callbacks about ${name} come before the answer to the start, that answer tells the outcome and where the gateway’s page is`, async ({
    server,
  }) => {
    const order = await openOrder(value === undefined ? {} : { value });
    await goWrong(server, order, 'callback_before_answer', { times: 1 });
    const key = { 'idempotency-key': `before-${name}` };
    const body = { sessionId: order.sessionId, paymentMethodId: await methodId(shop, order.sessionId, kind) };
    const answer = await shop.api('POST', '/payment', body, key);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status, type: 'REDIRECT', url: expect.stringContaining('/sandbox/eCommerce/API/requestForm?pid=') });
    expect((await shop.api('POST', '/payment', body, key)).body).toEqual(answer.body);
    expect(await sessionStatusOf(server, order.sessionId)).toBe(session);
    expect(await paymentsOf(server, order.sessionId)).toHaveLength(1);
    if (session === 'open') expect((await press(order)).status, 'the order can be tried again').toBe(200);
  });
}

test('a customer whose payment was over before the gateway had answered is led from the pay button to “Paid”', async ({ server }) => {
  const orderId = `Fault-${++orders}`;
  const { sessionId, paymentLink } = await shop.link({ order: { orderId } });
  await goWrong(server, { orderId, sessionId }, 'callback_before_answer', { times: 1 });
  const html = await (await fetch(paymentLink)).text();
  const field = (name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? '';
  const form = new URLSearchParams({ method: await methodId(shop, sessionId, 'CARD'), intent: field('intent'), revision: field('revision') });
  const pressed = await fetch(`${paymentLink}/payments`, { method: 'POST', body: form, redirect: 'manual', headers: { origin: server.publicUrl } });
  const next = await fetch(new URL(pressed.headers.get('location') ?? '', paymentLink));
  const words = await next.text();
  expect(words).toContain(`href="${new URL(paymentLink).pathname}"`);
  expect(words).not.toContain('requestForm');
  expect(await (await fetch(paymentLink)).text()).toContain('Paid');
});

test('an open and a fail callback after the ok one change nothing and are told to nobody', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'callbacks_out_of_order', { times: 1 });
  const { paymentId } = await payByCard(order);
  await expectPaidOnce(server, order);
  expect(told(order).sort()).toEqual(['/notify succeeded', '/ok succeeded']);
  expect(await statusOf(server, paymentId)).toBe('authorized');
});

const endLink = (server: RunningServer, { sessionId }: Order) =>
  queryAsGuest(
    server.settings,
    `UPDATE payment_link SET created_at = now() - interval '3 hours', valid_until = now() - interval '31 minutes' WHERE session_id = $1`,
    [sessionId],
  );

/** A payment the bank keeps back; its customer has left long ago, and its link has ended. */
async function keptBack(server: RunningServer, order: Order): Promise<Started> {
  await goWrong(server, order, 'late_success', { times: 1 });
  const started = await payByCard(order);
  expect(await statusOf(server, started.paymentId)).toBe('requires_action');
  await age(server, started.paymentId, '61 minutes');
  await expect.poll(() => statusOf(server, started.paymentId)).toBe('cancelled');
  await endLink(server, order);
  return started;
}

const approve = async (server: RunningServer, started: Started) =>
  board(server, 'decide', { transaction: await transactionOf(server, started), outcome: 'approve' });

test('a success that comes after the link has ended settles when we had said OKAY in time', async ({ server }) => {
  const order = await openOrder({ hasLink: true });
  const started = await keptBack(server, order);
  // The OKAY of an hour ago lay in the link's time, which ended half an hour and the grace ago.
  await queryAsGuest(server.settings, `UPDATE payment SET held_at = now() - interval '61 minutes' WHERE id = $1`, [started.paymentId]);
  await approve(server, started);
  await expectPaidOnce(server, order);
});

test('a success that comes after the link has ended, without our ever being asked, is late and given back', async ({ server }) => {
  const order = await openOrder({ hasLink: true });
  await goWrong(server, order, 'never_verify');
  const started = await keptBack(server, order);
  await approve(server, started);
  await expect.poll(async () => (await gatewayBooks(server, started.paymentId))[0]?.status).toBe('released');
  await expectSoundBooks(server);
  expect(await paymentsOf(server, order.sessionId)).toEqual([expect.objectContaining({ status: 'released', settles: false, surplusReason: 'late' })]);
  expect(await heldAtGateway(server, order)).toBe(0);
  await expect.poll(() => told(order)).toEqual(['/notify cancelled']);
});

test('a success that comes after another payment paid the order is given back, once, and told', async ({ server }) => {
  const order = await openOrder();
  const started = await keptBack(server, order);
  await payByCard(order);
  await approve(server, started);
  await expect.poll(async () => (await gatewayBooks(server, started.paymentId))[0]).toMatchObject({ status: 'released', operations: ['released'] });
  await expectPaidOnce(server, order);
  expect((await paymentsOf(server, order.sessionId))[0]).toMatchObject({ surplusReason: 'already_paid', status: 'released' });
  await expect.poll(() => told(order, '/notify').sort()).toEqual(['/notify cancelled', '/notify succeeded']);
});

test('a payment kept back and then declined charges nothing, and the order can be paid', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'late_success', { times: 1 });
  const started = await payByCard(order);
  await board(server, 'decide', { transaction: await transactionOf(server, started), outcome: 'decline' });
  await expect.poll(() => statusOf(server, started.paymentId)).toBe('failed');
  await payByCard(order);
  await expectPaidOnce(server, order);
});

test('a success after a failure: the shop hears of the failure and then of the success', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'success_after_failure', { times: 1 });
  const { paymentId } = await payByCard(order);
  await expectPaidOnce(server, order);
  expect(told(order).sort()).toEqual(['/fail failed', '/notify failed', '/notify succeeded', '/ok succeeded']);
  expect(await statusOf(server, paymentId)).toBe('authorized');
});

test('a success after a failure is given back when the order was paid by another try meanwhile', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'success_after_failure', { times: 1, delayMs: 3_000 });
  const first = await payByCard(order);
  expect(await statusOf(server, first.paymentId)).toBe('failed');
  await payByCard(order);
  await expect.poll(() => sessionStatusOf(server, order.sessionId)).toBe('paid');
  await expect.poll(async () => (await gatewayBooks(server, first.paymentId))[0]).toMatchObject({ status: 'released', operations: ['released'] });
  await expectPaidOnce(server, order);
  expect((await paymentsOf(server, order.sessionId))[0]).toMatchObject({ surplusReason: 'already_paid' });
});

for (const kind of ['wrong_amount', 'wrong_currency'] as const) {
  test(`${kind} in a callback is not believed: the payment has its own amount`, async ({ server }) => {
    const order = await openOrder();
    await goWrong(server, order, kind);
    await payByCard(order);
    await expectPaidOnce(server, order);
    expect(new Set(shop.callbacks.map(({ body }) => new URLSearchParams(body).get('amount')))).toEqual(new Set(['2049.99']));
  });

  test(`${kind} in the question before the money moves is answered no: nothing is charged, and the order can be paid`, async ({ server }) => {
    const order = await openOrder();
    await goWrong(server, order, kind, { method: 'callback_verify_order', times: 1 });
    const { paymentId } = await payByCard(order);
    await expect.poll(() => statusOf(server, paymentId)).toBe('failed');
    expect(await heldAtGateway(server, order)).toBe(0);
    expect(server.log()).toContain('ALARM: the gateway was about to move another amount');
    await payByCard(order);
    await expectPaidOnce(server, order);
  });
}

for (const kind of ['bad_checksum', 'no_checksum'] as const) {
  test(`callbacks with ${kind} change nothing and are an alarm; the look-up tells`, async ({ server }) => {
    const order = await openOrder();
    await goWrong(server, order, kind);
    const { paymentId } = await payByCard(order);
    expect([await statusOf(server, paymentId), told(order)]).toEqual(['requires_action', []]);
    await expect.poll(() => server.log()).toMatch(new RegExp(`"paymentId":"${paymentId}".*ALARM: a gateway callback without a right checksum`));
    await askNow(server, paymentId);
    await expectPaidOnce(server, order);
  });
}

for (const kind of ['broken_xml', 'huge_xml'] as const) {
  test(`${kind} in the callbacks: the payment is known by a callback or by the look-up, once`, async ({ server }) => {
    const order = await openOrder();
    for (const method of ['callback_ok', 'callback_notification']) await goWrong(server, order, kind, { method });
    await payByCard(order);
    await askAboutAll(server, order);
    await expectPaidOnce(server, order);
  });

  test(`${kind} from the look-up: the payment stays as it is until the gateway can be read`, async ({ server }) => {
    const order = await openOrder();
    await goWrong(server, order, kind, { method: 'payments' });
    const { paymentId } = await payByCard(order);
    expect([await statusOf(server, paymentId), told(order)]).toEqual(['requires_action', []]);
    await stop(server);
    await askNow(server, paymentId);
    await expectPaidOnce(server, order);
  });

  test(`${kind} from giving money back: it is given back once`, async ({ server }) => {
    const order = await openOrder();
    await goWrong(server, order, 'never_verify');
    await goWrong(server, order, kind, { method: 'releaseReservation', times: 1 });
    const [first, second] = [await startPayment(shop, order.sessionId), await startPayment(shop, order.sessionId)];
    for (const { url } of [first, second]) await submitAtGateway(url, pays.card);
    await expect.poll(async () => (await gatewayBooks(server, second.paymentId))[0]?.status).toBe('released');
    await makeDue(server);
    await expectPaidOnce(server, order);
    expect((await gatewayBooks(server, second.paymentId))[0]?.operations).toEqual(['released']);
  });
}

test('while the gateway is slow to say what happened, the customer is sent on, and the payment settles when it has', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'slow', { method: 'payments', times: 1, delayMs: 6_000 });
  const started = await startPayment(shop, order.sessionId);
  const startedMs = performance.now();
  await submitAtGateway(started.url, pays.card);
  expect(performance.now() - startedMs).toBeLessThan(6_000);
  await expectPaidOnce(server, order);
});

test('a gateway too slow to start charges nothing, and the same press may be made again', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'slow', { method: 'createPaymentRequest', times: 1, delayMs: 11_000 });
  const late = await press(order);
  expect([late.status, late.body.code]).toEqual([503, 'gateway_unreachable']);
  await payByCard(order);
  await expectPaidOnce(server, order);
});

test('while the gateway is down nothing starts and nothing is lost; the rest of its orders go on', async ({ server }) => {
  const [order, other] = [await openOrder(), await openOrder()];
  const { paymentId, url } = await startPayment(shop, order.sessionId);
  await goWrong(server, order, 'down');
  await submitAtGateway(url, pays.card);
  expect(await statusOf(server, paymentId)).toBe('requires_action');
  await payByCard(other);
  await expectPaidOnce(server, other);
  await stop(server);
  await askNow(server, paymentId);
  await expectPaidOnce(server, order);
});

test('a gateway that never asks moves money twice: one payment settles, the other is given back', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'never_verify');
  const started = [await startPayment(shop, order.sessionId), await startPayment(shop, order.sessionId), await startPayment(shop, order.sessionId)];
  await Promise.all(started.map(({ url }) => submitAtGateway(url, pays.card)));
  await expectPaidOnce(server, order);
  const books = (await Promise.all(started.map(({ paymentId }) => gatewayBooks(server, paymentId)))).flat();
  expect(books.map(({ operations }) => operations).sort()).toEqual([[], ['released'], ['released']]);
});

test('when no callback arrives, the look-up tells', async ({ server }) => {
  const order = await openOrder();
  await goWrong(server, order, 'callback_unreachable');
  const { paymentId } = await payByCard(order);
  expect([await statusOf(server, paymentId), told(order)]).toEqual(['requires_action', []]);
  await askNow(server, paymentId);
  await expectPaidOnce(server, order);
});

test('everything at once that can happen to callbacks: the order is paid once', async ({ server }) => {
  const order = await openOrder();
  for (const kind of ['wrong_amount', 'wrong_currency', 'broken_xml', 'duplicate_callback', 'callbacks_out_of_order'] as const)
    await goWrong(server, order, kind, kind === 'broken_xml' ? { method: 'callback_ok' } : {});
  // Of two starts at one moment either may be told that the other is in progress.
  const tries = await Promise.allSettled([payByCard(order), payByCard(order)]);
  expect(tries.map(({ status }) => status)).toContain('fulfilled');
  await askAboutAll(server, order);
  await expectPaidOnce(server, order);
});
