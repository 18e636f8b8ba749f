import type { OperationKind, Payment } from '../db/generated/client.ts';
import { type Currency, majorText } from '../money.ts';

/** What a payment has, as far as it decides what can be done with it. */
export type HeldMoney = Pick<Payment, 'status' | 'authorizedMinor' | 'capturedMinor' | 'refundedMinor' | 'disputedMinor'>;

export type OperationFacts = {
  payment: HeldMoney & Pick<Payment, 'settles' | 'surplusReason'>;
  currency: Currency;
  abilities: { partialCapture: boolean; refundable: boolean };
  /** Another operation on it has no outcome yet. */
  isBusy: boolean;
};

/** The most of each operation in minor units; undefined where none is possible. */
export type PossibleOperations = Record<OperationKind, bigint | undefined>;

/** What the money alone allows of an operation, in minor units; none is 0. A release is whole or not at all. */
export function leftFor(kind: OperationKind, payment: HeldMoney): bigint {
  const { status, authorizedMinor, capturedMinor, refundedMinor, disputedMinor } = payment;
  if (kind === 'refund') return most(capturedMinor - refundedMinor - disputedMinor);
  if (status !== 'authorized' && status !== 'captured') return 0n;
  if (kind === 'release') return capturedMinor === 0n ? authorizedMinor : 0n;
  return most(authorizedMinor - capturedMinor);
}

const most = (minor: bigint): bigint => (minor > 0n ? minor : 0n);

/** What has to happen to give all of it back; undefined when nothing is left to give. */
export function leftToGiveBack(payment: HeldMoney): { kind: 'refund' | 'release'; amountMinor: bigint } | undefined {
  const release = leftFor('release', payment);
  if (release > 0n) return { kind: 'release', amountMinor: release };
  const refund = leftFor('refund', payment);
  return refund > 0n ? { kind: 'refund', amountMinor: refund } : undefined;
}

/** What the merchant may do with a payment now. */
export function possibleOperations({ payment, abilities, isBusy }: OperationFacts): PossibleOperations {
  const isOpen = payment.settles && !isBusy;
  const offered = (kind: OperationKind, isAble = true): bigint | undefined => (isOpen && isAble ? leftFor(kind, payment) : 0n) || undefined;
  return {
    capture: offered('capture', abilities.partialCapture || payment.capturedMinor === 0n),
    refund: offered('refund', abilities.refundable),
    release: offered('release'),
  };
}

/**
 * Judges one operation: its amount (all that is left when none is wanted), or why it is not possible, in words
 * that say what is. The caller has seen to it that no other is outstanding.
 */
export function judgeOperation(kind: OperationKind, wantedMinor: bigint | undefined, facts: OperationFacts): { amountMinor: bigint } | { refused: string } {
  const possible = possibleOperations(facts);
  const leftMinor = possible[kind];
  const refused = leftMinor === undefined ? whyNone(kind, facts) : whyNotThis(kind, wantedMinor ?? leftMinor, leftMinor, facts);
  if (refused === undefined && leftMinor !== undefined) return { amountMinor: wantedMinor ?? leftMinor };
  return { refused: `${refused} ${inWords(possible, facts.currency)}` };
}

function whyNotThis(kind: OperationKind, wantedMinor: bigint, leftMinor: bigint, { currency, abilities }: OperationFacts): string | undefined {
  const text = (minor: bigint): string => `${majorText({ minor, currency })} ${currency}`;
  if (wantedMinor > leftMinor) return `${text(wantedMinor)} is more than the ${text(leftMinor)} that can be ${pastTense[kind]}.`;
  if (kind === 'capture' && wantedMinor < leftMinor && !abilities.partialCapture) {
    return `This way to pay can only be captured whole: leave the amount out, or send ${text(leftMinor)}.`;
  }
  return undefined;
}

const pastTense = { capture: 'captured', refund: 'refunded', release: 'released' } as const;

function whyNone(kind: OperationKind, facts: OperationFacts): string {
  const { payment } = facts;
  if (payment.surplusReason) return `This payment does not pay the order (${payment.surplusReason}); it is given back in full without your doing.`;
  if (!payment.settles) return `This payment has brought no money: it is ${payment.status.toUpperCase()}.`;
  if (payment.status === 'released') return 'This payment was released: nothing of it is left.';
  return why[kind](facts);
}

const why: Record<OperationKind, (facts: OperationFacts) => string> = {
  capture: ({ payment: { authorizedMinor, capturedMinor } }) =>
    capturedMinor >= authorizedMinor ? 'This payment is captured whole already.' : 'This way to pay can be captured once only, and it was.',
  refund: ({ payment: { capturedMinor, disputedMinor }, abilities }) => {
    if (capturedMinor === 0n) return 'Nothing of this payment is captured, so there is nothing to refund: release it.';
    if (!abilities.refundable) return 'This way to pay cannot be refunded through the gateway: give the money back to the customer by another way.';
    if (disputedMinor > 0n) return 'Nothing is left to refund: the customer’s bank has taken the rest back.';
    return 'This payment is refunded whole already.';
  },
  release: ({ payment: { authorizedMinor, capturedMinor } }) =>
    capturedMinor >= authorizedMinor
      ? 'This payment is captured: refund it.'
      : 'Part of this payment is captured, and only a whole authorisation can be released: refund what was captured; the rest lapses at the customer’s bank.',
};

function inWords(possible: PossibleOperations, currency: Currency): string {
  const parts = (['capture', 'refund', 'release'] as const).flatMap((kind) => {
    const minor = possible[kind];
    return minor === undefined ? [] : [`${kind} ${kind === 'release' ? '' : 'up to '}${majorText({ minor, currency })} ${currency}`];
  });
  return parts.length > 0 ? `Possible now: ${parts.join(', ')}.` : 'Nothing can be done with it now.';
}
