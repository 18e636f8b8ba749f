import type { Actor } from '../audit/audit.ts';
import type { Fact } from '../callbacks/owed.ts';
import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { CheckoutSession, Payment, PaymentLink, SurplusReason } from '../db/generated/client.ts';
import { invariant } from '../errors.ts';
import { recordEvent } from '../events/record-event.ts';
import { isInTime } from '../links/link-state.ts';
import { markPaid } from '../links/links.ts';
import { isLive, moveSession } from '../sessions/session-status.ts';
import { letSessionGo } from './hold.ts';
import { openAutoCapture, openUndo } from './operation-record.ts';

/**
 * A payment has just been confirmed. The first one that fits settles its session, by one conditional write that a
 * partial unique index backs, and is captured when that was wanted and not done. Any other is surplus, is recorded
 * as it is, and is given back by one undo.
 */
export async function settle(
  tx: Tx,
  session: CheckoutSession,
  payment: Payment & { link: PaymentLink | null },
  gatewayTime: Date,
  actor: Actor,
): Promise<{ fact: Fact; operationId: string | undefined }> {
  const reason = surplusReason(session, payment, payment.heldAt ?? gatewayTime);
  const isWelcome = reason === 'late' && (await acceptsLate(tx, session));
  if (!reason || isWelcome) {
    const settled = await moveSession(tx, session, { to: 'paid', settledByPaymentId: payment.id }, actor);
    invariant(settled, 'a locked session that is not settled and not cancelled can be');
    await tx.payment.update({ where: { id: payment.id }, data: { settles: true } });
    await markPaid(tx, payment);
    await tx.checkoutSession.update({ where: { id: session.id }, data: { holderPaymentId: payment.id, changedAt: now() } });
    return { fact: 'paid', operationId: await openAutoCapture(tx, payment) };
  }
  const surplus = await tx.payment.update({ where: { id: payment.id }, data: { surplusReason: reason } });
  recordEvent({ sessionId: session.id, type: 'payment.surplus', paymentId: payment.id });
  await letSessionGo(tx, session, payment, actor);
  return { fact: 'surplus', operationId: await openUndo(tx, surplus) };
}

/** Whether the merchant keeps money that came after the end of its link or session. */
async function acceptsLate(tx: Tx, { merchantId }: CheckoutSession): Promise<boolean> {
  const { latePayments } = await tx.merchant.findUniqueOrThrow({ where: { id: merchantId }, select: { latePayments: true } });
  return latePayments === 'accept';
}

/** Why a confirmed payment does not settle; undefined when it does. `at`: when its money began to move. */
function surplusReason(session: CheckoutSession, payment: Payment & { link: PaymentLink | null }, at: Date): SurplusReason | undefined {
  if (session.settledByPaymentId) return 'already_paid';
  if (session.status === 'cancelled') return 'cancelled';
  if (session.revision !== payment.revision) return 'order_changed';
  if (!isLive(session.status)) return 'late';
  if (payment.link && !isInTime(payment.link, at)) return payment.link.revokedReason === 'cancelled' ? 'cancelled' : 'late';
  return undefined;
}
