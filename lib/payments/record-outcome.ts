import { type Actor, recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import { type Fact, oweCallbacks } from '../callbacks/owed.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { Payment } from '../db/generated/client.ts';
import type { GatewayTransaction } from '../gateways/gateway.ts';
import { post } from '../ledger/ledger.ts';
import { log } from '../log.ts';
import { lockSession } from '../sessions/sessions.ts';
import { moveSession } from '../sessions/session-status.ts';
import { releaseHold } from './hold.ts';
import { movePayment } from './move-payment.ts';
import { canMove, isFailure, isSuccess } from './payment-status.ts';
import { settle } from './settle.ts';

type PaymentWithMethod = Payment & { method: { terminal: string } };

/** What has to be sent or done after the commit. */
export type Recorded = { deliveryIds: string[]; undoId: string | undefined };

/**
 * Records what the gateway says became of a payment: its status, amounts, ledger, settlement or surplus, and the
 * callbacks owed, in one transaction. Hearing the same thing twice changes nothing. `customerMessage` are the
 * gateway's words for the customer from a callback with a right checksum, used when the look-up has none.
 */
export async function recordOutcome(paymentId: string, told: GatewayTransaction[], actor: Actor, customerMessage?: string): Promise<Recorded> {
  const found = await db().payment.findUniqueOrThrow({ where: { id: paymentId }, include: { method: { select: { terminal: true } } } });
  const believed = told.filter((transaction) => isAboutPayment(found, transaction));
  const outcome = decisive(believed);
  if (!outcome) return { deliveryIds: [], undoId: undefined };
  return transaction(async (tx) => {
    const session = await lockSession(tx, found.sessionId);
    const payment = await tx.payment.findUniqueOrThrow({ where: { id: paymentId }, include: { method: true, link: true } });
    if (isAnotherSuccess(payment, outcome)) return nothingRecorded(tx, payment, outcome, actor);
    const moved = await applyOutcome(tx, payment, { ...outcome, customerMessage: outcome.customerMessage ?? customerMessage }, actor);
    if (!moved) return { deliveryIds: [], undoId: undefined };
    let fact: Fact = moved.status === 'pending' ? 'pending' : 'failed';
    let undoId: string | undefined;
    if (isSuccess(moved.status) && !isSuccess(payment.status)) {
      ({ fact, undoId } = await settle(tx, session, { ...moved, link: payment.link }, outcome.createdAt, actor));
    } else if (isFailure(moved.status)) {
      await releaseHold(tx, moved);
      if (session.status === 'pending') await moveSession(tx, session, { to: 'open' }, actor);
    } else if (moved.status === 'pending') {
      if (session.status === 'open' && !session.settledByPaymentId) await moveSession(tx, session, { to: 'pending' }, actor);
    } else {
      return { deliveryIds: [], undoId: undefined };
    }
    const latest = await tx.payment.findUniqueOrThrow({ where: { id: paymentId } });
    return { deliveryIds: await oweCallbacks(tx, { session, payment: latest, method: payment.method, fact }), undoId };
  });
}

/** Counts only when payment, order id, terminal and, for money, currency and amount all match; else it is an alarm. */
function isAboutPayment(payment: PaymentWithMethod, told: GatewayTransaction): boolean {
  const movedMinor = told.authorizedMinor > told.capturedMinor ? told.authorizedMinor : told.capturedMinor;
  const wrong = [
    told.gatewayOrderId !== payment.gatewayOrderId && 'order id',
    told.paymentId !== payment.id && 'payment id',
    told.terminal !== payment.method.terminal && 'terminal',
    movedMinor > 0n && told.currency !== payment.currency && 'currency',
    (told.status === 'authorized' || told.status === 'captured') && movedMinor !== payment.amountMinor && 'amount',
  ].filter((part) => part !== false);
  if (wrong.length > 0) log().error({ paymentId: payment.id, reference: told.reference, wrong }, 'ALARM: gateway transaction does not match its payment; ignored');
  return wrong.length === 0;
}

const weight = { captured: 5, authorized: 4, released: 3, pending: 2, failed: 1, cancelled: 1 } as const;

/** Of several transactions of one try the one that decides: money before waiting, waiting before failure, the latest last. */
function decisive(transactions: GatewayTransaction[]): GatewayTransaction | undefined {
  return [...transactions].sort((a, b) => weight[b.status] - weight[a.status] || b.createdAt.getTime() - a.createdAt.getTime())[0];
}

/** A second success under one try: never believed silently, because this payment already has its money. */
const isAnotherSuccess = (payment: Payment, outcome: GatewayTransaction): boolean =>
  payment.authorizedMinor > 0n && payment.gatewayReference !== null && payment.gatewayReference !== outcome.reference;

async function nothingRecorded(tx: Tx, payment: Payment, outcome: GatewayTransaction, actor: Actor): Promise<Recorded> {
  log().error({ paymentId: payment.id, reference: outcome.reference }, 'ALARM: the gateway holds two successes for one payment; give one back');
  await recordAudit(tx, {
    merchantId: payment.merchantId,
    sessionId: payment.sessionId,
    subject: 'payment',
    subjectId: payment.id,
    action: 'payment.second_success',
    actor,
    detail: { reference: outcome.reference },
  });
  return { deliveryIds: [], undoId: undefined };
}

/** Status, amounts and ledger of one payment; undefined when this was known already or is no step forward. */
async function applyOutcome(tx: Tx, payment: Payment, outcome: GatewayTransaction, actor: Actor): Promise<Payment | undefined> {
  if (!canMove(payment.status, outcome.status)) return undefined;
  if (outcome.status === 'released' && !isSuccess(payment.status)) return undefined;
  const hasMoney = outcome.status === 'authorized' || outcome.status === 'captured';
  const authorizedMinor = hasMoney ? payment.amountMinor : payment.authorizedMinor;
  const { capturedMinor } = outcome;
  const moved = await movePayment(tx, payment, outcome.status, actor, {
    gatewayReference: outcome.reference,
    authorizedMinor,
    ...(hasMoney && { capturedMinor }),
    ...(isFailure(outcome.status) && { failureCode: outcome.failureCode ?? 'declined', failureMessage: outcome.customerMessage ?? null }),
    ...(hasMoney && { failureCode: null, failureMessage: null }),
    ...(outcome.maskedCard && { maskedCard: outcome.maskedCard }),
    checkAt: outcome.status === 'pending' ? now() : null,
    checks: 0,
  });
  const { merchantId, id: paymentId, currency } = payment;
  const posting = { merchantId, paymentId, currency };
  await post(tx, { ...posting, from: 'customer', to: 'promised', amountMinor: moved.authorizedMinor - payment.authorizedMinor });
  await post(tx, { ...posting, from: 'promised', to: 'taken', amountMinor: moved.capturedMinor - payment.capturedMinor });
  if (outcome.status === 'released') await post(tx, { ...posting, from: 'promised', to: 'customer', amountMinor: moved.authorizedMinor - moved.capturedMinor });
  return moved;
}
