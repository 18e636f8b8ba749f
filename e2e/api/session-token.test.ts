import { decodeJwt } from 'jose';
import { anOrder } from '#lib/testing/orders.ts';
import { type Caller, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
let sessionId: string;
let customer: Caller;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
  sessionId = await newSession();
  customer = caller(server, `Bearer ${await issue(sessionId)}`);
});
test.afterAll(() => shop.close());

const newSession = async (): Promise<string> => String((await shop.api('POST', '/session', { order: anOrder() })).body.sessionId);

async function issue(id: string): Promise<string> {
  const { status, body } = await shop.api('POST', `/session/${id}/token`);
  expect(status).toBe(201);
  return String(body.token);
}

test('a session’s token lists and pays, lives half an hour, and names its session', async () => {
  const { body } = await shop.api('POST', `/session/${sessionId}/token`);
  expect(body).toEqual({ token: expect.any(String), expiresIn: 1800 });
  const claims = decodeJwt(String(body.token));
  expect(claims).toMatchObject({ sid: sessionId, groups: ['ExecutePayment', 'ListPaymentMethods'] });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(1800);
});

test('with it a browser lists the methods and pays', async () => {
  const listed = await customer('GET', `/session/${sessionId}/payment-methods`);
  expect(listed.status).toBe(200);
  const [method] = listed.body.methods as { id: string }[];
  expect((await customer('POST', '/payment', { sessionId, paymentMethodId: method?.id })).status).toBe(200);
});

test('another session of the same merchant is not found, so that ids cannot be probed', async () => {
  const other = await newSession();
  const methods = (await customer('GET', `/session/${sessionId}/payment-methods`)).body.methods as { id: string }[];
  for (const id of [other, '01890000-0000-7000-8000-000000000000']) {
    expectProblem(await customer('GET', `/session/${id}/payment-methods`), 404, 'not_found');
    expectProblem(await customer('POST', '/payment', { sessionId: id, paymentMethodId: methods[0]?.id }), 404, 'not_found');
  }
});

test('it cannot change, read, link or make a session, nor get another token', async () => {
  const calls: [string, string][] = [
    ['PUT', `/session/${sessionId}`],
    ['GET', `/session/${sessionId}`],
    ['POST', `/session/${sessionId}/link`],
    ['POST', `/session/${sessionId}/token`],
    ['POST', '/session'],
  ];
  for (const [method, path] of calls) expectProblem(await customer(method, path, method === 'GET' ? undefined : {}), 403, 'forbidden');
  expectProblem(await customer('POST', '/authenticate'), 401, 'unauthenticated');
});

test('AltaPay’s own token, which may reach a browser too, makes none of these', async ({ server }) => {
  const api = caller(server, `Bearer ${await tokenOf(server, shop)}`);
  expectProblem(await api('POST', `/session/${sessionId}/token`), 403, 'forbidden');
  expectProblem(await api('GET', `/session/${sessionId}`), 403, 'forbidden');
});

test('a customer and the merchant do not share idempotency keys, not even for one session', async () => {
  const [first, second] = (await customer('GET', `/session/${sessionId}/payment-methods`)).body.methods as { id: string }[];
  const headers = { 'idempotency-key': 'shared' };
  const byCustomer = await customer('POST', '/payment', { sessionId, paymentMethodId: first?.id }, headers);
  const byMerchant = await shop.api('POST', '/payment', { sessionId, paymentMethodId: second?.id }, headers);
  expect([byCustomer.status, byMerchant.status]).toEqual([200, 200]);
  expect(byMerchant.body.paymentId).not.toBe(byCustomer.body.paymentId);
});

test('a token is made for every request, whatever its Idempotency-Key', async () => {
  const issue = () => shop.api('POST', `/session/${sessionId}/token`, undefined, { 'idempotency-key': 'again' });
  const [first, second] = [await issue(), await issue()];
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body.token).not.toBe(first.body.token);
});
