import type { Actor } from '../audit/audit.ts';
import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { Payment, PaymentOperation } from '../db/generated/client.ts';
import { recordEvent } from '../events/record-event.ts';
import { post } from '../ledger/ledger.ts';
import { movePayment } from './move-payment.ts';

/** What the gateway holds of a payment in all: sums, not changes, so that hearing them twice books nothing twice. */
export type HeldAmounts = { capturedMinor: bigint; refundedMinor: bigint; disputedMinor: bigint; isReleased: boolean };

/**
 * Brings a payment that has its money up to what the gateway holds, with the ledger's entries. Never back: an
 * answer may be older than what we know. The caller holds the session's lock.
 */
export async function bookAmounts(tx: Tx, payment: Payment, held: HeldAmounts, actor: Actor): Promise<Payment> {
  const capturedMinor = within(payment.capturedMinor, held.capturedMinor, payment.authorizedMinor);
  const refundedMinor = within(payment.refundedMinor, held.refundedMinor, capturedMinor);
  const disputedMinor = within(payment.disputedMinor, held.disputedMinor, capturedMinor);
  const posting = { merchantId: payment.merchantId, paymentId: payment.id, currency: payment.currency };
  if (held.isReleased && payment.status === 'authorized') {
    await post(tx, { ...posting, from: 'authorized', to: 'released', amountMinor: payment.authorizedMinor - payment.capturedMinor });
    return movePayment(tx, payment, 'released', actor, { checkAt: null });
  }
  await post(tx, { ...posting, from: 'authorized', to: 'captured', amountMinor: capturedMinor - payment.capturedMinor });
  await post(tx, { ...posting, from: 'captured', to: 'refunded', amountMinor: refundedMinor - payment.refundedMinor });
  await post(tx, { ...posting, from: 'captured', to: 'disputed', amountMinor: disputedMinor - payment.disputedMinor });
  const amounts = { capturedMinor, refundedMinor, disputedMinor };
  const isFirst = capturedMinor > 0n && payment.status === 'authorized';
  const booked = isFirst ? await movePayment(tx, payment, 'captured', actor, amounts) : await writeAmounts(tx, payment, amounts);
  const fact = { sessionId: payment.sessionId, paymentId: payment.id };
  if (capturedMinor > payment.capturedMinor) recordEvent({ ...fact, type: 'payment.captured' });
  if (refundedMinor > payment.refundedMinor) recordEvent({ ...fact, type: 'refund.succeeded' });
  return booked;
}

async function writeAmounts(tx: Tx, payment: Payment, amounts: Pick<Payment, 'capturedMinor' | 'refundedMinor' | 'disputedMinor'>): Promise<Payment> {
  const isKnown =
    amounts.capturedMinor === payment.capturedMinor && amounts.refundedMinor === payment.refundedMinor && amounts.disputedMinor === payment.disputedMinor;
  return isKnown ? payment : tx.payment.update({ where: { id: payment.id }, data: { ...amounts, changedAt: now() } });
}

/** Books one operation that the gateway has carried out, whether or not its sums contain it yet. */
export function bookOperation(tx: Tx, payment: Payment, { kind, amountMinor }: PaymentOperation): Promise<Payment> {
  const { capturedMinor, refundedMinor, disputedMinor } = payment;
  const held = {
    capturedMinor: kind === 'capture' ? capturedMinor + amountMinor : capturedMinor,
    refundedMinor: kind === 'refund' ? refundedMinor + amountMinor : refundedMinor,
    disputedMinor,
    isReleased: kind === 'release',
  };
  return bookAmounts(tx, payment, held, 'gateway');
}

/** The larger of what was known and what is heard, and never more than there is. */
function within(known: bigint, heard: bigint, limit: bigint): bigint {
  const most = heard > known ? heard : known;
  return most < limit ? most : limit;
}
