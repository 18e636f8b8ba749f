import { anOrder } from '#lib/testing/orders.ts';
import { basic, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

type Method = { id: string; type: string; name: string; description: string; logoUrl: string; metadata: Record<string, string> };

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

async function session(given: Parameters<typeof anOrder>[0] = {}): Promise<string> {
  return String((await shop.api('POST', '/session', { order: anOrder(given) })).body.sessionId);
}

async function methods(sessionId: string): Promise<Method[]> {
  return (await shop.api('GET', `/session/${sessionId}/payment-methods`)).body.methods as Method[];
}

/** What `POST /payment` takes for a card payment of a new session. */
async function cardPayment(given: Parameters<typeof anOrder>[0] = {}): Promise<{ sessionId: string; paymentMethodId: string }> {
  const sessionId = await session(given);
  const card = (await methods(sessionId)).find(({ type }) => type === 'CARD');
  return { sessionId, paymentMethodId: card?.id ?? '' };
}

test('a method carries every documented member', async ({ server }) => {
  const found = await methods(await session());
  expect(found.map(({ type }) => type)).toContain('CARD');
  for (const method of found) {
    expect(method).toEqual({
      id: expect.stringMatching(uuid),
      type: expect.stringMatching(/^[A-Z0-9]+$/),
      name: expect.stringMatching(/\w/),
      description: expect.any(String),
      logoUrl: expect.stringMatching(new RegExp(`^${server.publicUrl}/logos/[a-z0-9]+\\.svg$`)),
      display: 'REDIRECT',
      onInitiatePayment: { type: 'POST', value: `${server.publicUrl}/checkout/v1/api/payment` },
      metadata: { terminalName: expect.stringMatching(/\w/) },
    });
    const logo = await fetch(method.logoUrl);
    expect([logo.status, logo.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  }
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
});

test('only methods of the order’s currency are offered', async () => {
  const danish = await methods(await session());
  const yen = await methods(await session({ value: 1200, currency: 'JPY' }));
  expect(danish.length).toBeGreaterThan(yen.length);
});

test('an amount whose third decimal the gateway cannot carry has no method', async () => {
  expect(await methods(await session({ value: 1.005, currency: 'KWD' }))).toEqual([]);
});

test('methods need an order', async () => {
  const { body } = await shop.api('POST', '/session');
  expectProblem(await shop.api('GET', `/session/${body.sessionId}/payment-methods`), 409, 'session_incomplete');
});

test('a payment answers where the customer goes on, at the gateway', async ({ server }) => {
  const answer = await shop.api('POST', '/payment', await cardPayment({ orderId: 'Order/1 æ' }));
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    paymentId: expect.stringMatching(uuid),
    shopOrderId: 'Order/1 æ',
    status: 'REQUIRES_ACTION',
    type: 'REDIRECT',
    url: expect.stringMatching(new RegExp(`^${server.sandboxUrl}/`)),
  });
  expect((await fetch(String(answer.body.url))).status).toBe(200);
});

test('the address of onInitiatePayment starts a payment with what it was told', async ({ server }) => {
  const given = await cardPayment();
  const response = await fetch(`${server.publicUrl}/checkout/v1/api/payment`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOf(server, shop)}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...given, requestData: { applePayRequestData: { source: 'PASSKIT' } } }),
  });
  expect(response.status).toBe(200);
});

test('the same Idempotency-Key is the same payment, in the same bytes', async () => {
  const given = await cardPayment();
  const pay = () => shop.api('POST', '/payment', given, { 'idempotency-key': 'press-1' });
  const first = await pay();
  const second = await pay();
  expect([second.status, second.text]).toEqual([200, first.text]);
});

test('the same Idempotency-Key at the same moment is one payment', async () => {
  const given = await cardPayment();
  const answers = await Promise.all(Array.from({ length: 8 }, () => shop.api('POST', '/payment', given, { 'idempotency-key': 'press-2' })));
  const started = answers.filter(({ status }) => status === 200);
  expect(started.length).toBeGreaterThan(0);
  expect(new Set(started.map(({ text }) => text)).size).toBe(1);
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    expectProblem(answer, 409, 'idempotency_in_flight');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  const again = await shop.api('POST', '/payment', given, { 'idempotency-key': 'press-2' });
  expect(again.text).toBe(started[0]?.text);
});

test('a customer who went back may choose again: another payment of the same session', async () => {
  const given = await cardPayment();
  const first = await shop.api('POST', '/payment', given);
  const second = await shop.api('POST', '/payment', given);
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(second.body.paymentId).not.toBe(first.body.paymentId);
});

test('a session without an order cannot be paid', async () => {
  const { paymentMethodId } = await cardPayment();
  const { body } = await shop.api('POST', '/session');
  expectProblem(await shop.api('POST', '/payment', { sessionId: body.sessionId, paymentMethodId }), 409, 'session_incomplete');
});

test('a method that the session does not offer is refused: unknown, another merchant’s, another currency’s', async ({ server }) => {
  const other = await openShop(server, 'Other');
  await other.close();
  const { body } = await other.api('POST', '/session', { order: anOrder() });
  const theirs = ((await other.api('GET', `/session/${body.sessionId}/payment-methods`)).body.methods as Method[])[0]?.id;
  const sessionId = await session();
  for (const paymentMethodId of ['01890000-0000-7000-8000-000000000000', theirs])
    expectProblem(await shop.api('POST', '/payment', { sessionId, paymentMethodId }), 422, 'invalid_field', ['/paymentMethodId']);
  const { paymentMethodId } = await cardPayment();
  const kuwaiti = await session({ value: 1.005, currency: 'KWD' });
  expectProblem(await shop.api('POST', '/payment', { sessionId: kuwaiti, paymentMethodId }), 422, 'invalid_field', ['/paymentMethodId']);
});

test('a payment needs both ids, as ids', async () => {
  const { sessionId, paymentMethodId } = await cardPayment();
  expectProblem(await shop.api('POST', '/payment'), 422, 'invalid_field', ['/paymentMethodId', '/sessionId']);
  expectProblem(await shop.api('POST', '/payment', { sessionId }), 422, 'invalid_field', ['/paymentMethodId']);
  expectProblem(await shop.api('POST', '/payment', { sessionId: 'x', paymentMethodId: 1 }), 422, 'invalid_field', ['/paymentMethodId', '/sessionId']);
  expectProblem(await shop.api('POST', '/payment', { sessionId: '01890000-0000-7000-8000-000000000000', paymentMethodId }), 404, 'not_found');
});

test('a payment under way keeps its amount: a changed order is another revision', async () => {
  const given = await cardPayment();
  expect((await shop.api('POST', '/payment', given)).status).toBe(200);
  const changed = await shop.api('PUT', `/session/${given.sessionId}`, { order: anOrder({ value: 1 }) });
  expect(changed).toMatchObject({ status: 200, body: { revision: 1, order: { amount: { value: 1 } } } });
});

test('Basic credentials and AltaPay’s three groups start a payment', async ({ server }) => {
  for (const authorization of [basic(shop), `Bearer ${await tokenOf(server, shop)}`])
    expect((await caller(server, authorization)('POST', '/payment', await cardPayment())).status).toBe(200);
});
