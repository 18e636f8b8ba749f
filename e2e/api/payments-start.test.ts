import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { expectProblem } from '../fixtures/api.ts';
import { age, expectSoundBooks, gatewayBooks, paymentsOf, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { board, methodId, openSession, pays, startPayment, submitAtGateway, untilMet } from '../fixtures/payer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterEach(({ server }) => expectSoundBooks(server));
test.afterAll(() => shop.close());

const presses = 20;
const press = (sessionId: string, paymentMethodId: string, key?: string) =>
  shop.api('POST', '/payment', { sessionId, paymentMethodId }, key ? { 'idempotency-key': key } : {});

test('twenty presses with one intent are one payment', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const method = await methodId(shop, sessionId, 'CARD');
  const answers = await Promise.all(Array.from({ length: presses }, () => press(sessionId, method, 'one-press')));
  const started = answers.filter(({ status }) => status === 200);
  expect(new Set(started.map(({ body }) => body.paymentId)).size).toBe(1);
  for (const { status, body } of answers) if (status !== 200) expect([status, body.code]).toEqual([409, 'idempotency_in_flight']);
  expect(await paymentsOf(server, sessionId)).toHaveLength(1);
  expect((await press(sessionId, method, 'one-press')).body).toEqual(started[0]?.body);
});

test('twenty presses of one form on the payment page are one payment and one way on', async ({ server }) => {
  const { sessionId, paymentLink } = await shop.link();
  const html = await (await fetch(paymentLink)).text();
  const field = (name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? '';
  const form = { method: await methodId(shop, sessionId, 'CARD'), intent: field('intent'), revision: field('revision') };
  expect(form.intent).not.toBe('');
  const send = () =>
    fetch(`${paymentLink}/payments`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual', headers: { origin: server.publicUrl } });
  const answers = await Promise.all(Array.from({ length: presses }, send));
  const ways = new Set(answers.map((answer) => answer.headers.get('location')));
  const [payment, ...more] = await paymentsOf(server, sessionId);
  expect(more).toEqual([]);
  expect([...ways]).toEqual([expect.stringContaining(`/leave/${payment?.id}`)]);
});

test('customers who open a page and press pay in the same moment never make the database choose between them', async ({ server }) => {
  const links = await Promise.all(Array.from({ length: 10 }, () => shop.link()));
  const send = (url: string, form: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual', headers: { origin: server.publicUrl } });
  const pressAll = links.map(async ({ sessionId, paymentLink }) => {
    const html = await (await fetch(paymentLink)).text();
    const nonce = /data-nonce="([\w-]{22})"/.exec(html)?.[1] ?? '';
    const method = await methodId(shop, sessionId, 'CARD');
    const pressed = send(`${paymentLink}/payments`, { method, intent: 'a-press-of-this-page', revision: '0' });
    const opened = await Promise.all(Array.from({ length: 4 }, () => send(`${paymentLink}/opened`, { nonce })));
    expect([nonce.length, ...opened.map(({ status }) => status)]).toEqual([22, 204, 204, 204, 204]);
    expect((await pressed).headers.get('location')).toContain('/leave/');
    expect((await paymentsOf(server, sessionId)).map(({ status }) => status)).toEqual(['requires_action']);
  });
  await Promise.all(pressAll);
  const opened = await queryAsGuest(server.settings, `SELECT 1 FROM audit_entry WHERE action = 'link.opened' AND session_id = ANY($1)`, [
    links.map(({ sessionId }) => sessionId),
  ]);
  expect(opened).toHaveLength(links.length);
  await queryAsGuest(server.settings, 'SELECT pg_stat_force_next_flush()');
});

test('of twenty different starts at once one starts, the others are told that it is in progress', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const method = await methodId(shop, sessionId, 'CARD');
  await board(server, 'fault', { kind: 'slow', method: 'createPaymentRequest', delayMs: 2_500 });
  const answers = await Promise.all(Array.from({ length: presses }, (_, index) => press(sessionId, method, `press-${index}`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: presses - 1 }, () => 409)]);
  for (const { status, body } of answers) if (status === 409) expect(body.code).toBe('payment_in_progress');
  expect(await paymentsOf(server, sessionId)).toHaveLength(1);
});

test('an unreachable gateway charges nothing, and the same press may be made again', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const method = await methodId(shop, sessionId, 'CARD');
  for (const kind of ['down', 'lost_answer'] as const) {
    await board(server, 'fault', { kind, method: 'createPaymentRequest' });
    const lost = await press(sessionId, method, `retry-${kind}`);
    expect([lost.status, lost.body.code]).toEqual([503, 'gateway_unreachable']);
    expect((await press(sessionId, method, `retry-${kind}`)).status).toBe(200);
  }
  const payments = await paymentsOf(server, sessionId);
  expect(payments.map(({ status }) => status)).toEqual(['failed', 'requires_action', 'failed', 'requires_action']);
});

/** The tries of a session lie this much further back. */
const ageTries = (server: Parameters<typeof age>[0], sessionId: string, interval: string) =>
  queryAsGuest(server.settings, 'UPDATE payment SET created_at = created_at - $2::interval WHERE session_id = $1', [sessionId, interval]);

test('after ten tries at the gateway the next one waits until the tenth-last is an hour old, and is told how long', async ({ server }) => {
  const { sessionId, paymentLink } = await shop.link();
  const method = await methodId(shop, sessionId, 'CARD');
  for (let tries = 0; tries < 10; tries += 1) expect((await press(sessionId, method)).status).toBe(200);
  await ageTries(server, sessionId, '17 minutes 30 seconds');
  const refused = await press(sessionId, method);
  expectProblem(refused, 429, 'rate_limited');
  expect(refused.body.detail).toContain('Try again in 45 minutes');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(42 * 60);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(42.5 * 60);
  const cooling = (await (await fetch(`${paymentLink}/status`)).json()) as { version: string };
  expect(cooling.version).toMatch(/\.cool-down-\d+$/);
  const replacing = (await shop.api('POST', `/session/${sessionId}/link`, {})).body as { paymentLink: string };
  expect((await (await fetch(`${replacing.paymentLink}/status`)).json()) as { version: string }).toMatchObject({
    version: expect.not.stringContaining('cool-down'),
  });
  expect((await press(sessionId, method)).status, 'a link the shop has made anew has tries of its own').toBe(200);
});

test('an hour after its tries an order can be tried again', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const method = await methodId(shop, sessionId, 'CARD');
  for (let tries = 0; tries < 10; tries += 1) expect((await press(sessionId, method)).status).toBe(200);
  expect((await press(sessionId, method)).status).toBe(429);
  await ageTries(server, sessionId, '60 minutes');
  expect((await press(sessionId, method)).status).toBe(200);
});

test('tries that did not reach the gateway count only when there are thirty', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const method = await methodId(shop, sessionId, 'CARD');
  await board(server, 'fault', { kind: 'down', method: 'createPaymentRequest', times: 25 });
  for (let tries = 0; tries < 25; tries += 1) expect((await press(sessionId, method)).status).toBe(503);
  for (let tries = 0; tries < 5; tries += 1) expect((await press(sessionId, method)).status).toBe(200);
  expectProblem(await press(sessionId, method), 429, 'rate_limited');
});

/** As if the process that made the start had died before the gateway answered. */
async function orphanStart(server: Parameters<typeof age>[0], sessionId: string): Promise<string> {
  await board(server, 'fault', { kind: 'slow', method: 'createPaymentRequest', delayMs: 4_000 });
  const dying = press(sessionId, await methodId(shop, sessionId, 'CARD'));
  await expect.poll(async () => (await paymentsOf(server, sessionId))[0]?.status).toBe('processing');
  await untilMet(server, 'createPaymentRequest');
  const [payment] = await paymentsOf(server, sessionId);
  void dying.catch(() => undefined);
  return payment?.id ?? '';
}

test('a start whose process died frees its place after 30 seconds, for the next press at once', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const orphan = await orphanStart(server, sessionId);
  const method = await methodId(shop, sessionId, 'CARD');
  expect((await press(sessionId, method)).status).toBe(409);
  await age(server, orphan, '31 seconds');
  await expect.poll(async () => (await press(sessionId, method)).status).toBe(200);
  const [first, second] = await paymentsOf(server, sessionId);
  expect([first?.status, first?.failureCode, second?.status]).toEqual(['failed', 'gateway_unreachable', 'requires_action']);
  await expect.poll(() => statusOf(server, orphan)).toBe('failed');
});

test('a start that nobody finished is ended by the worker, also while the gateway does not answer', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const orphan = await orphanStart(server, sessionId);
  await board(server, 'fault', { kind: 'down', method: 'payments', times: 3 });
  await age(server, orphan, '31 seconds');
  await expect.poll(() => statusOf(server, orphan)).toBe('failed');
  await board(server, 'fault', { kind: 'down', method: 'payments', times: 0 });
});

test('autoCapture takes the money at once', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder(), configuration: { autoCapture: true } });
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  expect(await paymentsOf(server, sessionId)).toEqual([expect.objectContaining({ status: 'captured', settles: true, authorized: 204_999, captured: 204_999 })]);
  expect(await gatewayBooks(server, paymentId)).toEqual([expect.objectContaining({ status: 'captured', captured: 204_999, operations: [] })]);
});

for (const [currency, value, minor] of [
  ['JPY', 1_500, 1_500],
  ['DKK', 0.01, 1],
  ['EUR', 123_456.78, 12_345_678],
] as const) {
  test(`${value} ${currency} is paid to the last minor unit`, async ({ server }) => {
    const sessionId = await openSession(shop, { order: anOrder({ value, currency }) });
    const { paymentId, url } = await startPayment(shop, sessionId);
    await submitAtGateway(url, pays.card);
    await expect.poll(() => statusOf(server, paymentId)).toBe('authorized');
    expect(await gatewayBooks(server, paymentId)).toEqual([expect.objectContaining({ reserved: minor, captured: 0 })]);
  });
}

for (const value of [5.66, 5.67]) {
  test(`a payment of ${value} is refused by the bank, charges nothing, and can be tried again`, async ({ server }) => {
    const sessionId = await openSession(shop, { order: anOrder({ value }) });
    const { paymentId, url } = await startPayment(shop, sessionId);
    await submitAtGateway(url, pays.card);
    await expect.poll(() => statusOf(server, paymentId)).toBe('failed');
    expect(await sessionStatusOf(server, sessionId)).toBe('open');
    expect(await gatewayBooks(server, paymentId)).toEqual([expect.objectContaining({ reserved: 0, captured: 0 })]);
    await startPayment(shop, sessionId);
  });
}

test('a key that a failing request gives back in the very moment another one comes is no error of ours', async ({ server }) => {
  // The second request finds the key taken, and reads whose it is only after the first has failed and given it back.
  const pause = `CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$`;
  await queryAsGuest(server.settings, pause);
  await queryAsGuest(server.settings, 'CREATE TRIGGER pause AFTER INSERT ON idempotency_key FOR EACH STATEMENT EXECUTE FUNCTION pause()');
  const sessionId = await openSession(shop, {});
  const answers = await Promise.all([press(sessionId, sessionId, 'given-back'), press(sessionId, sessionId, 'given-back')]);
  await queryAsGuest(server.settings, 'DROP FUNCTION pause CASCADE');
  for (const answer of answers) expectProblem(answer, 409, 'session_incomplete');
});
