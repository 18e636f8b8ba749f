import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { type Answer, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { expectSoundBooks, gatewayBooks, makeDue, paymentsOf, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { changeAtGateway, neverAsk, operateAtGateway, sendCallback } from '../fixtures/forge.ts';
import { dkk, doneAtGateway, type Operation, operate, operationsOf, paid, promiseOnly } from '../fixtures/operations.ts';
import { board, type Kind, openSession, pays, startPayment, submitAtGateway, untilMet } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const uuid = expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.beforeEach(() => {
  shop.callbacks.length = 0;
});
test.afterEach(({ server }) => expectSoundBooks(server));
test.afterAll(() => shop.close());

const read = async (paymentId: string) => (await shop.api('GET', `/payment/${paymentId}`)).body;
const possible = async (paymentId: string) => (await read(paymentId)).possible;
const possibly = (amounts: Partial<Record<Operation, number>>) => {
  const of = (kind: Operation) => (amounts[kind] === undefined ? null : dkk(amounts[kind]));
  return { capture: of('capture'), refund: of('refund'), release: of('release') };
};
const line = (unitPrice: number, more: object = {}) => ({ itemId: 'SKU-1', description: 'Blue shirt', quantity: 1, unitPrice, ...more });

test('a payment is read whole, and nothing of it is a secret', async () => {
  const { sessionId, paymentId } = await paid(shop);
  const answer = await shop.api('GET', `/payment/${paymentId}`);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(answer.body).toEqual({
    paymentId,
    sessionId,
    shopOrderId: 'Order-1234/2026',
    status: 'AUTHORIZED',
    method: { id: uuid, type: 'CARD', name: 'Card', terminalName: 'AltaPay Test Card Terminal' },
    amount: dkk(2049.99),
    authorizedAmount: dkk(2049.99),
    capturedAmount: dkk(0),
    refundedAmount: dkk(0),
    disputedAmount: dkk(0),
    settles: true,
    surplusReason: null,
    failure: null,
    cardInformation: { maskedPan: '411111******1111', lastFourDigits: '1111' },
    gatewayReference: expect.stringMatching(/^\d+$/),
    supportCode: expect.stringMatching(/^(?:[0-9A-HJKMNP-TV-Z]{3}-?){3}$/),
    createdAt: instant,
    changedAt: instant,
    operations: [],
    possible: possibly({ capture: 2049.99, release: 2049.99 }),
  });
});

test('a payment that failed is read with the reason, and allows nothing', async () => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const { paymentId, url } = await startPayment(shop, sessionId);
  expect(await read(paymentId)).toMatchObject({ status: 'REQUIRES_ACTION', failure: null, gatewayReference: null, possible: possibly({}) });
  await submitAtGateway(url, pays.declined);
  await expect.poll(async () => (await read(paymentId)).status).toBe('FAILED');
  expect(await read(paymentId)).toMatchObject({ failure: { code: 'card_declined' }, settles: false, possible: possibly({}) });
  for (const kind of ['capture', 'refund', 'release'] as const) {
    const refused = await operate(shop, kind, paymentId);
    expectProblem(refused, 409, 'operation_not_possible');
    expect(refused.body.detail).toContain('has brought no money: it is FAILED');
  }
});

test('a payment is captured in parts, then the rest, and not a penny more', async ({ server }) => {
  const { paymentId } = await paid(shop);
  const first = await operate(shop, 'capture', paymentId, { amount: dkk(500), reason: 'first parcel' });
  expect(first.body).toEqual({
    operationId: uuid,
    kind: 'CAPTURE',
    status: 'SUCCEEDED',
    amount: dkk(500),
    payment: await read(paymentId),
  });
  expect(await read(paymentId)).toMatchObject({
    status: 'CAPTURED',
    capturedAmount: dkk(500),
    possible: possibly({ capture: 1549.99, refund: 500 }),
    operations: [
      {
        operationId: first.body.operationId,
        kind: 'CAPTURE',
        status: 'SUCCEEDED',
        amount: dkk(500),
        reason: 'first parcel',
        failure: null,
        createdAt: instant,
      },
    ],
  });
  const over = await operate(shop, 'capture', paymentId, 1550);
  expectProblem(over, 409, 'operation_not_possible');
  expect(over.body.detail).toBe(
    '1550.00 DKK is more than the 1549.99 DKK that can be captured. Possible now: capture up to 1549.99 DKK, refund up to 500.00 DKK.',
  );
  expect((await operate(shop, 'capture', paymentId, 0.01)).status).toBe(200);
  expect((await operate(shop, 'capture', paymentId)).body).toMatchObject({ amount: dkk(1549.98), status: 'SUCCEEDED' });
  expectProblem(await operate(shop, 'capture', paymentId), 409, 'operation_not_possible');
  expect(await doneAtGateway(server, paymentId)).toEqual(['captured 500.00', 'captured 0.01', 'captured 1549.98']);
  expect((await gatewayBooks(server, paymentId))[0]).toMatchObject({ captured: 204_999, refunded: 0 });
});

test('a payment is refunded in parts, never over, and the order stays paid', async ({ server }) => {
  const { sessionId, paymentId } = await paid(shop, { session: { configuration: { autoCapture: true } } });
  expect(await possible(paymentId)).toEqual(possibly({ refund: 2049.99 }));
  expect((await operate(shop, 'refund', paymentId, 49.99)).status).toBe(200);
  const over = await operate(shop, 'refund', paymentId, 2000.01);
  expectProblem(over, 409, 'operation_not_possible');
  expect(over.body.detail).toContain('more than the 2000.00 DKK that can be refunded');
  const lines = { orderLines: [line(600, { quantity: 2, taxAmount: 300 }), line(-10, { quantity: 50, goodsType: 'discount' })] };
  expect((await operate(shop, 'refund', paymentId, { amount: dkk(1000), ...lines })).body).toMatchObject({ status: 'SUCCEEDED', amount: dkk(1000) });
  expect((await operate(shop, 'refund', paymentId, { orderLines: [line(1000)] })).body).toMatchObject({ status: 'SUCCEEDED', amount: dkk(1000) });
  expectProblem(await operate(shop, 'refund', paymentId), 409, 'operation_not_possible');
  expect(await doneAtGateway(server, paymentId)).toEqual(['refunded 49.99', 'refunded 1000.00', 'refunded 1000.00']);
  expect((await paymentsOf(server, sessionId))[0]).toMatchObject({ status: 'captured', captured: 204_999, refunded: 204_999, settles: true });
  expect(await sessionStatusOf(server, sessionId)).toBe('paid');
});

test('a release gives back a whole authorisation, and afterwards nothing is left', async ({ server }) => {
  const { sessionId, paymentId } = await paid(shop);
  expect((await operate(shop, 'release', paymentId, { reason: 'sold out' })).body).toMatchObject({
    kind: 'RELEASE',
    status: 'SUCCEEDED',
    amount: dkk(2049.99),
  });
  expect(await read(paymentId)).toMatchObject({ status: 'RELEASED', possible: possibly({}) });
  for (const kind of ['capture', 'refund', 'release'] as const) {
    const refused = await operate(shop, kind, paymentId);
    expectProblem(refused, 409, 'operation_not_possible');
    expect(refused.body.detail).toBe('This payment was released: nothing of it is left. Nothing can be done with it now.');
  }
  expect(await doneAtGateway(server, paymentId)).toEqual(['released 2049.99']);
  expect(await sessionStatusOf(server, sessionId)).toBe('paid');
});

test('what the wire cannot do is refused with words that say what to do instead', async () => {
  const { paymentId } = await paid(shop);
  for (const body of [{ amount: dkk(1) }, { amount: dkk(2049.99) }, { amount: 7 }]) {
    const answer = await operate(shop, 'release', paymentId, body);
    expectProblem(answer, 422, 'invalid_field', ['/amount']);
    expect(answer.body.detail).toContain('to keep a part, capture that part instead');
  }
  expectProblem(await operate(shop, 'release', paymentId, { orderLines: [line(1)] }), 422, 'invalid_field', ['/orderLines']);
  const refund = await operate(shop, 'refund', paymentId);
  expectProblem(refund, 409, 'operation_not_possible');
  expect(refund.body.detail).toContain('nothing to refund: release it');
  expect((await operate(shop, 'capture', paymentId, 1)).status).toBe(200);
  const release = await operate(shop, 'release', paymentId, { amount: null, orderLines: null });
  expectProblem(release, 409, 'operation_not_possible');
  expect(release.body.detail).toContain('only a whole authorisation can be released: refund what was captured');
});

test('an amount is exact, above zero and of the payment’s currency, and order lines sum to it', async () => {
  const { paymentId } = await paid(shop);
  const wrong: [body: object | string, pointer: string][] = [
    [{ amount: dkk(0) }, '/amount/value'],
    [{ amount: dkk(-5) }, '/amount/value'],
    [{ amount: dkk(1.005) }, '/amount/value'],
    [{ amount: dkk(1e21) }, '/amount/value'],
    [{ amount: { value: '5', currency: 'DKK' } }, '/amount/value'],
    [{ amount: { value: 5 } }, '/amount/currency'],
    [{ amount: { value: 5, currency: 'EUR' } }, '/amount/currency'],
    [{ amount: { value: 5, currency: 'XXX' } }, '/amount/currency'],
    [{ amount: 5 }, '/amount'],
    [{ reason: 'x'.repeat(256) }, '/reason'],
    [{ reason: 'a\u0000b' }, '/reason'],
    [{ orderLines: [] }, '/orderLines'],
    [{ amount: dkk(5), orderLines: [{ itemId: 'x' }] }, '/orderLines/0/description'],
    [{ amount: dkk(5), orderLines: [line(5), line(0.001)] }, '/orderLines/1/unitPrice'],
    ['[]', ''],
  ];
  for (const [body, pointer] of wrong) {
    const answer = await shop.api('POST', `/payment/${paymentId}/capture`, body);
    expect([answer.status, answer.body.code], answer.text).toEqual([422, 'invalid_field']);
    expect((answer.body.errors as { pointer: string }[])[0]?.pointer).toBe(pointer);
  }
  const apart = await operate(shop, 'capture', paymentId, { amount: dkk(5), orderLines: [line(4.5)] });
  expectProblem(apart, 422, 'order_sum_mismatch', ['/amount/value']);
  expect(apart.body.detail).toContain('sum to 4.50 DKK; the amount is 5.00 DKK: they differ by 0.50.');
  expectProblem(await operate(shop, 'capture', paymentId, { orderLines: [line(2050)] }), 422, 'order_sum_mismatch', ['/amount/value']);
  expect((await read(paymentId)).operations).toEqual([]);
});

test('an empty body is all that is left', async () => {
  const { paymentId } = await paid(shop);
  expect((await shop.api('POST', `/payment/${paymentId}/capture`)).body).toMatchObject({ status: 'SUCCEEDED', amount: dkk(2049.99) });
  expect((await shop.api('POST', `/payment/${paymentId}/refund`)).body).toMatchObject({ status: 'SUCCEEDED', amount: dkk(2049.99) });
});

test('a bank payment was taken at once: it is refunded, never captured or released', async () => {
  const { paymentId } = await paid(shop, { kind: 'BANKPAYMENT' });
  await expect.poll(() => possible(paymentId)).toEqual(possibly({ refund: 2049.99 }));
  for (const kind of ['capture', 'release'] as const) expectProblem(await operate(shop, kind, paymentId), 409, 'operation_not_possible');
  expect((await operate(shop, 'refund', paymentId, 100)).body).toMatchObject({ status: 'SUCCEEDED' });
});

test('a payment that does not pay the order is given back by us alone', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder({ value: 8.66 }) });
  const [first, second] = [await startPayment(shop, sessionId), await startPayment(shop, sessionId)];
  await neverAsk(server, second.paymentId);
  await submitAtGateway(first.url, pays.card);
  // The gateway refuses to let 8.66 go, so the surplus stays a while.
  await submitAtGateway(second.url, pays.card);
  await expect.poll(async () => (await operationsOf(server, second.paymentId))[0]?.code).toBe('failed_1000');
  expect(await read(second.paymentId)).toMatchObject({ settles: false, surplusReason: 'already_paid', possible: possibly({}) });
  expect((await read(second.paymentId)).operations).toMatchObject([{ kind: 'RELEASE', status: 'OUTSTANDING', failure: { code: 'failed_1000' } }]);
  expectProblem(await operate(shop, 'capture', second.paymentId), 409, 'operation_outstanding');
  await changeAtGateway(server, second.paymentId, `status = 'released'`);
  await makeDue(server);
  await expect.poll(() => statusOf(server, second.paymentId)).toBe('released');
  const refused = await operate(shop, 'refund', second.paymentId);
  expectProblem(refused, 409, 'operation_not_possible');
  expect(refused.body.detail).toContain('does not pay the order (already_paid); it is given back in full');
});

const parallel = 20;

/** Asks again while another operation is outstanding, as the answer says; the last answer. */
async function insist(kind: Operation, paymentId: string, value: number): Promise<Answer> {
  let answer = await operate(shop, kind, paymentId, value);
  const isOver = async () => {
    if (answer.body.code === 'operation_outstanding') answer = await operate(shop, kind, paymentId, value);
    return answer.body.code !== 'operation_outstanding';
  };
  await expect.poll(isOver, { intervals: [100, 200, 300], timeout: 40_000 }).toBe(true);
  return answer;
}

for (const kind of ['refund', 'capture'] as const) {
  test(`twenty ${kind}s at once take exactly what the sum allows, here and at the gateway`, async ({ server }) => {
    test.setTimeout(60_000);
    const { sessionId, paymentId } = await paid(shop, { order: { value: 100 }, session: { configuration: { autoCapture: kind === 'refund' } } });
    const answers = await Promise.all(Array.from({ length: parallel }, () => insist(kind, paymentId, 15)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 6 }, () => 200), ...Array.from({ length: 14 }, () => 409)]);
    for (const refused of answers.filter(({ status }) => status === 409)) expectProblem(refused, 409, 'operation_not_possible');
    const [ours] = await paymentsOf(server, sessionId);
    const [theirs] = await gatewayBooks(server, paymentId);
    const sums = kind === 'refund' ? { captured: 10_000, refunded: 9_000 } : { captured: 9_000, refunded: 0 };
    expect(ours).toMatchObject(sums);
    expect(theirs).toMatchObject(sums);
    expect((await operate(shop, kind, paymentId)).body).toMatchObject({ amount: dkk(10) });
  });
}

test('of twenty operations of every kind at once, none contradicts another', async ({ server }) => {
  for (let round = 0; round < 3; round += 1) {
    const { paymentId } = await paid(shop, { order: { value: 100 } });
    const kinds = ['capture', 'release', 'refund', 'capture'] as const;
    const answers = await Promise.all(
      Array.from({ length: parallel }, (_, index) => operate(shop, kinds[index % 4] ?? 'capture', paymentId, index % 4 === 1 ? {} : { amount: dkk(30) })),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    await expectSoundBooks(server);
  }
});

test('one request under one key, sent twenty times at once and again later, is one operation with one answer', async ({ server }) => {
  const { paymentId } = await paid(shop);
  const body = { amount: dkk(10), orderLines: [line(10)], reason: 'once' };
  await Promise.all(Array.from({ length: parallel }, () => operate(shop, 'capture', paymentId, body, `once-${paymentId}`)));
  const [first, again] = [
    await operate(shop, 'capture', paymentId, body, `once-${paymentId}`),
    await operate(shop, 'capture', paymentId, body, `once-${paymentId}`),
  ];
  expect([first.status, again.text]).toEqual([200, first.text]);
  expect(await doneAtGateway(server, paymentId)).toEqual(['captured 10.00']);
  expectProblem(await operate(shop, 'capture', paymentId, { ...body, reason: 'twice' }, `once-${paymentId}`), 422, 'idempotency_key_reused');
  expectProblem(await operate(shop, 'refund', paymentId, body, `once-${paymentId}`), 422, 'idempotency_key_reused');
});

test('an operation outlives its key: 72 hours later the same request is still the same operation, and another is refused', async ({ server }) => {
  const { paymentId } = await paid(shop);
  const key = `old-${paymentId}`;
  const first = await operate(shop, 'capture', paymentId, 10, key);
  await queryAsGuest(server.settings, 'DELETE FROM idempotency_key WHERE key = $1', [key]);
  expect((await operate(shop, 'capture', paymentId, 10, key)).body).toMatchObject({ operationId: first.body.operationId, status: 'SUCCEEDED' });
  await queryAsGuest(server.settings, 'DELETE FROM idempotency_key WHERE key = $1', [key]);
  for (const [kind, body] of [
    ['capture', 11],
    ['capture', { amount: dkk(10), reason: 'x' }],
    ['capture', { amount: dkk(10), orderLines: [line(10)] }],
    ['refund', 10],
  ] as const) {
    expectProblem(await operate(shop, kind, paymentId, body, key), 422, 'idempotency_key_reused');
  }
  expect(await doneAtGateway(server, paymentId)).toEqual(['captured 10.00']);
});

const lost: { kind: Operation; method: string; done: string; autoCapture: boolean }[] = [
  { kind: 'capture', method: 'captureReservation', done: 'captured 10.00', autoCapture: false },
  { kind: 'refund', method: 'refundCapturedReservation', done: 'refunded 10.00', autoCapture: true },
  { kind: 'release', method: 'releaseReservation', done: 'released 2049.99', autoCapture: false },
];

for (const { kind, method, done, autoCapture } of lost) {
  for (const fault of ['lost_answer', 'down'] as const) {
    test(`a ${kind} that meets "${fault}" is outstanding until the gateway tells, and is done once`, async ({ server }) => {
      const { paymentId } = await paid(shop, { session: { configuration: { autoCapture } } });
      const key = `lost-${paymentId}`;
      const send = () => operate(shop, kind, paymentId, kind === 'release' ? {} : 10, key);
      await board(server, 'fault', { kind: fault, method });
      const first = await send();
      expect([first.status, first.body.status]).toEqual([200, 'OUTSTANDING']);
      expect(await read(paymentId)).toMatchObject({ possible: possibly({}), operations: [{ kind: kind.toUpperCase(), status: 'OUTSTANDING', failure: null }] });
      const other = await operate(shop, autoCapture ? 'refund' : 'capture', paymentId, 1);
      expectProblem(other, 409, 'operation_outstanding');
      expect(Number(other.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(other.body.detail).toContain(`A ${kind} of `);
      await makeDue(server);
      // The key names the very operation, whose answer is told once it is known, and kept from then on.
      await expect.poll(async () => (await send()).body.status).toBe('SUCCEEDED');
      const [known, again] = [await send(), await send()];
      expect(known.body.operationId).toBe(first.body.operationId);
      expect(again.text).toBe(known.text);
      expect(await doneAtGateway(server, paymentId)).toEqual([done]);
      expect(await operationsOf(server, paymentId)).toMatchObject([{ kind, status: 'succeeded' }]);
    });
  }
}

test('what the gateway may still be carrying out is looked for, not sent again, until a minute has passed', async ({ server }) => {
  const { paymentId } = await paid(shop);
  await board(server, 'fault', { kind: 'down', method: 'captureReservation' });
  expect((await operate(shop, 'capture', paymentId, 10)).body).toMatchObject({ status: 'OUTSTANDING' });
  // Made due at every look: a try that is under way when it is puts it off again.
  const triedAgain = async () => {
    await queryAsGuest(server.settings, `UPDATE payment_operation SET check_at = now() - interval '1 second' WHERE payment_id = $1`, [paymentId]);
    return (await operationsOf(server, paymentId))[0]?.attempts;
  };
  await expect.poll(triedAgain).toBeGreaterThanOrEqual(3);
  expect(await doneAtGateway(server, paymentId)).toEqual([]);
  expect(await operationsOf(server, paymentId)).toMatchObject([{ status: 'outstanding' }]);
  const madeDue = async () => {
    await makeDue(server);
    return (await operationsOf(server, paymentId))[0]?.status;
  };
  await expect.poll(madeDue).toBe('succeeded');
  expect(await doneAtGateway(server, paymentId)).toEqual(['captured 10.00']);
});

test('a capture lost on the way that the merchant makes at the gateway meanwhile is not made over again', async ({ server }) => {
  const { paymentId } = await paid(shop);
  await board(server, 'fault', { kind: 'down', method: 'captureReservation' });
  expect((await operate(shop, 'capture', paymentId)).body).toMatchObject({ status: 'OUTSTANDING' });
  const transaction = String((await gatewayBooks(server, paymentId))[0]?.transaction);
  await operateAtGateway(server, 'captureReservation', { transaction_id: transaction, amount: '2000.00' });
  await sendCallback(server, paymentId, 'notification');
  await makeDue(server);
  await expect.poll(() => operationsOf(server, paymentId)).toMatchObject([{ status: 'failed', code: 'no_longer_possible' }]);
  await expect.poll(() => possible(paymentId)).toEqual(possibly({ capture: 49.99, refund: 2000 }));
  expect((await operate(shop, 'capture', paymentId)).status).toBe(200);
});

test('sums that came while an operation was outstanding are in our books when it is over', async ({ server }) => {
  const { paymentId } = await paid(shop, { session: { configuration: { autoCapture: true } } });
  await board(server, 'fault', { kind: 'lost_answer', method: 'refundCapturedReservation' });
  await board(server, 'fault', { kind: 'down', method: 'payments' });
  await operate(shop, 'refund', paymentId, 10);
  const transaction = String((await gatewayBooks(server, paymentId))[0]?.transaction);
  await operateAtGateway(server, 'refundCapturedReservation', { transaction_id: transaction, amount: '5.00' });
  await sendCallback(server, paymentId, 'notification');
  await makeDue(server);
  await expectSoundBooks(server);
  expect(await read(paymentId)).toMatchObject({ refundedAmount: dkk(15), operations: [{ kind: 'REFUND', status: 'SUCCEEDED', amount: dkk(10) }] });
});

test('a bank that takes the money back while a refund has no answer is told of, and the refund ends as no longer possible', async ({ server }) => {
  const callbacks = { notification: `${shop.origin}/notify` };
  const { paymentId } = await paid(shop, { session: { callbacks, configuration: { autoCapture: true } } });
  await board(server, 'fault', { kind: 'down', method: 'refundCapturedReservation' });
  expect((await operate(shop, 'refund', paymentId, 10)).body).toMatchObject({ status: 'OUTSTANDING' });
  await board(server, 'decide', { transaction: (await gatewayBooks(server, paymentId))[0]?.transaction, outcome: 'chargeback' });
  await makeDue(server);
  await expect.poll(() => operationsOf(server, paymentId)).toMatchObject([{ status: 'failed', code: 'no_longer_possible' }]);
  expect(await read(paymentId)).toMatchObject({ disputedAmount: dkk(2049.99), refundedAmount: dkk(0), possible: possibly({}) });
  await expect.poll(() => shop.callbacks.map(({ body }) => new URLSearchParams(body).get('status'))).toEqual(['succeeded', 'chargeback_event']);
  const refused = await operate(shop, 'refund', paymentId, 1);
  expectProblem(refused, 409, 'operation_not_possible');
  expect(refused.body.detail).toContain('bank has taken the rest back');
});

test('an operation whose outcome nobody knows for a day is an alarm, and stays open until somebody does', async ({ server }) => {
  const { paymentId } = await paid(shop);
  await board(server, 'fault', { kind: 'lost_answer', method: 'captureReservation' });
  expect((await operate(shop, 'capture', paymentId, 10)).body).toMatchObject({ status: 'OUTSTANDING' });
  await board(server, 'fault', { kind: 'down', method: 'payments', times: 2 });
  const pass = (time: string) =>
    queryAsGuest(server.settings, `UPDATE payment_operation SET created_at = created_at - $2::interval, check_at = now() WHERE payment_id = $1`, [
      paymentId,
      time,
    ]);
  const alarm = new RegExp(`"paymentId":"${paymentId}".*ALARM: nobody knows for a day`);
  await pass('1 hour');
  await expect.poll(async () => (await operationsOf(server, paymentId))[0]?.attempts).toBe(2);
  expect(server.log()).not.toMatch(alarm);
  // The second try has ended once it says when the third is.
  const isPutOff = `SELECT check_at < now() + interval '40 seconds' AS yes FROM payment_operation WHERE payment_id = $1`;
  await expect.poll(async () => (await queryAsGuest<{ yes: boolean }>(server.settings, isPutOff, [paymentId]))[0]?.yes).toBe(true);
  await pass('1 day');
  await expect.poll(() => server.log()).toMatch(alarm);
  await makeDue(server);
  await expect.poll(() => operationsOf(server, paymentId)).toMatchObject([{ status: 'succeeded' }]);
});

test('what the gateway did and does not list is recognised by its sum, and not done over again', async ({ server }) => {
  const { paymentId } = await paid(shop, { session: { configuration: { autoCapture: true } } });
  await board(server, 'fault', { kind: 'lost_answer', method: 'refundCapturedReservation' });
  expect((await operate(shop, 'refund', paymentId, 10)).body).toMatchObject({ status: 'OUTSTANDING' });
  await queryAsGuest(
    server.settings,
    `DELETE FROM sandbox_operation WHERE reconciliation_id = (SELECT id::text FROM payment_operation WHERE payment_id = $1)`,
    [paymentId],
  );
  await makeDue(server);
  await expect.poll(() => operationsOf(server, paymentId)).toMatchObject([{ status: 'succeeded' }]);
  expect((await gatewayBooks(server, paymentId))[0]).toMatchObject({ refunded: 1_000 });
});

for (const { name, isDone } of [
  { name: 'counts once a look has shown that the first was not carried out', isDone: false },
  { name: 'is no refusal when a look shows that the first was carried out after all', isDone: true },
]) {
  test(`the gateway’s no to what was sent a second time ${name}`, async ({ server }) => {
    const { paymentId } = await paid(shop);
    await board(server, 'fault', { kind: 'down', method: 'captureReservation' });
    await operate(shop, 'capture', paymentId, 7.66);
    await makeDue(server);
    await expect.poll(() => operationsOf(server, paymentId)).toMatchObject([{ status: 'outstanding', attempts: 2, code: 'failed_1000' }]);
    if (isDone) {
      await changeAtGateway(server, paymentId, `status = 'captured', captured_minor = 766`);
      await queryAsGuest(
        server.settings,
        `INSERT INTO sandbox_operation (id, transaction_id, reconciliation_id, type, amount_minor, created_at)
         SELECT gen_random_uuid(), t.id, o.id, 'captured', 766, now() FROM payment_operation o JOIN payment p ON p.id = o.payment_id
           JOIN sandbox_transaction t ON t.shop_order_id = p.gateway_order_id WHERE p.id = $1`,
        [paymentId],
      );
    }
    await makeDue(server);
    await expect
      .poll(() => operationsOf(server, paymentId))
      .toMatchObject([isDone ? { status: 'succeeded', code: null } : { status: 'failed', code: 'failed_1000' }]);
    expect(await doneAtGateway(server, paymentId)).toEqual(isDone ? ['captured 7.66'] : []);
  });
}

const refusals: { kind: Operation; value: number; order: number; method: Kind }[] = [
  { kind: 'capture', value: 7.66, order: 20, method: 'CARD' },
  { kind: 'capture', value: 7.67, order: 20, method: 'CARD' },
  { kind: 'release', value: 8.66, order: 8.66, method: 'CARD' },
  { kind: 'refund', value: 9.66, order: 20, method: 'BANKPAYMENT' },
];

for (const { kind, value, order, method } of refusals) {
  test(`a ${kind} of ${value} that the gateway refuses is told with its words, kept as failed, and in nobody’s way`, async ({ server }) => {
    const { paymentId } = await paid(shop, { order: { value: order }, kind: method });
    await expect.poll(() => possible(paymentId)).not.toEqual(possibly({}));
    const before = await possible(paymentId);
    const key = `refused-${paymentId}`;
    const send = (name = key) => operate(shop, kind, paymentId, kind === 'release' ? {} : value, name);
    const refused = await send();
    expectProblem(refused, 409, 'operation_refused');
    const words = value === 7.67 ? 'The acquirer answered with an error' : 'The acquirer declined';
    const code = value === 7.67 ? 'error_2000' : 'failed_1000';
    expect(refused.body.detail).toBe(
      `The gateway refused to ${kind} ${value.toFixed(2)} DKK: “${words}” (${code}). For another try use another Idempotency-Key.`,
    );
    expect(await read(paymentId)).toMatchObject({
      possible: before,
      operations: [{ kind: kind.toUpperCase(), status: 'FAILED', amount: dkk(value), failure: { code, message: words } }],
    });
    // The refusal belongs to the key: nobody is asked again, and no other request may use it.
    const again = await send();
    expect({ ...again.body, requestId: 0 }).toEqual({ ...refused.body, requestId: 0 });
    expect(await operationsOf(server, paymentId)).toHaveLength(1);
    expectProblem(await operate(shop, kind, paymentId, { reason: 'other' }, key), 422, 'idempotency_key_reused');
    expectProblem(await send(`${key}-2`), 409, 'operation_refused');
    expect(await operationsOf(server, paymentId)).toHaveLength(2);
    if (kind !== 'release') expect((await operate(shop, kind, paymentId, 1)).status).toBe(200);
    expect(await doneAtGateway(server, paymentId)).toEqual(kind === 'release' ? [] : [`${kind}${kind === 'capture' ? 'd' : 'ed'} 1.00`]);
  });
}

test('credentials that the gateway turns away refuse an operation, and nothing is done', async ({ server }) => {
  const { paymentId } = await paid(shop);
  const account = `(SELECT merchant_id FROM payment WHERE id = '${paymentId}')`;
  await queryAsGuest(server.settings, `UPDATE gateway_account SET username = username || '-gone' WHERE merchant_id = ${account}`);
  const refused = await operate(shop, 'capture', paymentId, 1);
  await queryAsGuest(server.settings, `UPDATE gateway_account SET username = replace(username, '-gone', '') WHERE merchant_id = ${account}`);
  expectProblem(refused, 409, 'operation_refused');
  expect(refused.body.detail).toContain('credentials_refused');
  expect((await operate(shop, 'capture', paymentId, 1)).status).toBe(200);
});

/** Kills the service once an operation is recorded and before the gateway has heard of it, and starts it again. */
async function killBeforeGateway(server: RunningServer, paymentId: string, method: string, send: () => Promise<unknown>): Promise<void> {
  await board(server, 'fault', { kind: 'slow', method, delayMs: 20_000 });
  const sent = send().catch(() => undefined);
  await expect.poll(async () => (await operationsOf(server, paymentId))[0]?.attempts).toBe(1);
  await untilMet(server, method);
  await server.kill9();
  await sent;
  await server.restart();
  expect(await doneAtGateway(server, paymentId)).toEqual([]);
}

for (const { kind, method, done, autoCapture } of lost) {
  test(`killed between the record of a ${kind} and the call: the same key goes on with the very same operation`, async ({ server }) => {
    const { paymentId } = await paid(shop, { session: { configuration: { autoCapture } } });
    const key = `killed-${paymentId}`;
    const send = () => operate(shop, kind, paymentId, kind === 'release' ? {} : 10, key);
    await killBeforeGateway(server, paymentId, method, send);
    const [id] = (await read(paymentId)).operations as { operationId: string }[];
    expectProblem(await send(), 409, 'idempotency_in_flight');
    await queryAsGuest(server.settings, `UPDATE idempotency_key SET lease_until = now() - interval '1 second' WHERE key = $1`, [key]);
    await makeDue(server);
    await expect.poll(async () => (await send()).body).toMatchObject({ operationId: id?.operationId, status: 'SUCCEEDED' });
    expect(await doneAtGateway(server, paymentId)).toEqual([done]);
    expect(await operationsOf(server, paymentId)).toHaveLength(1);
  });
}

test('killed between the record and the call, and nobody asks again: the worker does what was recorded, once', async ({ server }) => {
  const { paymentId } = await paid(shop);
  await killBeforeGateway(server, paymentId, 'captureReservation', () => operate(shop, 'capture', paymentId, 10));
  await makeDue(server);
  await expect.poll(() => operationsOf(server, paymentId)).toMatchObject([{ status: 'succeeded' }]);
  expect(await doneAtGateway(server, paymentId)).toEqual(['captured 10.00']);
});

for (const configuration of [{ autoCapture: true }, { paymentType: 'PAYMENT_AND_CAPTURE' }]) {
  const said = JSON.stringify(configuration);
  const session = { configuration };

  test(`with ${said} a card is captured by the gateway at once`, async ({ server }) => {
    const { sessionId, paymentId } = await paid(shop, { session });
    await expect.poll(() => statusOf(server, paymentId)).toBe('captured');
    expect((await shop.api('GET', `/session/${sessionId}`)).body.configuration).toMatchObject(configuration);
    expect(await operationsOf(server, paymentId)).toEqual([]);
    expect(await possible(paymentId)).toEqual(possibly({ refund: 2049.99 }));
  });

  test(`with ${said} what the gateway only promises is captured by us, once, and the shop need not`, async ({ server }) => {
    const callbacks = { notification: `${shop.origin}/notify`, bodyFormat: 'JSON' };
    const sessionId = await openSession(shop, { order: anOrder(), callbacks, ...session });
    const { paymentId, url } = await startPayment(shop, sessionId);
    await promiseOnly(server, paymentId);
    await submitAtGateway(url, pays.card);
    await expect.poll(() => statusOf(server, paymentId)).toBe('captured');
    await Promise.all(Array.from({ length: 5 }, () => sendCallback(server, paymentId, 'notification')));
    expect(await operationsOf(server, paymentId)).toMatchObject([{ kind: 'capture', status: 'succeeded', amount: 204_999 }]);
    expect(await doneAtGateway(server, paymentId)).toEqual(['captured 2049.99']);
    await expect.poll(() => shop.callbacks.map(({ body }) => (JSON.parse(body) as { requiresCapture: boolean }).requiresCapture)).toEqual([false]);
  });
}

test('without them a payment is only promised', async ({ server }) => {
  const { paymentId } = await paid(shop, { session: { configuration: { paymentType: 'PAYMENT' } } });
  expect(await statusOf(server, paymentId)).toBe('authorized');
  expect(await operationsOf(server, paymentId)).toEqual([]);
});

test('a capture that was wanted at once and is refused for good is an alarm, and the merchant sees it and can capture by hand', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder({ value: 7.66 }), configuration: { autoCapture: true } });
  const { paymentId, url } = await startPayment(shop, sessionId);
  await promiseOnly(server, paymentId);
  await submitAtGateway(url, pays.card);
  await expect.poll(() => operationsOf(server, paymentId)).toMatchObject([{ kind: 'capture', status: 'failed', code: 'failed_1000' }]);
  expect(server.log()).toMatch(new RegExp(`"paymentId":"${paymentId}".*ALARM: the gateway refused to capture`));
  expect(await read(paymentId)).toMatchObject({ operations: [{ status: 'FAILED', failure: { message: 'The acquirer declined' } }] });
  const { entries } = (await shop.api('GET', `/session/${sessionId}/timeline`)).body as { entries: { action?: string }[] };
  expect(entries.map(({ action }) => action)).toContain('operation.capture_failed');
  expect((await operate(shop, 'capture', paymentId, 7.65)).body).toMatchObject({ status: 'SUCCEEDED' });
});

test('a surplus is never captured, whatever was wanted: it goes back', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder(), configuration: { autoCapture: true } });
  const [first, second] = [await startPayment(shop, sessionId), await startPayment(shop, sessionId)];
  for (const { paymentId } of [first, second]) await promiseOnly(server, paymentId);
  await neverAsk(server, second.paymentId);
  await submitAtGateway(first.url, pays.card);
  await submitAtGateway(second.url, pays.card);
  await expect.poll(() => statusOf(server, second.paymentId)).toBe('released');
  expect(await operationsOf(server, second.paymentId)).toMatchObject([{ kind: 'release', status: 'succeeded' }]);
  expect(await operationsOf(server, first.paymentId)).toMatchObject([{ kind: 'capture', status: 'succeeded' }]);
});

test('only a merchant’s own credentials with Management reach a payment’s money', async ({ server }) => {
  const { sessionId, paymentId } = await paid(shop);
  const { token } = (await shop.api('POST', `/session/${sessionId}/token`)).body;
  const contract = await tokenOf(server, shop);
  for (const bearer of [String(token), contract]) {
    const api = caller(server, `Bearer ${bearer}`);
    expectProblem(await api('GET', `/payment/${paymentId}`), 403, 'forbidden');
    expectProblem(await api('GET', `/session/${sessionId}/timeline`), 403, 'forbidden');
    for (const kind of ['capture', 'refund', 'release']) expectProblem(await api('POST', `/payment/${paymentId}/${kind}`, {}), 403, 'forbidden');
  }
  expectProblem(await caller(server)('POST', `/payment/${paymentId}/release`), 401, 'unauthenticated');
  expect((await read(paymentId)).operations).toEqual([]);
});
