import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { age, expectSoundBooks, gatewayBooks, paymentsOf, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { sendCallback } from '../fixtures/forge.ts';
import { cancelSessionByHand } from '../fixtures/history.ts';
import { board, methodId, openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
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

const rounds = 20;
const payersARound = 3;
const notification = () => ({ callbacks: { notification: `${shop.origin}/notify` } });
const told = () => shop.callbacks.map(({ body }) => new URLSearchParams(body).get('status'));

test('of several customers at the gateway who press at once exactly one pays, and the gateway moves money for no other', async ({ server }) => {
  test.setTimeout(60_000);
  const sessions = await Promise.all(Array.from({ length: rounds }, () => openSession(shop, { order: anOrder(), ...notification() })));
  for (const sessionId of sessions) {
    const started = [];
    for (let payer = 0; payer < payersARound; payer += 1) started.push(await startPayment(shop, sessionId, payer % 2 ? 'MOBILEPAY' : 'CARD'));
    await Promise.all(started.map(({ url }, payer) => submitAtGateway(url, payer % 2 ? pays.approves : pays.card)));
    const payments = await paymentsOf(server, sessionId);
    expect(payments.map(({ status }) => status).sort()).toEqual(['authorized', 'failed', 'failed']);
    expect(payments.filter(({ settles }) => settles)).toHaveLength(1);
    expect(await sessionStatusOf(server, sessionId)).toBe('paid');
    const held = (await Promise.all(started.map(({ paymentId }) => gatewayBooks(server, paymentId)))).flat().filter(({ reserved }) => reserved > 0);
    expect(held).toEqual([expect.objectContaining({ status: 'preauth', reserved: 204_999, operations: [] })]);
  }
  await expect.poll(() => told().filter((status) => status === 'succeeded').length).toBe(rounds);
  expect(told().filter((status) => status === 'cancelled')).toEqual([]);
});

/** A payment whose customer is at the gateway, and what the gateway's books say after they pressed. */
async function refusedAtGateway(server: Parameters<typeof gatewayBooks>[0], { paymentId, url }: { paymentId: string; url: string }): Promise<string> {
  await submitAtGateway(url, pays.card);
  await expect.poll(() => statusOf(server, paymentId)).toBe('failed');
  expect(await gatewayBooks(server, paymentId)).toEqual([expect.objectContaining({ reserved: 0, captured: 0 })]);
  const [row] = await queryAsGuest<{ words: string }>(server.settings, 'SELECT failure_message AS words FROM payment WHERE id = $1', [paymentId]);
  return row?.words ?? '';
}

test('the gateway is refused when the order is paid already', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const [first, second] = [await startPayment(shop, sessionId), await startPayment(shop, sessionId)];
  await submitAtGateway(first.url, pays.card);
  expect(await refusedAtGateway(server, second)).toMatch(/already paid/);
});

test('the gateway is refused when the order changed since the payment was begun', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const payment = await startPayment(shop, sessionId);
  expect((await shop.api('PUT', `/session/${sessionId}`, { order: anOrder({ value: 10 }) })).status).toBe(200);
  expect(await refusedAtGateway(server, payment)).toMatch(/order changed/);
  const next = await startPayment(shop, sessionId);
  await submitAtGateway(next.url, pays.card);
  await expect.poll(() => statusOf(server, next.paymentId)).toBe('authorized');
  expect((await gatewayBooks(server, next.paymentId))[0]?.reserved).toBe(1_000);
});

const endLink = (change: string) => async (server: Parameters<typeof gatewayBooks>[0], sessionId: string) =>
  void (await queryAsGuest(server.settings, `UPDATE payment_link SET ${change} WHERE session_id = $1`, [sessionId]));

for (const { name, end, words } of [
  {
    name: 'the link ended longer ago than the grace',
    end: endLink(`created_at = now() - interval '2 hours', valid_until = now() - interval '31 minutes'`),
    words: /expired/,
  },
  { name: 'the shop cancelled the link', end: endLink(`revoked_at = now() - interval '1 second', revoked_reason = 'cancelled'`), words: /cancelled/ },
]) {
  test(`the gateway is refused when ${name}`, async ({ server }) => {
    const { sessionId } = await shop.link();
    const payment = await startPayment(shop, sessionId);
    await end(server, sessionId);
    expect(await refusedAtGateway(server, payment)).toMatch(words);
  });
}

test('a payment begun before its link ended is still taken within the grace, also when a newer link replaced it', async ({ server }) => {
  for (const change of [
    `created_at = now() - interval '2 hours', valid_until = now() - interval '29 minutes'`,
    `revoked_at = now() - interval '29 minutes', revoked_reason = 'replaced'`,
  ]) {
    const { sessionId } = await shop.link();
    const { paymentId, url } = await startPayment(shop, sessionId);
    await endLink(change)(server, sessionId);
    await submitAtGateway(url, pays.card);
    await expect.poll(() => statusOf(server, paymentId)).toBe('authorized');
  }
});

test('the gateway is refused when the session was cancelled', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const payment = await startPayment(shop, sessionId);
  await cancelSessionByHand(server, sessionId);
  expect(await refusedAtGateway(server, payment)).toMatch(/cancelled/);
});

/** The gateway has asked and been told OKAY, and then is not heard of any more: the money may be moving. */
async function holdSession(server: Parameters<typeof gatewayBooks>[0], sessionId: string): Promise<string> {
  const { paymentId, url } = await startPayment(shop, sessionId);
  await board(server, 'fault', { kind: 'lost_answer', method: 'callback_verify_order' });
  for (const kind of ['fail', 'notification']) await board(server, 'fault', { kind: 'callback_unreachable', method: `callback_${kind}`, times: 20 });
  await submitAtGateway(url, pays.card);
  await queryAsGuest(server.settings, 'DELETE FROM sandbox_transaction WHERE shop_order_id = (SELECT gateway_order_id FROM payment WHERE id = $1)', [
    paymentId,
  ]);
  for (const kind of ['fail', 'notification']) await board(server, 'fault', { kind: 'callback_unreachable', method: `callback_${kind}`, times: 0 });
  return paymentId;
}

test('while a payment holds the session the order cannot change and no other payment starts or moves money', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const other = await startPayment(shop, sessionId);
  const holder = await holdSession(server, sessionId);
  const change = await shop.api('PUT', `/session/${sessionId}`, { order: anOrder({ value: 1 }) });
  expect([change.status, change.body.code]).toEqual([409, 'payment_in_progress']);
  const start = await shop.api('POST', '/payment', { sessionId, paymentMethodId: await methodId(shop, sessionId, 'CARD') });
  expect([start.status, start.body.code]).toEqual([409, 'payment_in_progress']);
  expect(await refusedAtGateway(server, other)).toMatch(/Another payment/);
  await age(server, holder, '61 minutes');
  await expect.poll(() => statusOf(server, holder)).toBe('cancelled');
});

test('a hold that the gateway never speaks of again ends after an hour, and the order can be paid', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const holder = await holdSession(server, sessionId);
  await age(server, holder, '50 minutes');
  await expect.poll(async () => (await queryAsGuest(server.settings, 'SELECT 1 FROM payment WHERE id = $1 AND checks > 0', [holder])).length).toBe(1);
  expect(await statusOf(server, holder)).toBe('requires_action');
  await age(server, holder, '11 minutes');
  await expect.poll(() => statusOf(server, holder)).toBe('cancelled');
  const next = await startPayment(shop, sessionId);
  await submitAtGateway(next.url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
});

test('a hold never ends unasked: while the gateway does not answer it stays', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const holder = await holdSession(server, sessionId);
  await board(server, 'fault', { kind: 'down', method: 'payments', times: 100 });
  await age(server, holder, '61 minutes');
  await expect.poll(async () => (await queryAsGuest(server.settings, 'SELECT 1 FROM payment WHERE id = $1 AND checks > 0', [holder])).length).toBe(1);
  expect(await statusOf(server, holder)).toBe('requires_action');
  expect((await shop.api('PUT', `/session/${sessionId}`, { order: anOrder({ value: 1 }) })).status).toBe(409);
  await board(server, 'fault', { kind: 'down', method: 'payments', times: 0 });
  await age(server, holder, '1 minute');
  await expect.poll(() => statusOf(server, holder)).toBe('cancelled');
});

/** What the page says to which the gateway sends the customer of a payment, or where that page leads. */
async function returnPage(server: Parameters<typeof gatewayBooks>[0], paymentId: string): Promise<string> {
  const { location } = await sendCallback(server, paymentId, 'fail');
  return (await fetch(location ?? '')).text();
}

test('whoever the gateway refused because somebody else paid reads that, and never that their own payment went through', async ({ server }) => {
  const { sessionId, paymentLink } = await shop.link();
  const [first, second] = [await startPayment(shop, sessionId), await startPayment(shop, sessionId)];
  await submitAtGateway(first.url, pays.card);
  expect(await refusedAtGateway(server, second)).toMatch(/already paid/);
  const page = await returnPage(server, second.paymentId);
  expect(page).toContain('It was paid on another device or in another tab');
  expect(page).not.toContain('went through');
  expect(await returnPage(server, first.paymentId)).toContain(new URL(paymentLink).pathname);
});

test('whoever the gateway refused while somebody else is paying waits for that outcome, and may try again when it is none', async ({ server }) => {
  const { sessionId, paymentLink } = await shop.link();
  const other = await startPayment(shop, sessionId);
  const holder = await holdSession(server, sessionId);
  expect(await refusedAtGateway(server, other)).toMatch(/Another payment/);
  const page = await returnPage(server, other.paymentId);
  expect(page).toContain('We are checking your payment');
  const status = await fetch(`${server.publicUrl}${/data-status="([^"]+)"/.exec(page)?.[1]}`);
  expect(await status.json()).toMatchObject({ state: 'checking' });
  await age(server, holder, '61 minutes');
  await expect.poll(() => statusOf(server, holder)).toBe('cancelled');
  expect(await returnPage(server, other.paymentId)).toContain(new URL(paymentLink).pathname);
});
