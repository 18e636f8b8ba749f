import { expectProblem } from '../fixtures/api.ts';
import { paymentsOf } from '../fixtures/books.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

test('a cancelled link takes no payment, says so, and leaves the session open for another link', async () => {
  const link = await shop.link();
  const cancelled = await shop.api('POST', `/link/${link.id}/cancel`, {});
  expect([cancelled.status, cancelled.body]).toMatchObject([200, { id: link.id, status: 'CANCELLED' }]);
  expect(await statusOf(link.paymentLink)).toBe(410);
  expect((await shop.api('GET', `/session/${link.sessionId}`)).body.status).toBe('OPEN');
  const next = await shop.api('POST', `/session/${link.sessionId}/link`, {});
  expect(await statusOf(String(next.body.paymentLink))).toBe(200);
});

test('cancelling twice answers alike and is noted once', async () => {
  const link = await shop.link();
  const [first, second] = await Promise.all([shop.api('POST', `/link/${link.id}/cancel`, {}), shop.api('POST', `/link/${link.id}/cancel`, {})]);
  expect([first?.status, second?.status]).toEqual([200, 200]);
  expect(second?.body).toEqual(first?.body);
  const again = await shop.api('POST', `/session/${link.sessionId}/cancel`, {});
  expect((await shop.api('POST', `/session/${link.sessionId}/cancel`, {})).body).toEqual(again.body);
});

test('a replaced link cannot be cancelled: it is over', async () => {
  const link = await shop.link();
  await shop.api('POST', `/session/${link.sessionId}/link`, {});
  expectProblem(await shop.api('POST', `/link/${link.id}/cancel`, {}), 409, 'conflict');
});

test('a cancelled session ends with its link and takes neither change, link nor payment', async () => {
  const link = await shop.link();
  expect((await shop.api('POST', `/session/${link.sessionId}/cancel`, {})).body.status).toBe('CANCELLED');
  expect(await statusOf(link.paymentLink)).toBe(410);
  for (const [verb, path] of [
    ['PUT', `/session/${link.sessionId}`],
    ['POST', `/session/${link.sessionId}/link`],
  ] as const)
    expectProblem(await shop.api(verb, path, {}), 409, 'session_ended');
});

test('a payment that began before the session was cancelled is refused before money moves', async ({ server }) => {
  const { sessionId } = await shop.link();
  const { url } = await startPayment(shop, sessionId);
  await shop.api('POST', `/session/${sessionId}/cancel`, {});
  await submitAtGateway(url, pays.card);
  await expect.poll(() => paymentsOf(server, sessionId)).toMatchObject([{ status: 'failed', authorized: 0, captured: 0 }]);
  expect((await shop.api('GET', `/session/${sessionId}`)).body.status).toBe('CANCELLED');
});

test('a session whose bank has yet to decide, or that is paid, cannot be cancelled', async () => {
  const pending = (await shop.link()).sessionId;
  await submitAtGateway((await startPayment(shop, pending, 'BANKPAYMENT')).url, pays.later);
  await expect.poll(async () => (await shop.api('GET', `/session/${pending}`)).body.status).toBe('PENDING');
  expectProblem(await shop.api('POST', `/session/${pending}/cancel`, {}), 409, 'payment_in_progress');
  const paid = (await shop.link()).sessionId;
  await submitAtGateway((await startPayment(shop, paid)).url, pays.card);
  await expect.poll(async () => (await shop.api('GET', `/session/${paid}`)).body.status).toBe('PAID');
  expectProblem(await shop.api('POST', `/session/${paid}/cancel`, {}), 409, 'session_paid');
});
