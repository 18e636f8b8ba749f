import { type Actor, recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { Payment, Prisma } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import { type PaymentStatus, statusesBefore } from './payment-status.ts';

/** What may be learned together with a new status. */
export type PaymentFacts = Pick<
  Prisma.PaymentUncheckedUpdateManyInput,
  | 'intent'
  | 'gatewayUrl'
  | 'gatewayReference'
  | 'authorizedMinor'
  | 'capturedMinor'
  | 'refundedMinor'
  | 'disputedMinor'
  | 'settles'
  | 'surplusReason'
  | 'failureCode'
  | 'failureMessage'
  | 'maskedCard'
  | 'checkAt'
  | 'checks'
>;

/** The only writer of a payment's status. Refuses a move the table does not list, even when two callers race. */
export async function movePayment(tx: Tx, payment: Payment, next: PaymentStatus, actor: Actor, facts: PaymentFacts = {}): Promise<Payment> {
  const [moved] = await tx.payment.updateManyAndReturn({
    where: { id: payment.id, status: { in: statusesBefore(next) } },
    data: { ...facts, status: next, changedAt: now() },
  });
  if (!moved) throw new ApiError('conflict', `This payment is ${payment.status} and cannot become ${next}.`);
  await recordAudit(tx, {
    merchantId: moved.merchantId,
    sessionId: moved.sessionId,
    subject: 'payment',
    subjectId: moved.id,
    action: `payment.${next}`,
    fromStatus: payment.status,
    toStatus: next,
    actor,
    detail: { ...(moved.failureCode && { code: moved.failureCode }), ...(moved.surplusReason && { surplus: moved.surplusReason }) },
  });
  return moved;
}
