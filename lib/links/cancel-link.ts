import type { z } from 'zod';
import { recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { PaymentLink } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import type { SessionAnswer } from '../sessions/contract.ts';
import { sessionAnswer } from '../sessions/session-answer.ts';
import { moveSession } from '../sessions/session-status.ts';
import { lockSession, refuseEnded } from '../sessions/sessions.ts';
import type { CancelledLinkAnswer } from './contract.ts';

/**
 * Takes a link back and leaves its session open, so that another link can be made. From this moment no payment
 * through it is in time. Cancelling twice answers alike; 409 for a link that a newer one replaced, or whose order is paid.
 */
export async function cancelLink(tx: Tx, principal: Principal, linkId: string): Promise<z.input<typeof CancelledLinkAnswer>> {
  const found = await tx.paymentLink.findFirst({ where: { id: linkId, merchantId: principal.merchantId }, select: { sessionId: true } });
  if (!found) throw new ApiError('not_found', 'There is no such link.');
  await lockSession(tx, found.sessionId, principal);
  const link = await tx.paymentLink.findUniqueOrThrow({ where: { id: linkId } });
  if (link.revokedReason === 'replaced') throw new ApiError('conflict', 'A newer link replaced this one, which takes no payment any more.');
  if (link.paidAt && !link.revokedAt) throw new ApiError('session_paid', 'The order of this link is paid. Refund the payment if it is not to stay so.');
  const { revokedAt } = link.revokedAt ? link : await revoke(tx, link);
  return { id: link.id, status: 'CANCELLED', cancelledAt: (revokedAt ?? now()).toISOString() };
}

/**
 * Ends a session and its link for good. 409 while a payment holds it or its bank has yet to decide, and once it is
 * paid; cancelling twice answers alike.
 */
export async function cancelSession(tx: Tx, principal: Principal, sessionId: string): Promise<z.input<typeof SessionAnswer>> {
  const session = await lockSession(tx, sessionId, principal);
  if (session.status === 'cancelled') return sessionAnswer(session);
  refuseEnded(session);
  if (session.holderPaymentId || session.status === 'pending') {
    throw new ApiError('payment_in_progress', 'A payment is in progress for this session. Cancel it when that has ended.', { retryAfterSeconds: 5 });
  }
  await moveSession(tx, session, { to: 'cancelled' }, 'merchant');
  const live = await tx.paymentLink.findFirst({ where: { sessionId, revokedAt: null } });
  if (live) await revoke(tx, live);
  return sessionAnswer(await tx.checkoutSession.findUniqueOrThrow({ where: { id: sessionId } }));
}

async function revoke(tx: Tx, { id, merchantId, sessionId }: PaymentLink): Promise<PaymentLink> {
  const revoked = await tx.paymentLink.update({ where: { id }, data: { revokedAt: now(), revokedReason: 'cancelled' } });
  await recordAudit(tx, { merchantId, sessionId, subject: 'link', subjectId: id, action: 'link.cancelled', actor: 'merchant' });
  return revoked;
}
