import { anOrder } from '#lib/testing/orders.ts';
import { basic, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
let stranger: Shop;
test.beforeAll(async ({ server }) => {
  [shop, stranger] = await Promise.all([openShop(server), openShop(server, 'Stranger')]);
});
test.afterAll(() => Promise.all([shop.close(), stranger.close()]));

const nobody = '01890000-0000-7000-8000-000000000000';

test('another merchant’s session, link or payment is not found on any address, whatever the credentials', async ({ server }) => {
  const { sessionId, id: linkId } = await shop.link();
  const [method] = (await shop.api('GET', `/session/${sessionId}/payment-methods`)).body.methods as { id: string }[];
  const started = await shop.api('POST', '/payment', { sessionId, paymentMethodId: method?.id });
  const paymentId = String(started.body.paymentId);
  const before = (await shop.api('GET', `/session/${sessionId}`)).text;
  const calls: [string, string, unknown?][] = [
    ['GET', `/session/${sessionId}`],
    ['PUT', `/session/${sessionId}`, { order: anOrder({ value: 1 }) }],
    ['GET', `/session/${sessionId}/payment-methods`],
    ['GET', `/session/${sessionId}/checkout`],
    ['GET', `/session/${sessionId}/status`],
    ['POST', `/session/${sessionId}/opened`, {}],
    ['POST', `/session/${sessionId}/extend`, {}],
    ['POST', `/session/${sessionId}/link`, {}],
    ['POST', `/session/${sessionId}/token`, {}],
    ['POST', `/session/${sessionId}/cancel`, {}],
    ['GET', `/link/${linkId}`],
    ['PATCH', `/link/${linkId}`, { validityTime: 30_000 }],
    ['POST', `/link/${linkId}/cancel`, {}],
    ['POST', `/link/${linkId}/reissue`, {}],
    ...['qr.png', 'qr.svg', 'qr.pdf', 'qr.txt', 'poster.pdf'].map((file): [string, string] => ['GET', `/link/${linkId}/${file}`]),
    ['POST', '/payment', { sessionId, paymentMethodId: method?.id }],
    ['GET', `/session/${sessionId}/timeline`],
    ['GET', `/payment/${paymentId}`],
    ...['receipt.json', 'receipt.pdf'].map((file): [string, string] => ['GET', `/payment/${paymentId}/${file}`]),
    ['POST', `/payment/${paymentId}/capture`, {}],
    ['POST', `/payment/${paymentId}/refund`, { amount: { value: 1, currency: 'DKK' } }],
    ['POST', `/payment/${paymentId}/release`, {}],
  ];
  // 404, not 403: an id that is somebody's must look like one that is nobody's.
  for (const authorization of [basic(stranger), `Bearer ${await tokenOf(server, stranger, '?group=Management')}`]) {
    for (const [verb, path, body] of calls) {
      const theirs = await caller(server, authorization)(verb, path, body);
      expectProblem(theirs, 404, 'not_found');
      const ours = new RegExp([sessionId, linkId, paymentId].join('|'), 'g');
      const nobodys = JSON.parse(JSON.stringify([path, body]).replaceAll(ours, nobody)) as [string, unknown];
      const unknown = await caller(server, authorization)(verb, nobodys[0], nobodys[1] ?? undefined);
      expect({ ...unknown.body, requestId: 0 }).toEqual({ ...theirs.body, requestId: 0 });
    }
  }
  expect((await shop.api('GET', `/session/${sessionId}`)).text).toBe(before);
});

test('without credentials nothing is told apart', async ({ server }) => {
  const { sessionId } = await shop.link();
  for (const id of [sessionId, nobody]) expectProblem(await caller(server)('GET', `/session/${id}`), 401, 'unauthenticated');
});
