import { raiseAlarm } from '../alarms.ts';
import type { Actor } from '../audit/audit.ts';
import { later, now } from '../clock.ts';
import { db, transaction } from '../db/client.ts';
import type { Payment, PaymentMethod } from '../db/generated/client.ts';
import { deliver } from '../deliveries/deliver.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import { eachApart, inBackground } from '../jobs/background.ts';
import { gatewayAccess } from '../merchants/gateway-account.ts';
import { abilitiesOf } from '../methods/catalogue.ts';
import { lockSession } from '../sessions/sessions.ts';
import { pauseAfterMs, startBoundMs, waitingBoundMs } from './check-schedule.ts';
import { letSessionGo } from './hold.ts';
import { movePayment } from './move-payment.ts';
import { runOperation } from './operations.ts';
import { waitingStatuses } from './payment-status.ts';
import { recordOutcome } from './record-outcome.ts';

const dayMs = 86_400_000;

type Asked = Pick<Payment, 'id' | 'merchantId' | 'gatewayOrderId'>;
type Due = Payment & { method: Pick<PaymentMethod, 'identifier'> };

/**
 * Asks the gateway what became of a payment and records it: nothing else is believed. Then sends what is owed,
 * without waiting for it. True when the gateway answered.
 */
export async function askGateway(payment: Asked, actor: Actor, customerMessage?: string): Promise<boolean> {
  const answer = await altapayGateway.findTransactions(await gatewayAccess(payment.merchantId), payment.gatewayOrderId);
  if (answer.outcome === 'unreachable') return false;
  const { deliveryIds, operationId } = await recordOutcome(payment.id, answer.transactions, actor, customerMessage);
  if (deliveryIds.length > 0) inBackground('deliver callbacks', () => deliver(deliveryIds));
  if (operationId) inBackground('run operation', () => runOperation(operationId));
  return true;
}

/** Asks about payments that are due, each claimed by pushing its next question ahead. */
export async function askAboutDuePayments(limit: number): Promise<void> {
  const due = await db().payment.findMany({ where: { checkAt: { lte: now() } }, orderBy: { checkAt: 'asc' }, take: limit, include: { method: true } });
  await eachApart('ask about payment', due, askWhenClaimed);
}

async function askWhenClaimed(payment: Due): Promise<void> {
  const at = now();
  const pauseMs = pauseAfterMs(payment.checks + 1, payment.status);
  const claimed = await db().payment.updateMany({
    where: { id: payment.id, checkAt: payment.checkAt },
    data: { checkAt: later(at, pauseMs), checks: { increment: 1 } },
  });
  if (claimed.count === 0) return;
  const isAnswered = await askGateway(payment, 'system');
  await endOverdue(payment, isAnswered, pauseMs);
}

/**
 * Ends a payment that outlived its bound and that the gateway knows nothing final of. Should money move after
 * all, it is recorded from `cancelled` too; until then the gateway's question before moving it is refused. While
 * the gateway does not answer, only a start is given up: its address reached nobody, so no money can move.
 * Whatever cannot be ended is told to a person once a day.
 */
async function endOverdue({ id, sessionId, method }: Due, isAnswered: boolean, pauseMs: number): Promise<void> {
  await transaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    const payment = await tx.payment.findUniqueOrThrow({ where: { id } });
    const waitedMs = now().getTime() - Math.max(payment.changedAt.getTime(), payment.heldAt?.getTime() ?? 0);
    const undecidedBoundMs = Math.max(1, abilitiesOf(method.identifier).pendingDays) * dayMs;
    if (payment.status === 'processing' && waitedMs > startBoundMs) {
      await movePayment(tx, payment, 'failed', 'system', { failureCode: 'gateway_unreachable', intent: null, checkAt: null });
      await letSessionGo(tx, session, payment, 'system');
    } else if (!isAnswered) {
      if (passesDay(waitedMs, pauseMs)) raiseAlarm('gateway_silent', { paymentId: id, status: payment.status });
    } else if (payment.status === 'requires_action' && waitedMs > waitingBoundMs) {
      await movePayment(tx, payment, 'cancelled', 'system', { failureCode: 'abandoned', checkAt: later(now(), waitingBoundMs) });
      await letSessionGo(tx, session, payment, 'system');
    } else if (payment.status === 'pending' && waitedMs > undecidedBoundMs) {
      raiseAlarm('bank_undecided', { paymentId: id, sinceDays: Math.floor(waitedMs / dayMs) });
      await tx.payment.update({ where: { id }, data: { checkAt: later(now(), dayMs) } });
    } else if (!(waitingStatuses as readonly string[]).includes(payment.status)) {
      // Sums that an operation under way kept from being booked are asked for again.
      await tx.payment.updateMany({ where: { id, operations: { none: { status: 'outstanding' } } }, data: { checkAt: null } });
    }
  });
}

/** Whether a whole day of waiting was completed since the question before this one. */
const passesDay = (waitedMs: number, pauseMs: number): boolean => Math.floor(waitedMs / dayMs) > Math.floor((waitedMs - pauseMs) / dayMs);
