import { raiseAlarm } from '../alarms.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { type Fact, oweCallbacks } from '../callbacks/owed.ts';
import { now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { CheckoutSession, Payment, PaymentLink, PaymentMethod } from '../db/generated/client.ts';
import type { GatewayTransaction } from '../gateways/gateway.ts';
import { post } from '../ledger/ledger.ts';
import { mailsReceipts, oweReceipt } from '../mail/owe-receipt.ts';
import { moveSession } from '../sessions/session-status.ts';
import { lockSession } from '../sessions/sessions.ts';
import { bookAmounts } from './book-amounts.ts';
import { bookHeld, heldAt } from './book-held.ts';
import { askAfterFailure, askAfterSuccess, askSoon } from './check-schedule.ts';
import { letSessionGo } from './hold.ts';
import { movePayment } from './move-payment.ts';
import { endListedOperation } from './operation-record.ts';
import { canMove, isFailure, isSuccess } from './payment-status.ts';
import { settle } from './settle.ts';

type WholePayment = Payment & { method: PaymentMethod; link: PaymentLink | null };

/** What has to be sent or done after the commit. */
export type Recorded = { deliveryIds: string[]; operationId: string | undefined };

const nothing: Recorded = { deliveryIds: [], operationId: undefined };

/**
 * Records what the gateway says became of a payment: its status, amounts, ledger, settlement or surplus, and the
 * callbacks owed, in one transaction. Hearing the same thing twice changes nothing. `customerMessage` are the
 * gateway's words for the customer from a callback with a right checksum, used when the look-up has none.
 */
export async function recordOutcome(paymentId: string, told: GatewayTransaction[], actor: Actor, customerMessage?: string): Promise<Recorded> {
  const found = await db().payment.findUniqueOrThrow({ where: { id: paymentId }, include: { method: true } });
  const believed = told.filter((transaction) => isAboutPayment(found, transaction));
  if (believed.length === 0) return nothing;
  const mails = found.authorizedMinor === 0n && (await mailsReceipts(found.merchantId));
  return transaction(async (tx) => {
    const session = await lockSession(tx, found.sessionId);
    const payment = await tx.payment.findUniqueOrThrow({ where: { id: paymentId }, include: { method: true, link: true } });
    const outcome = decisive(payment, believed);
    await reportOtherSuccesses(
      tx,
      payment,
      believed.filter((transaction) => transaction !== outcome),
      actor,
    );
    if (!outcome) return nothing;
    if (payment.authorizedMinor > 0n) return recordHeld(tx, { session, payment, outcome, actor });
    return recordFirst(tx, { session, payment, outcome: { ...outcome, customerMessage: outcome.customerMessage ?? customerMessage }, actor, mails });
  });
}

const again = (tx: Tx, { id }: Payment): Promise<Payment> => tx.payment.findUniqueOrThrow({ where: { id } });

/** Counts only when payment, order id, terminal and, for money, currency and amount all match; else it is an alarm. */
function isAboutPayment(payment: Payment & { method: Pick<PaymentMethod, 'terminal'> }, told: GatewayTransaction): boolean {
  // What was captured was authorised: the gateway's own reading of the wire sees to it.
  const movedMinor = told.authorizedMinor;
  const wrong = [
    told.gatewayOrderId !== payment.gatewayOrderId && 'order id',
    told.paymentId !== payment.id && 'payment id',
    told.terminal !== payment.method.terminal && 'terminal',
    movedMinor > 0n && told.currency !== payment.currency && 'currency',
    (told.status === 'authorized' || told.status === 'captured') && movedMinor !== payment.amountMinor && 'amount',
  ].filter((part) => part !== false);
  if (wrong.length > 0) raiseAlarm('transaction_foreign', { paymentId: payment.id, reference: told.reference, wrong });
  return wrong.length === 0;
}

const weight = { captured: 5, authorized: 4, released: 3, pending: 2, failed: 1, cancelled: 1 } as const;

/**
 * Of several transactions of one try the one that decides: the one that paid, once there is one; until then money
 * before waiting, waiting before failure, the latest last.
 */
function decisive(payment: Payment, transactions: GatewayTransaction[]): GatewayTransaction | undefined {
  if (payment.authorizedMinor > 0n) return transactions.find(({ reference }) => reference === payment.gatewayReference);
  return [...transactions].sort((a, b) => weight[b.status] - weight[a.status] || b.createdAt.getTime() - a.createdAt.getTime())[0];
}

/** A second success under one try: the gateway takes one a request, so it is never believed silently. Told once. */
async function reportOtherSuccesses(tx: Tx, payment: Payment, others: GatewayTransaction[], actor: Actor): Promise<void> {
  const action = 'payment.second_success';
  for (const { reference, status } of others) {
    if (status !== 'authorized' && status !== 'captured') continue;
    const isTold = await tx.auditEntry.count({ where: { subjectId: payment.id, action, detail: { path: ['reference'], equals: reference } } });
    if (isTold > 0) continue;
    raiseAlarm('second_success', { paymentId: payment.id, reference });
    const { merchantId, sessionId, id: subjectId } = payment;
    await recordAudit(tx, { merchantId, sessionId, subject: 'payment', subjectId, action, actor, detail: { reference } });
  }
}

type Heard = { session: CheckoutSession; payment: WholePayment; outcome: GatewayTransaction; actor: Actor };
/** `mails`: the merchant's payers get their receipts by e-mail. */
type FirstHeard = Heard & { mails: boolean };

/** The payment has no money yet: what is heard may give it some, end it, or leave it to the bank. */
async function recordFirst(tx: Tx, heard: FirstHeard): Promise<Recorded> {
  const { session, payment, outcome, actor, mails } = heard;
  const moved = await applyOutcome(tx, heard);
  if (!moved) return nothing;
  let fact: Fact = 'failed';
  let operationId: string | undefined;
  if (isSuccess(moved.status)) {
    ({ fact, operationId } = await settle(tx, session, { ...moved, link: payment.link }, outcome.createdAt, actor));
    if (fact === 'paid' && mails) await oweReceipt(tx, session, moved);
  } else if (isFailure(moved.status)) {
    await letSessionGo(tx, session, moved, actor);
  } else {
    fact = 'pending';
    if (session.status === 'open') await moveSession(tx, session, { to: 'pending' }, actor);
  }
  return { deliveryIds: await oweCallbacks(tx, { session, payment: await again(tx, payment), method: payment.method, fact }), operationId };
}

/** How long ago our own last step must lie for an answer of the gateway to be surely younger. */
const surelyYoungerMs = 60_000;

/** The payment has its money: what the gateway holds of it now is booked, and a bank that took some back is told of. */
async function recordHeld(tx: Tx, { session, payment, outcome, actor }: Heard): Promise<Recorded> {
  const isSettled = await endListedOperation(tx, payment, outcome);
  if (!isSettled) return nothing;
  const known = await again(tx, payment);
  const lags = outcome.capturedMinor < known.capturedMinor || outcome.refundedMinor < known.refundedMinor || isFailure(outcome.status);
  if (lags && now().getTime() - known.changedAt.getTime() > surelyYoungerMs) raiseAlarm('gateway_disagrees', { paymentId: known.id });
  const { deliveryIds } = await bookHeld(tx, session, { ...known, method: payment.method }, outcome, actor);
  return { deliveryIds, operationId: undefined };
}

/** Status, amounts and ledger of one payment; undefined when this was known already or is no step forward. */
async function applyOutcome(tx: Tx, { payment, outcome, actor }: Heard): Promise<Payment | undefined> {
  // Promised and let go again before we heard of it: the try is over, and no money is with the shop.
  const isOver = outcome.status === 'released';
  const status = isOver ? 'cancelled' : outcome.status;
  if (!canMove(payment.status, status)) return undefined;
  const known = { gatewayReference: outcome.reference, ...(outcome.maskedCard && { maskedCard: outcome.maskedCard }) };
  if (isFailure(status)) {
    const failureCode = outcome.failureCode ?? (isOver ? 'released' : 'declined');
    return movePayment(tx, payment, status, actor, {
      ...known,
      failureCode,
      failureMessage: outcome.customerMessage ?? null,
      ...askAfterFailure(),
    });
  }
  const clear = { failureCode: null, failureMessage: null };
  if (status === 'pending') return movePayment(tx, payment, status, actor, { ...known, ...clear, ...askSoon() });
  const moved = await movePayment(tx, payment, status, actor, { ...known, ...clear, authorizedMinor: payment.amountMinor, ...askAfterSuccess() });
  const { merchantId, id: paymentId, currency } = payment;
  await post(tx, { merchantId, paymentId, currency, from: 'customer', to: 'authorized', amountMinor: moved.authorizedMinor });
  return bookAmounts(tx, moved, heldAt(outcome), actor);
}
