import type { Actor } from '../audit/audit.ts';
import { deliver } from '../callbacks/deliver.ts';
import { later, now } from '../clock.ts';
import { db, transaction } from '../db/client.ts';
import type { Payment } from '../db/generated/client.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import { eachApart, inBackground } from '../jobs/background.ts';
import { log } from '../log.ts';
import { gatewayAccess } from '../merchants/merchants.ts';
import { lockSession } from '../sessions/sessions.ts';
import { letSessionGo } from './hold.ts';
import { movePayment } from './move-payment.ts';
import { runOperation } from './operations.ts';
import { waitingStatuses } from './payment-status.ts';
import { recordOutcome } from './record-outcome.ts';

/** How long a payment may wait without the gateway knowing of it, from its last step. */
const waitingBoundMs = 60 * 60_000;
/** A start that was not answered by then never will be: the process that made it is gone. */
export const startBoundMs = 30_000;
const longestPauseMs = 15 * 60_000;
const dayMs = 86_400_000;
/** A bank that has not decided by then is told of, once a day. Its session stays pending: the money may still come. */
const undecidedBoundMs = 5 * dayMs;

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
export async function askAboutDuePayments(limit: number): Promise<void> {
  const due = await db().payment.findMany({ where: { checkAt: { lte: now() } }, orderBy: { checkAt: 'asc' }, take: limit });
  await eachApart('ask about payment', due, askWhenClaimed);
}

async function askWhenClaimed(payment: Payment): Promise<void> {
  const at = now();
  const pauseMs = Math.min(longestPauseMs, 10_000 * 2 ** Math.min(payment.checks, 10));
  const claimed = await db().payment.updateMany({
    where: { id: payment.id, checkAt: payment.checkAt },
    data: { checkAt: later(at, pauseMs), checks: { increment: 1 } },
  });
  if (claimed.count === 1) await endOverdue(payment, await askGateway(payment, 'system'));
}

/**
 * Ends a payment that outlived its bound and that the gateway knows nothing final of. Should money move after
 * all, it is recorded from `cancelled` too; until then the gateway's question before moving it is refused. While
 * the gateway does not answer, only a start is given up: its address reached nobody, so no money can move.
 */
async function endOverdue({ id, sessionId }: Payment, isAnswered: boolean): Promise<void> {
  await transaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    const payment = await tx.payment.findUniqueOrThrow({ where: { id } });
    const waitedMs = now().getTime() - Math.max(payment.changedAt.getTime(), payment.heldAt?.getTime() ?? 0);
    if (payment.status === 'processing' && waitedMs > startBoundMs) {
      await movePayment(tx, payment, 'failed', 'system', { failureCode: 'gateway_unreachable', intent: null, checkAt: null });
      await letSessionGo(tx, session, payment, 'system');
    } else if (!isAnswered) {
      return;
    } else if (payment.status === 'requires_action' && waitedMs > waitingBoundMs) {
      await movePayment(tx, payment, 'cancelled', 'system', { failureCode: 'abandoned', checkAt: later(now(), waitingBoundMs) });
      await letSessionGo(tx, session, payment, 'system');
    } else if (payment.status === 'pending' && waitedMs > undecidedBoundMs) {
      log().error({ paymentId: id, sinceDays: Math.floor(waitedMs / dayMs) }, 'ALARM: a bank has left a payment undecided; ask the gateway about it');
      await tx.payment.update({ where: { id }, data: { checkAt: later(now(), dayMs) } });
    } else if (!(waitingStatuses as readonly string[]).includes(payment.status)) {
      await tx.payment.update({ where: { id }, data: { checkAt: null } });
    }
  });
}
