import { deliver } from '../callbacks/deliver.ts';
import type { Actor } from '../audit/audit.ts';
import { later, now } from '../clock.ts';
import { db, transaction } from '../db/client.ts';
import type { Payment } from '../db/generated/client.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import { inBackground } from '../jobs/background.ts';
import { gatewayAccess } from '../merchants/merchants.ts';
import { lockSession } from '../sessions/sessions.ts';
import { releaseHold } from './hold.ts';
import { movePayment } from './move-payment.ts';
import { runOperation } from './operations.ts';
import { waitingStatuses } from './payment-status.ts';
import { recordOutcome } from './record-outcome.ts';

/** How long a payment may wait without the gateway knowing of it, from its last step. */
const waitingBoundMs = 60 * 60_000;
/** A start that was not answered by then never will be: the process that made it is gone. */
export const startBoundMs = 30_000;
const longestPauseMs = 15 * 60_000;

type Asked = Pick<Payment, 'id' | 'merchantId' | 'gatewayOrderId'>;

/**
 * Asks the gateway what became of a payment and records it: nothing else is believed. Then sends what is owed,
 * without waiting for it. True when the gateway answered.
 */
export async function askGateway(payment: Asked, actor: Actor, customerMessage?: string): Promise<boolean> {
  const answer = await altapayGateway.findTransactions(await gatewayAccess(payment.merchantId), payment.gatewayOrderId);
  if (answer.outcome === 'unreachable') return false;
  const { deliveryIds, undoId } = await recordOutcome(payment.id, answer.transactions, actor, customerMessage);
  if (deliveryIds.length > 0) inBackground('deliver callbacks', () => deliver(deliveryIds));
  if (undoId) inBackground('undo surplus payment', () => runOperation(undoId));
  return true;
}

/** Asks about payments that are due, each claimed by pushing its next question ahead. */
export async function askAboutDuePayments(limit: number): Promise<number> {
  const at = now();
  const due = await db().payment.findMany({ where: { checkAt: { lte: at } }, orderBy: { checkAt: 'asc' }, take: limit });
  for (const payment of due) {
    const pauseMs = Math.min(longestPauseMs, 10_000 * 2 ** Math.min(payment.checks, 10));
    const claimed = await db().payment.updateMany({ where: { id: payment.id, checkAt: payment.checkAt }, data: { checkAt: later(at, pauseMs), checks: { increment: 1 } } });
    if (claimed.count === 1 && (await askGateway(payment, 'system'))) await endOverdue(payment.id);
  }
  return due.length;
}

/**
 * Ends a payment that outlived its bound and that the gateway knows nothing final of. Should money move after
 * all, it is recorded from `cancelled` too; until then the gateway's question before moving it is refused.
 */
async function endOverdue(paymentId: string): Promise<void> {
  const found = await db().payment.findUniqueOrThrow({ where: { id: paymentId } });
  await transaction(async (tx) => {
    await lockSession(tx, found.sessionId);
    const payment = await tx.payment.findUniqueOrThrow({ where: { id: paymentId } });
    const waitedMs = now().getTime() - (payment.heldAt ?? payment.changedAt).getTime();
    const isStarting = payment.status === 'created' || payment.status === 'processing';
    if (isStarting && waitedMs > startBoundMs) {
      const processing = payment.status === 'created' ? await movePayment(tx, payment, 'processing', 'system') : payment;
      await movePayment(tx, processing, 'failed', 'system', { failureCode: 'gateway_unreachable', intent: null, checkAt: null });
    } else if (payment.status === 'requires_action' && waitedMs > waitingBoundMs) {
      await movePayment(tx, payment, 'cancelled', 'system', { failureCode: 'abandoned', checkAt: null });
      await releaseHold(tx, payment);
    } else if (!(waitingStatuses as readonly string[]).includes(payment.status)) {
      await tx.payment.updateMany({ where: { id: paymentId, status: payment.status }, data: { checkAt: null } });
    }
  });
}
