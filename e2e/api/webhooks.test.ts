import { createHmac } from 'node:crypto';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { expectProblem } from '../fixtures/api.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type ReceivedCallback, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

type Told = { id: string; type: string; sequence: number; sessionId: string; previousStatus: string | null; data: Record<string, Record<string, unknown>> };

/** An endpoint of the shop's at a path of its own, and what it has heard. */
async function endpoint(path: string, given: object = {}) {
  const { status, body, text } = await shop.api('POST', '/webhooks', { url: `${shop.origin}${path}`, ...given });
  expect(status, text).toBe(201);
  const heard = () => shop.callbacks.filter((callback) => callback.path === path);
  const told = () => heard().map(({ body: sent }) => JSON.parse(sent) as Told);
  return { id: String(body.id), secret: String(body.secret), heard, told };
}

/** The signature of a webhook as its receiver computes it, from the words of Standard Webhooks alone. */
function signatureOf({ headers, body }: ReceivedCallback, secret: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

async function paid(server: RunningServer): Promise<{ sessionId: string; paymentId: string }> {
  const sessionId = await openSession(shop, { order: anOrder() });
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.card);
  await expect
    .poll(async () => (await queryAsGuest(server.settings, 'SELECT status::text FROM checkout_session WHERE id = $1', [sessionId]))[0])
    .toEqual({ status: 'paid' });
  return { sessionId, paymentId };
}

const eventsOf = async (sessionId: string): Promise<Told[]> => {
  const { body } = await shop.api('GET', `/events?sessionId=${sessionId}`);
  return (body.events as { event: Told }[]).map(({ event }) => event);
};

test('an endpoint hears a payment from its link to its refund, in order, signed, whole, and as the list of events has it', async ({ server }) => {
  const { secret, heard, told, id } = await endpoint('/hooks/all');
  const { sessionId, id: linkId } = await shop.link();
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(() => told().map(({ type }) => type)).toEqual(['payment_link.opened', 'payment.authorized', 'session.paid']);
  await shop.api('POST', `/payment/${paymentId}/capture`, {});
  await shop.api('POST', `/payment/${paymentId}/refund`, { amount: { value: 10, currency: 'DKK' } });
  await expect
    .poll(() => told().map(({ type }) => type))
    .toEqual(['payment_link.opened', 'payment.authorized', 'session.paid', 'payment.captured', 'refund.succeeded']);
  expect(told().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  for (const callback of heard()) {
    expect(callback.headers['webhook-signature']).toBe(signatureOf(callback, secret));
    expect(Math.abs(Number(callback.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(30);
    expect(callback.headers['content-type']).toBe('application/json');
  }
  expect(heard().map(({ headers }) => headers['webhook-id'])).toEqual(told().map((event) => event.id));
  const [opened, authorized, , , refunded] = told();
  expect(opened?.data.link).toMatchObject({ id: linkId, status: 'ACTIVE' });
  expect(authorized).toMatchObject({ previousStatus: 'REQUIRES_ACTION', mode: 'test', data: { payment: { paymentId, status: 'AUTHORIZED', settles: true } } });
  expect(authorized?.data.session).toMatchObject({ sessionId, status: 'PAID', order: anOrder() });
  expect(refunded?.data.payment).toMatchObject({ capturedAmount: { value: 2049.99 }, refundedAmount: { value: 10 } });
  expect(JSON.stringify(told())).not.toContain('paymentLink"');
  expect(await eventsOf(sessionId)).toEqual(told());
  await shop.api('PATCH', `/webhooks/${id}`, { status: 'DISABLED' });
  expect(await queryAsGuest(server.settings, 'SELECT 1 FROM delivery WHERE endpoint_id = $1 AND status = $2', [id, 'pending'])).toEqual([]);
});

test('every end of a link and of a session is told once, with the status before', async ({ server }) => {
  const first = await shop.link();
  await shop.api('POST', `/session/${first.sessionId}/link`, {});
  await shop.api('PUT', `/session/${first.sessionId}`, { order: anOrder({ value: 100 }) });
  await shop.api('POST', `/session/${first.sessionId}/cancel`, {});
  expect((await eventsOf(first.sessionId)).map(({ type, previousStatus }) => [type, previousStatus])).toEqual([
    ['payment_link.replaced', 'ACTIVE'],
    ['session.changed', null],
    ['session.cancelled', 'OPEN'],
    ['payment_link.cancelled', 'ACTIVE'],
  ]);
  const second = await shop.link();
  await queryAsGuest(server.settings, `UPDATE payment_link SET created_at = now() - interval '2 days', valid_until = now() - interval '1 day' WHERE id = $1`, [
    second.id,
  ]);
  await expect.poll(async () => (await eventsOf(second.sessionId)).map(({ type }) => type), { timeout: 15_000 }).toEqual(['payment_link.expired']);
  expect((await eventsOf(second.sessionId))[0]?.data.link).toMatchObject({ id: second.id, status: 'EXPIRED' });
});

test('positions let a receiver read everything once, page by page; wrong questions are told', async () => {
  const positions: number[] = [];
  const ids: string[] = [];
  let after = 0;
  await expect.poll(async () => (await shop.api('GET', '/events?limit=1')).body.events).toHaveLength(1);
  for (let hasMore = true; hasMore; ) {
    const { body, status } = await shop.api('GET', `/events?after=${after}&limit=3`);
    expect(status).toBe(200);
    const events = body.events as { position: number; event: Told }[];
    positions.push(...events.map(({ position }) => position));
    ids.push(...events.map(({ event }) => event.id));
    after = events.at(-1)?.position ?? after;
    hasMore = Boolean(body.hasMore);
  }
  expect(positions).toEqual(positions.map((_, index) => index + 1));
  expect(new Set(ids).size).toBe(ids.length);
  for (const query of [
    'after=-1',
    'after=x',
    'afterSequence=1',
    'limit=0',
    'limit=501',
    'colour=red',
    'after=1&after=2',
    `sessionId=${crypto.randomUUID()}&after=1`,
  ]) {
    expectProblem(await shop.api('GET', `/events?${query}`), 422, 'invalid_field');
  }
});

test('an order too long for a receiver is listed as it was sent, and times that nobody can have are refused', async () => {
  const orderLines = Array.from({ length: 200 }, (_, index) => ({
    itemId: `item-${index}`,
    description: 'A thing to buy '.repeat(6),
    quantity: 1,
    unitPrice: 1,
  }));
  const sessionId = await openSession(shop, { order: { orderId: 'Long', amount: { value: 200, currency: 'DKK' }, orderLines } });
  await shop.api('POST', `/session/${sessionId}/cancel`, {});
  const [event] = await eventsOf(sessionId);
  expect(event?.data.session).toMatchObject({ orderLinesOmitted: true, order: { orderId: 'Long' } });
  for (const createdFrom of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00%2B01:00', '9999-12-31T23:59:59-23:59', 'yesterday']) {
    expectProblem(await shop.api('GET', `/deliveries?createdFrom=${createdFrom}`), 422, 'invalid_field');
  }
  expectProblem(await shop.api('GET', `/deliveries?before=99999999999999.${crypto.randomUUID()}`), 422, 'invalid_field');
  expect((await shop.api('GET', `/deliveries?before=9999999999999.${crypto.randomUUID()}`)).status).toBe(200);
});

test('only the types that were asked for arrive; a switched off endpoint gets what it missed by a replay', async ({ server }) => {
  const chosen = await endpoint('/hooks/chosen', { eventTypes: ['session.paid'] });
  const one = await paid(server);
  await expect.poll(() => chosen.told().map(({ sessionId }) => sessionId)).toEqual([one.sessionId]);
  expect(chosen.told()[0]?.type).toBe('session.paid');
  const since = new Date().toISOString();
  const off = await shop.api('PATCH', `/webhooks/${chosen.id}`, { status: 'DISABLED' });
  expect(off.body).toMatchObject({ status: 'DISABLED', disabledReason: 'MERCHANT' });
  expectProblem(await shop.api('POST', `/webhooks/${chosen.id}/replay`, { since }), 409, 'conflict');
  const two = await paid(server);
  await expect
    .poll(async () =>
      ((await shop.api('GET', `/events?sessionId=${two.sessionId}`)).body.events as { position: number | null }[]).every(({ position }) => position !== null),
    )
    .toBe(true);
  expect((await shop.api('PATCH', `/webhooks/${chosen.id}`, { status: 'ENABLED' })).body).toMatchObject({ status: 'ENABLED', disabledReason: null });
  expect((await shop.api('POST', `/webhooks/${chosen.id}/replay`, { since })).body).toEqual({ replayed: 1, hasMore: false });
  await expect.poll(() => chosen.told().map(({ sessionId }) => sessionId)).toEqual([one.sessionId, two.sessionId]);
});

test('during a rotation both secrets sign; afterwards the new one alone', async ({ server }) => {
  const rotating = await endpoint('/hooks/rotating', { eventTypes: ['session.paid'] });
  const { body } = await shop.api('POST', `/webhooks/${rotating.id}/rotate-secret`, { overlapHours: 1 });
  expect(body.secret).not.toBe(rotating.secret);
  await paid(server);
  await expect.poll(() => rotating.heard().length).toBe(1);
  const [first] = rotating.heard();
  if (!first) throw new Error('nothing heard');
  const both = [String(body.secret), rotating.secret].map((secret) => signatureOf(first, secret));
  expect(first.headers['webhook-signature']).toBe(both.join(' '));
  const again = await shop.api('POST', `/webhooks/${rotating.id}/rotate-secret`, { overlapHours: 0 });
  await paid(server);
  await expect.poll(() => rotating.heard().length).toBe(2);
  const second = rotating.heard()[1];
  expect(second?.headers['webhook-signature']).toBe(second && signatureOf(second, String(again.body.secret)));
});

test('what is not taken is seen in the log, waits its turn in the session, and is replayed; 410 switches the endpoint off with an alarm', async ({
  server,
}) => {
  const path = '/hooks/failing';
  const failing = await endpoint(path);
  shop.answer(path, 500);
  const { sessionId } = await paid(server);
  await expect.poll(() => failing.told().length).toBe(1);
  const list = async (query: string) =>
    (await shop.api('GET', `/deliveries?endpointId=${failing.id}&${query}`)).body.deliveries as { id: string; tells: string; attempts: number }[];
  await expect
    .poll(async () => (await list('status=PENDING')).map(({ tells, attempts }) => [tells, attempts]))
    .toEqual([
      ['session.paid', 0],
      ['payment.authorized', 1],
    ]);
  const [later, first] = await list(`sessionId=${sessionId}`);
  const whole = await shop.api('GET', `/deliveries/${first?.id}`);
  expect(whole.body).toMatchObject({
    kind: 'WEBHOOK',
    tells: 'payment.authorized',
    tries: [{ status: 500, error: null }],
    request: { contentType: 'application/json' },
  });
  expect((await shop.api('GET', `/webhooks/${failing.id}`)).body.failingSince).not.toBeNull();
  shop.answer(path, 200);
  expect((await shop.api('POST', `/deliveries/${first?.id}/replay`, {})).status).toBe(200);
  await expect.poll(() => failing.told().map(({ type }) => type)).toEqual(['payment.authorized', 'payment.authorized', 'session.paid']);
  expect(new Set(failing.told().map(({ id }) => id)).size).toBe(2);
  await expect.poll(async () => (await shop.api('GET', `/deliveries/${later?.id}`)).body.status).toBe('DELIVERED');
  expect((await shop.api('GET', `/webhooks/${failing.id}`)).body.failingSince).toBeNull();
  shop.answer(path, 410);
  await paid(server);
  await expect.poll(async () => (await shop.api('GET', `/webhooks/${failing.id}`)).body).toMatchObject({ status: 'DISABLED', disabledReason: 'GONE' });
  await expect.poll(() => server.log()).toMatch(new RegExp(`"endpointId":"${failing.id}".*ALARM: a webhook endpoint was switched off`));
  expect(await list('status=PENDING')).toEqual([]);
});

test('a redirect is not followed and not taken; Retry-After holds the whole endpoint back', async ({ server }) => {
  const busy = await endpoint('/hooks/busy', { eventTypes: ['session.paid'] });
  shop.answer('/hooks/busy', 429, { 'retry-after': '600' });
  await paid(server);
  await expect.poll(async () => (await shop.api('GET', `/webhooks/${busy.id}`)).body.pausedUntil).not.toBeNull();
  await paid(server);
  await expect.poll(async () => ((await shop.api('GET', `/deliveries?endpointId=${busy.id}`)).body.deliveries as object[]).length).toBe(2);
  expect(busy.heard()).toHaveLength(1);
  const moved = await endpoint('/hooks/moved', { eventTypes: ['session.paid'] });
  shop.answer('/hooks/moved', 302, { location: `${shop.origin}/hooks/target` });
  await paid(server);
  await expect.poll(() => moved.heard().length).toBe(1);
  await expect
    .poll(async () => ((await shop.api('GET', `/deliveries?endpointId=${moved.id}`)).body.deliveries as { status: string }[])[0]?.status)
    .toBe('PENDING');
  expect(shop.callbacks.filter(({ path }) => path === '/hooks/target')).toEqual([]);
});

test('a test event is sent at once and answered with what was sent and heard', async () => {
  const tested = await endpoint('/hooks/tested', { eventTypes: ['session.cancelled'] });
  const { body } = await shop.api('POST', `/webhooks/${tested.id}/test`, {});
  expect(body).toMatchObject({ isTaken: true, answer: { status: 200, error: null }, request: { url: `${shop.origin}/hooks/tested` } });
  const [callback] = tested.heard();
  expect(callback?.headers['webhook-signature']).toBe(callback && signatureOf(callback, tested.secret));
  expect(tested.told()[0]?.type).toBe('webhook.test');
  shop.answer('/hooks/tested', 500);
  expect((await shop.api('POST', `/webhooks/${tested.id}/test`, {})).body).toMatchObject({ isTaken: false, answer: { status: 500 } });
});

test('another merchant’s endpoints, events and deliveries are not there; bad endpoints are refused with the field', async ({ server }) => {
  const mine = await endpoint('/hooks/mine');
  const { sessionId } = await paid(server);
  await expect.poll(() => mine.told().length).toBe(2);
  const [delivery] = (await shop.api('GET', `/deliveries?endpointId=${mine.id}`)).body.deliveries as { id: string }[];
  const other = await openShop(server, 'Other Shop');
  const calls = [
    ['GET', `/webhooks/${mine.id}`],
    ['PATCH', `/webhooks/${mine.id}`],
    ['POST', `/webhooks/${mine.id}/rotate-secret`],
    ['POST', `/webhooks/${mine.id}/test`],
    ['GET', `/deliveries/${delivery?.id}`],
    ['POST', `/deliveries/${delivery?.id}/replay`],
  ] as const;
  for (const [method, path] of calls) expectProblem(await other.api(method, path, method === 'GET' ? undefined : {}), 404, 'not_found');
  expectProblem(await other.api('POST', `/webhooks/${mine.id}/replay`, { since: new Date().toISOString() }), 404, 'not_found');
  expectProblem(await shop.api('POST', `/webhooks/${mine.id}/replay`, { since: '0000-01-01T00:00:00Z' }), 422, 'invalid_field');
  expectProblem(await other.api('GET', `/events?sessionId=${sessionId}`), 404, 'not_found');
  expect((await other.api('GET', `/deliveries?endpointId=${mine.id}`)).body.deliveries).toEqual([]);
  expect((await other.api('GET', '/webhooks')).body.endpoints).toEqual([]);
  await other.close();
  for (const url of ['ftp://a.example/', 'http://10.0.0.1/', 'http://user:pass@93.184.215.14/', 'http://93.184.215.14:8080/', 'nonsense']) {
    const refused = await shop.api('POST', '/webhooks', { url });
    expectProblem(refused, 422, 'invalid_field');
    expect(refused.body.errors).toEqual([expect.objectContaining({ pointer: '/url' })]);
  }
  expectProblem(await shop.api('POST', '/webhooks', { url: `${shop.origin}/x`, eventTypes: ['payment.exploded'] }), 422, 'invalid_field');
});
