import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { expectProblem } from '../fixtures/api.ts';
import { expectSoundBooks, makeDue, statusOf } from '../fixtures/books.ts';
import { dkk, operate, paid } from '../fixtures/operations.ts';
import { board, openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

type Entry = { type: string; id: string; at: string } & Record<string, unknown>;
type Page = { sessionId: string; entries: Entry[]; next: string | null };

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterEach(({ server }) => expectSoundBooks(server));
test.afterAll(() => shop.close());

async function page(sessionId: string, after?: string | null): Promise<Page> {
  const answer = await shop.api('GET', `/session/${sessionId}/timeline${after ? `?after=${encodeURIComponent(after)}` : ''}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as Page;
}

/** One line an entry, without what differs from run to run. */
function told(entry: Entry): string {
  const { amount } = entry as { amount?: { value: number; currency: string } };
  switch (entry.type) {
    case 'CHANGE':
      return `${entry.action} ${entry.from ?? '·'}→${entry.to ?? '·'} by ${entry.actor}`;
    case 'POSTING':
      return `${amount?.value} ${amount?.currency} ${entry.from}→${entry.to}`;
    case 'CALLBACK':
      return `${entry.kind} tells ${entry.tells}: ${entry.status}`;
    default:
      return `tried: ${entry.status ?? entry.error}`;
  }
}

const isOrdered = (entries: Entry[]): boolean =>
  entries.every(({ at, id }, index) => index === 0 || `${entries[index - 1]?.at} ${entries[index - 1]?.id}` < `${at} ${id}`);

test('everything that happened to a session is told in its order: link, try, hold, money, callbacks and their tries, operations', async ({ server }) => {
  const callbacks = { notification: `${shop.origin}/notify?secret=${'s'.repeat(20)}` };
  const { sessionId, id: linkId, paymentLink } = await shop.link({ session: { callbacks } });
  shop.answer(new URL(callbacks.notification).pathname + new URL(callbacks.notification).search, 500);
  const declined = await startPayment(shop, sessionId);
  await submitAtGateway(declined.url, pays.declined);
  await expect.poll(() => statusOf(server, declined.paymentId)).toBe('failed');
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(async () => (await page(sessionId)).entries.filter(({ type }) => type === 'CALLBACK_TRY').length).toBe(2);
  shop.answer(new URL(callbacks.notification).pathname + new URL(callbacks.notification).search, 204);
  await makeDue(server);
  await expect.poll(async () => (await page(sessionId)).entries.filter(({ type }) => type === 'CALLBACK_TRY').length).toBe(4);
  await operate(shop, 'capture', paymentId, { amount: dkk(1000), reason: 'first parcel' });
  await operate(shop, 'capture', paymentId, 7.66);
  await operate(shop, 'refund', paymentId, 250);
  const { entries, next } = await page(sessionId);
  expect([isOrdered(entries), next]).toEqual([true, null]);
  const lines = entries.map(told);
  expect(lines.filter((line) => !/^(?:tried|NOTIFICATION)/.test(line))).toEqual([
    'session.created ·→open by merchant',
    'link.created ·→· by merchant',
    'link.opened ·→· by customer',
    'payment.created ·→created by merchant',
    'payment.processing created→processing by merchant',
    'payment.requires_action processing→requires_action by gateway',
    'payment.failed requires_action→failed by gateway',
    'payment.created ·→created by merchant',
    'payment.processing created→processing by merchant',
    'payment.requires_action processing→requires_action by gateway',
    'payment.held ·→· by gateway',
    'payment.authorized requires_action→authorized by gateway',
    '2049.99 DKK customer→authorized',
    'session.paid open→paid by gateway',
    'operation.capture_requested ·→outstanding by merchant',
    'operation.capture_succeeded outstanding→succeeded by gateway',
    '1000 DKK authorized→captured',
    'payment.captured authorized→captured by gateway',
    'operation.capture_requested ·→outstanding by merchant',
    'operation.capture_failed outstanding→failed by gateway',
    'operation.refund_requested ·→outstanding by merchant',
    'operation.refund_succeeded outstanding→succeeded by gateway',
    '250 DKK captured→refunded',
  ]);
  expect(lines.filter((line) => line.startsWith('NOTIFICATION'))).toEqual(['NOTIFICATION tells failed: DELIVERED', 'NOTIFICATION tells paid: DELIVERED']);
  expect(lines.filter((line) => line.startsWith('tried'))).toEqual(['tried: 500', 'tried: 500', 'tried: 204', 'tried: 204']);
  expect(entries.find(({ action }) => action === 'operation.capture_failed')?.detail).toEqual({
    paymentId,
    amount: '7.66',
    currency: 'DKK',
    code: 'failed_1000',
  });
  const text = JSON.stringify(entries);
  for (const secret of [paymentLink.slice(-27), '411111', 'secret', '/notify', 'Berg', 'ada@']) expect(text).not.toContain(secret);
  expect(text).toContain(new URL(shop.origin).host);
  expect(text).toContain(linkId);
});

test('a callback that cannot be delivered is told with the reason of each try', async ({ server }) => {
  const { sessionId, paymentId } = await paid(shop, { session: { callbacks: { notification: 'http://127.0.0.1:1/notify' } } });
  await expect
    .poll(async () => (await page(sessionId)).entries.filter(({ type }) => type === 'CALLBACK_TRY'))
    .toMatchObject([{ host: '127.0.0.1:1', status: null, error: expect.stringContaining('ECONNREFUSED') }]);
  expect((await page(sessionId)).entries.find(({ type }) => type === 'CALLBACK')).toMatchObject({ paymentId, host: '127.0.0.1:1', status: 'PENDING' });
  await queryAsGuest(server.settings, `UPDATE delivery SET status = 'exhausted', due_at = NULL, ended_at = now() WHERE session_id = $1`, [sessionId]);
  expect((await page(sessionId)).entries.find(({ type }) => type === 'CALLBACK')).toMatchObject({ status: 'EXHAUSTED' });
});

test('a long story comes in pages of 200 that leave nothing out and tell nothing twice, also of one instant', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  await queryAsGuest(
    server.settings,
    `INSERT INTO audit_entry (id, merchant_id, session_id, subject, subject_id, action, actor, created_at)
     SELECT gen_random_uuid(), merchant_id, id, 'session', id, 'session.told', 'system', created_at + interval '1 ms' * (n / 300)
     FROM checkout_session, generate_series(1, 450) n WHERE id = $1`,
    [sessionId],
  );
  const first = await page(sessionId);
  const second = await page(sessionId, first.next);
  const third = await page(sessionId, second.next);
  expect([first, second, third].map(({ entries }) => entries.length)).toEqual([200, 200, 51]);
  expect(third.next).toBeNull();
  const all = [first, second, third].flatMap(({ entries }) => entries);
  expect([isOrdered(all), new Set(all.map(({ id }) => id)).size]).toEqual([true, 451]);
  expect((await page(sessionId, first.next)).entries).toEqual(second.entries);
});

test('a page that follows exactly 200 is not offered', async ({ server }) => {
  const sessionId = await openSession(shop, {});
  await queryAsGuest(
    server.settings,
    `INSERT INTO audit_entry (id, merchant_id, session_id, subject, subject_id, action, actor, created_at)
     SELECT gen_random_uuid(), merchant_id, id, 'session', id, 'session.told', 'system', created_at FROM checkout_session, generate_series(1, 199) WHERE id = $1`,
    [sessionId],
  );
  const only = await page(sessionId);
  expect([only.entries.length, only.next]).toEqual([200, null]);
});

test('a cursor that is none is refused with what it should be', async () => {
  const sessionId = await openSession(shop, {});
  for (const after of ['', 'x', '1', '1.x', `-1.${sessionId}`, `9999999999999999.${sessionId}`, `1.${sessionId}'`, `1.${sessionId}.`]) {
    const answer = await shop.api('GET', `/session/${sessionId}/timeline?after=${encodeURIComponent(after)}`);
    expectProblem(answer, 422, 'invalid_field');
    expect(answer.body.detail).toContain('"next" of the page before');
  }
  expect((await page(sessionId, `1.${sessionId}`)).entries).toHaveLength(1);
});

test('a lost answer is told as it went: asked, outstanding, known', async ({ server }) => {
  const { sessionId, paymentId } = await paid(shop);
  await board(server, 'fault', { kind: 'lost_answer', method: 'releaseReservation' });
  await operate(shop, 'release', paymentId);
  await makeDue(server);
  await expect.poll(() => statusOf(server, paymentId)).toBe('released');
  const lines = (await page(sessionId)).entries.map(told);
  expect(lines.slice(lines.indexOf('operation.release_requested ·→outstanding by merchant'))).toEqual([
    'operation.release_requested ·→outstanding by merchant',
    '2049.99 DKK authorized→released',
    'payment.released authorized→released by gateway',
    'operation.release_succeeded outstanding→succeeded by gateway',
  ]);
});
