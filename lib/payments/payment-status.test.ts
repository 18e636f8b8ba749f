import { expect, test } from '@playwright/test';
import { PaymentStatus as StoredPaymentStatus, SessionStatus as StoredSessionStatus } from '../db/generated/enums.ts';
import { isLive, sessionTransitions } from '../sessions/session-status.ts';
import { canMove, isFailure, isSuccess, type PaymentStatus, paymentTransitions, startingStatuses, statusesBefore, waitingStatuses } from './payment-status.ts';

/** Everything a table leads to from `first`. */
function reachable(table: Record<string, readonly string[]>, first: string): string[] {
  const found = new Set([first]);
  for (const status of found) for (const next of table[status] ?? []) found.add(next);
  return [...found].sort();
}

for (const { name, table, first, stored } of [
  { name: 'payment', table: paymentTransitions, first: 'created', stored: StoredPaymentStatus },
  { name: 'session', table: sessionTransitions, first: 'open', stored: StoredSessionStatus },
]) {
  test(`every ${name} status can be reached, leads to known ones only, and is one the database knows`, () => {
    expect(reachable(table, first)).toEqual(Object.keys(table).sort());
    expect(Object.keys(table).sort()).toEqual(Object.keys(stored).sort());
  });
}

const all = Object.keys(paymentTransitions) as PaymentStatus[];

test('each payment status waits, succeeded, failed or was released, and is only one of these', () => {
  const kinds = all.map((status) => [(waitingStatuses as readonly string[]).includes(status), isSuccess(status), isFailure(status), status === 'released']);
  expect(kinds.map((kind) => kind.filter(Boolean).length)).toEqual(all.map(() => 1));
  expect(all.filter((status) => startingStatuses.some((starting) => starting === status))).toEqual(['created', 'processing']);
});

test('a success can be recorded from every status that is begun and is none, and never becomes a failure', () => {
  for (const status of all.filter((each) => each !== 'created' && each !== 'released' && !isSuccess(each))) {
    expect([status, canMove(status, 'authorized'), canMove(status, 'captured')]).toEqual([status, true, true]);
  }
  for (const status of all.filter(isSuccess)) expect(paymentTransitions[status].filter((next) => isFailure(next) || next === 'pending')).toEqual([]);
});

test('the statuses before one are exactly those that lead to it', () => {
  for (const next of all) expect(statusesBefore(next)).toEqual(all.filter((from) => canMove(from, next)));
});

test('a session is live exactly while it can still be paid; one that expired can be paid too late, and by nothing else', () => {
  for (const status of Object.keys(sessionTransitions) as (keyof typeof sessionTransitions)[]) {
    const isPayable = reachable(sessionTransitions, status).includes('paid') && status !== 'paid' && status !== 'expired';
    expect([status, isLive(status)]).toEqual([status, isPayable]);
  }
  expect(sessionTransitions.expired).toEqual(['paid']);
});
