import { expect, test } from '@playwright/test';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { startClock } from '../clock.ts';
import { closeDatabase, db, type Tx, transaction, useDatabase } from '../db/client.ts';
import type { CheckoutSession, Payment } from '../db/generated/client.ts';
import { newId } from '../ids.ts';
import { moveSession, type SessionStatus, sessionTransitions } from '../sessions/session-status.ts';
import { movePayment } from './move-payment.ts';
import { canMove, type PaymentStatus, paymentTransitions } from './payment-status.ts';

let database: ThrowAwayDatabase;
const [merchantId, methodId] = [newId(), newId()];
const at = new Date('2030-01-01T00:00:00Z');

test.beforeAll(async () => {
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*', LOG_LEVEL: 'silent' });
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
  await db().merchant.create({ data: { id: merchantId, name: 'Shop', origins: [], createdAt: at } });
  const method = { terminal: 'T', identifier: 'CreditCard', name: 'Card', description: '', currencies: ['DKK'], position: 0 };
  await db().paymentMethod.create({ data: { id: methodId, merchantId, ...method, createdAt: at, refreshedAt: at } });
});

test.afterAll(async () => {
  await closeDatabase();
  await database.stop();
});

const aSession = (tx: Tx, status: SessionStatus = 'open'): Promise<CheckoutSession> => {
  const isLive = status === 'open' || status === 'pending';
  const times = { createdAt: at, changedAt: at, expiresAt: new Date('2030-02-01T00:00:00Z'), endedAt: isLive ? null : at };
  const settlement = status === 'paid' ? { settledByPaymentId: newId() } : {};
  return tx.checkoutSession.create({ data: { id: newId(), merchantId, status, configuration: {}, context: {}, ...times, ...settlement } });
};

async function aPayment(tx: Tx, status: PaymentStatus): Promise<Payment> {
  const { id: sessionId } = await aSession(tx);
  const amounts = { amountMinor: 100n, currency: 'DKK', captureAtOnce: false };
  return tx.payment.create({
    data: {
      id: newId(),
      merchantId,
      sessionId,
      methodId,
      tryNumber: 1,
      revision: 0,
      status,
      ...amounts,
      gatewayOrderId: newId(),
      createdAt: at,
      changedAt: at,
    },
  });
}

const pairs = <Status extends string>(table: Record<Status, readonly string[]>) => {
  const all = Object.keys(table) as Status[];
  return all.flatMap((from) => all.map((to) => ({ from, to })));
};

test('a payment makes every move of the table and no other, and a refused one writes nothing', async () => {
  for (const { from, to } of pairs<PaymentStatus>(paymentTransitions)) {
    const payment = await transaction((tx) => aPayment(tx, from));
    const moved = await transaction((tx) => movePayment(tx, payment, to, 'system')).then(
      () => true,
      () => false,
    );
    expect([from, to, moved]).toEqual([from, to, canMove(from, to)]);
    const after = await db().payment.findUniqueOrThrow({ where: { id: payment.id } });
    expect(after.status).toBe(moved ? to : from);
    const audit = await db().auditEntry.findMany({ where: { subjectId: payment.id } });
    expect(audit.map(({ fromStatus, toStatus, actor }) => ({ fromStatus, toStatus, actor }))).toEqual(
      moved ? [{ fromStatus: from, toStatus: to, actor: 'system' }] : [],
    );
  }
});

test('a session makes every move of the table and no other, and a refused one writes nothing', async () => {
  for (const { from, to } of pairs<SessionStatus>(sessionTransitions)) {
    const session = await transaction((tx) => aSession(tx, from));
    const next = to === 'paid' ? { to, settledByPaymentId: newId() } : { to };
    const moved = await transaction((tx) => moveSession(tx, session, next, 'system'));
    expect([from, to, moved]).toEqual([from, to, (sessionTransitions[from] as readonly string[]).includes(to)]);
    const after = await db().checkoutSession.findUniqueOrThrow({ where: { id: session.id } });
    expect(after.status).toBe(moved ? to : from);
    expect(await db().auditEntry.count({ where: { subjectId: session.id } })).toBe(moved ? 1 : 0);
  }
});

const racers = 8;

test('of racing moves from one status exactly one wins', async () => {
  for (let round = 0; round < 20; round += 1) {
    const payment = await transaction((tx) => aPayment(tx, 'authorized'));
    const moves = Array.from({ length: racers }, (_, index) => transaction((tx) => movePayment(tx, payment, index % 2 ? 'captured' : 'released', 'system')));
    const results = await Promise.allSettled(moves);
    const [winner, ...more] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.status] : []));
    expect(more).toEqual([]);
    expect((await db().payment.findUniqueOrThrow({ where: { id: payment.id } })).status).toBe(winner);
    expect(await db().auditEntry.count({ where: { subjectId: payment.id } })).toBe(1);
  }
});

test('of payments that race to settle a session, and a cancellation beside them, exactly one wins', async () => {
  for (let round = 0; round < 20; round += 1) {
    const session = await transaction((tx) => aSession(tx));
    const racing = Array.from({ length: racers }, (_, index) =>
      transaction((tx) => moveSession(tx, session, index === 0 ? { to: 'cancelled' } : { to: 'paid', settledByPaymentId: newId() }, 'system')),
    );
    expect((await Promise.all(racing)).filter(Boolean)).toHaveLength(1);
    expect(await db().auditEntry.count({ where: { subjectId: session.id } })).toBe(1);
  }
});
