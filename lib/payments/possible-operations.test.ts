import { expect, test } from '@playwright/test';
import { type Currency, currencyOf } from '../money.ts';
import { judgeOperation, leftToGiveBack, type OperationFacts, possibleOperations } from './possible-operations.ts';

const currency = currencyOf('DKK') as Currency;

/** A payment of 100.00 DKK that settled; say what differs. */
function facts(payment: Partial<OperationFacts['payment']> = {}, more: Partial<OperationFacts> = {}): OperationFacts {
  const authorized = { status: 'authorized', authorizedMinor: 10_000n, capturedMinor: 0n, refundedMinor: 0n, disputedMinor: 0n } as const;
  return {
    payment: { ...authorized, settles: true, surplusReason: null, ...payment },
    currency,
    abilities: { partialCapture: true, refundable: true },
    isBusy: false,
    ...more,
  };
}

const taken = (capturedMinor: bigint, more: Partial<OperationFacts['payment']> = {}) => facts({ status: 'captured', capturedMinor, ...more });
const whole = { abilities: { partialCapture: false, refundable: true } };

const possible: [what: string, given: OperationFacts, capture: number, refund: number, release: number][] = [
  ['only promised', facts(), 10_000, 0, 10_000],
  ['captured in part', taken(3_000n), 7_000, 3_000, 0],
  ['captured in part and refunded in part', taken(3_000n, { refundedMinor: 1_000n }), 7_000, 2_000, 0],
  ['captured whole', taken(10_000n), 0, 10_000, 0],
  ['refunded whole', taken(10_000n, { refundedMinor: 10_000n }), 0, 0, 0],
  ['disputed in part', taken(10_000n, { refundedMinor: 2_000n, disputedMinor: 3_000n }), 0, 5_000, 0],
  ['refunded and disputed, more than there was', taken(10_000n, { refundedMinor: 6_000n, disputedMinor: 10_000n }), 0, 0, 0],
  ['released', facts({ status: 'released' }), 0, 0, 0],
  ['waiting for the customer', facts({ status: 'requires_action', authorizedMinor: 0n, settles: false }), 0, 0, 0],
  ['surplus', taken(10_000n, { settles: false, surplusReason: 'late' }), 0, 0, 0],
  ['busy', { ...taken(3_000n), isBusy: true }, 0, 0, 0],
  ['captured in part, by a method that is captured once', { ...taken(3_000n), ...whole }, 0, 3_000, 0],
  ['captured, by a method that cannot be refunded', { ...taken(10_000n), abilities: { partialCapture: true, refundable: false } }, 0, 0, 0],
];

for (const [what, given, capture, refund, release] of possible) {
  test(`what a payment allows that is ${what}: capture ${capture}, refund ${refund}, release ${release}`, () => {
    const found = possibleOperations(given);
    expect([found.capture, found.refund, found.release].map((minor) => Number(minor ?? 0n))).toEqual([capture, refund, release]);
    for (const kind of ['capture', 'refund', 'release'] as const) {
      const judged = judgeOperation(kind, undefined, given);
      expect('amountMinor' in judged ? judged.amountMinor : undefined).toBe(found[kind]);
    }
  });
}

const refusals: [what: string, kind: 'capture' | 'refund' | 'release', wanted: bigint | undefined, given: OperationFacts, words: string][] = [
  ['capture more than is left', 'capture', 7_001n, taken(3_000n), '70.01 DKK is more than the 70.00 DKK that can be captured.'],
  ['capture what is captured', 'capture', undefined, taken(10_000n), 'captured whole already'],
  ['capture a part where only the whole can be', 'capture', 1n, { ...facts(), ...whole }, 'only be captured whole: leave the amount out, or send 100.00 DKK'],
  ['capture a second time where once is all', 'capture', undefined, { ...taken(3_000n), ...whole }, 'captured once only'],
  ['capture what was released', 'capture', undefined, facts({ status: 'released' }), 'was released'],
  ['refund a promise', 'refund', undefined, facts(), 'nothing to refund: release it. Possible now: capture up to 100.00 DKK, release 100.00 DKK.'],
  ['refund more than is left', 'refund', 2_001n, taken(3_000n, { refundedMinor: 1_000n }), 'more than the 20.00 DKK that can be refunded'],
  ['refund what is refunded', 'refund', undefined, taken(10_000n, { refundedMinor: 10_000n }), 'refunded whole already. Nothing can be done with it now.'],
  ['refund what the bank took back', 'refund', undefined, taken(10_000n, { disputedMinor: 10_000n }), 'bank has taken the rest back'],
  ['refund by a method that cannot', 'refund', 1n, { ...taken(10_000n), abilities: { partialCapture: true, refundable: false } }, 'by another way'],
  ['release what is captured', 'release', undefined, taken(10_000n), 'is captured: refund it'],
  ['release a part', 'release', undefined, taken(3_000n), 'only a whole authorisation can be released'],
  ['refund a surplus', 'refund', undefined, taken(10_000n, { settles: false, surplusReason: 'late' }), 'does not pay the order (late)'],
  ['refund what brought no money', 'refund', undefined, facts({ status: 'failed', authorizedMinor: 0n, settles: false }), 'brought no money: it is FAILED'],
];

for (const [what, kind, wanted, given, words] of refusals) {
  test(`it is refused with words that say what to do: to ${what}`, () => {
    const judged = judgeOperation(kind, wanted, given);
    expect('refused' in judged ? judged.refused : judged).toContain(words);
  });
}

test('no amount up to what is left is refused, and none above it is taken', () => {
  for (const kind of ['capture', 'refund'] as const) {
    const given = taken(3_000n, { refundedMinor: 500n });
    const left = possibleOperations(given)[kind] ?? 0n;
    for (const wanted of [1n, left - 1n, left]) expect(judgeOperation(kind, wanted, given)).toEqual({ amountMinor: wanted });
    for (const wanted of [left + 1n, left * 2n, 10n ** 15n]) expect(judgeOperation(kind, wanted, given)).toHaveProperty('refused');
  }
});

test('all of a payment is given back by one operation, whatever became of it', () => {
  expect(leftToGiveBack(facts().payment)).toEqual({ kind: 'release', amountMinor: 10_000n });
  expect(leftToGiveBack(taken(4_000n, { refundedMinor: 1_000n }).payment)).toEqual({ kind: 'refund', amountMinor: 3_000n });
  expect(leftToGiveBack(taken(10_000n, { disputedMinor: 10_000n }).payment)).toBeUndefined();
  expect(leftToGiveBack(facts({ status: 'released' }).payment)).toBeUndefined();
});
