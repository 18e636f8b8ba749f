import { type Actor, recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { CheckoutSession, Payment } from '../db/generated/client.ts';
import { isInTime } from '../links/link-state.ts';
import { moveSession } from '../sessions/session-status.ts';
import { lockSession } from '../sessions/sessions.ts';
import { askSoon } from './check-schedule.ts';

/** Why the gateway must not move money now; shown to the customer by the gateway, so plain words. */
export type HoldRefusal = 'already_paid' | 'late' | 'cancelled' | 'order_changed' | 'another_payment' | 'payment_over';

/**
 * The gateway asks just before money moves. Makes this payment the session's holder, or says why not: one
 * conditional write while the session is open, at the payment's revision, in time, and nobody else holds it.
 */
export async function takeHold(paymentId: string): Promise<HoldRefusal | undefined> {
  const found = await db().payment.findUnique({ where: { id: paymentId }, select: { sessionId: true } });
  if (!found) return 'payment_over';
  return transaction((tx) => holdInside(tx, paymentId, found.sessionId));
}

async function holdInside(tx: Tx, paymentId: string, sessionId: string): Promise<HoldRefusal | undefined> {
  const session = await lockSession(tx, sessionId);
  const payment = await tx.payment.findUniqueOrThrow({ where: { id: paymentId }, include: { link: true } });
  const at = now();
  if (session.settledByPaymentId) return 'already_paid';
  if (session.status === 'cancelled') return 'cancelled';
  if (session.status !== 'open') return session.status === 'pending' ? 'another_payment' : 'late';
  if (session.holderPaymentId && session.holderPaymentId !== paymentId) return 'another_payment';
  if (payment.status !== 'processing' && payment.status !== 'requires_action') return 'payment_over';
  if (session.revision !== payment.revision) return 'order_changed';
  if (payment.link && !isInTime(payment.link, at)) return payment.link.revokedReason === 'cancelled' ? 'cancelled' : 'late';
  const held = await tx.checkoutSession.updateMany({
    where: {
      id: sessionId,
      status: 'open',
      revision: payment.revision,
      settledByPaymentId: null,
      OR: [{ holderPaymentId: null }, { holderPaymentId: paymentId }],
    },
    data: { holderPaymentId: paymentId },
  });
  if (held.count === 0) return 'another_payment';
  await tx.payment.update({ where: { id: paymentId }, data: { heldAt: at, ...askSoon() } });
  await recordAudit(tx, { merchantId: payment.merchantId, sessionId, subject: 'payment', subjectId: paymentId, action: 'payment.held', actor: 'gateway' });
  return undefined;
}

/**
 * Lets the session go when a payment that held it, or kept it pending, ends without settling it. Another payment
 * that the bank still has to decide keeps it pending.
 */
export async function letSessionGo(tx: Tx, session: CheckoutSession, payment: Pick<Payment, 'id'>, actor: Actor): Promise<void> {
  await tx.checkoutSession.updateMany({ where: { id: session.id, holderPaymentId: payment.id, settledByPaymentId: null }, data: { holderPaymentId: null } });
  if (session.status !== 'pending') return;
  const undecided = await tx.payment.count({ where: { sessionId: session.id, status: 'pending' } });
  if (undecided === 0) await moveSession(tx, session, { to: 'open' }, actor);
}
