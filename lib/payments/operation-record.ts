import { raiseAlarm } from '../alarms.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { later, now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { OperationKind, Payment, PaymentOperation, Prisma } from '../db/generated/client.ts';
import { invariant } from '../errors.ts';
import { recordEvent } from '../events/record-event.ts';
import type { GatewayTransaction, OperationResult } from '../gateways/gateway.ts';
import { newId } from '../ids.ts';
import { currencyOf, majorText, sumMinor } from '../money.ts';
import { bookOperation } from './book-amounts.ts';
import { leftToGiveBack } from './possible-operations.ts';

/** Names the one capture that we make for the merchant: a payment has it once. */
const autoCaptureIntent = 'auto-capture';

/** How soon the gateway is asked again for sums that could not be booked while an operation was under way. */
const sumsPauseMs = 30_000;

type NewOperation = { kind: OperationKind; amountMinor: bigint; actor: Actor } & Partial<
  Pick<Prisma.PaymentOperationUncheckedCreateInput, 'undo' | 'intent' | 'reason' | 'orderLines'>
>;

/** Records that a surplus payment has to be given back, all of it; the database allows one undo a payment. */
export async function openUndo(tx: Tx, payment: Payment): Promise<string | undefined> {
  const left = leftToGiveBack(payment);
  return left && createOperation(tx, payment, { ...left, undo: true, actor: 'system' }, now());
}

/**
 * Records that a payment which settles has to be captured: its merchant wanted the money taken at once, and the
 * gateway only promised it. Undefined when there is nothing to do.
 */
export async function openAutoCapture(tx: Tx, payment: Payment): Promise<string | undefined> {
  if (!payment.captureAtOnce || payment.status !== 'authorized') return undefined;
  const amountMinor = payment.authorizedMinor - payment.capturedMinor;
  return createOperation(tx, payment, { kind: 'capture', amountMinor, intent: autoCaptureIntent, actor: 'system' }, now());
}

/** Writes an outstanding operation with its audit row and answers its id. The worker carries it out from `dueAt` on, anybody who names it before. */
export async function createOperation(tx: Tx, payment: Payment, { actor, ...facts }: NewOperation, dueAt: Date): Promise<string> {
  const { merchantId, id: paymentId } = payment;
  const at = now();
  const operation = await tx.paymentOperation.create({
    data: { id: newId(), merchantId, paymentId, status: 'outstanding', ...facts, createdAt: at, changedAt: at, checkAt: dueAt },
  });
  await recordOperation(tx, payment, operation, { action: 'requested', actor });
  return operation.id;
}

/** Ends an outstanding operation, once. True when it was this call that did it. */
export async function endOperation(
  tx: Tx,
  payment: Payment,
  operation: PaymentOperation,
  result: Exclude<OperationResult, { outcome: 'unknown' }>,
): Promise<boolean> {
  const failure = result.outcome === 'failed' ? { failureCode: result.code, failureMessage: result.merchantMessage ?? null } : noFailure;
  const ended = await tx.paymentOperation.updateMany({
    where: { id: operation.id, status: 'outstanding' },
    data: { status: result.outcome, changedAt: now(), checkAt: null, ...failure },
  });
  if (ended.count === 0) return false;
  const code = failure.failureCode ?? undefined;
  await recordOperation(tx, payment, operation, { action: result.outcome, actor: 'gateway', fromStatus: 'outstanding', ...(code && { code }) });
  if (code && operation.intent === autoCaptureIntent) raiseAlarm('capture_failed', { operationId: operation.id, paymentId: payment.id, code });
  return true;
}

/** What an operation carries while the gateway has not refused it. */
export const noFailure = { failureCode: null, failureMessage: null } as const;

/**
 * A look-up tells the amounts of a payment while one of our operations on it may be under way: whether they
 * contain it is known only when it is done there, and then it is over; the list may be younger than the sums. False when they cannot be booked yet: they
 * are asked for again.
 */
export async function endListedOperation(tx: Tx, payment: Payment, told: GatewayTransaction): Promise<boolean> {
  const operation = await tx.paymentOperation.findFirst({ where: { paymentId: payment.id, status: 'outstanding' } });
  if (!operation) return true;
  if (isDoneAt(told, operation, payment)) {
    const isFirst = await endOperation(tx, payment, operation, { outcome: 'succeeded' });
    if (isFirst) await bookOperation(tx, payment, operation);
    return true;
  }
  const soon = later(now(), sumsPauseMs);
  const isAskedSooner = payment.checkAt !== null && payment.checkAt < soon;
  if (!isAskedSooner) await tx.payment.update({ where: { id: payment.id }, data: { checkAt: soon } });
  return false;
}

/**
 * Whether the gateway has carried an operation out: it lists its id, or, for a release, holds nothing any more. A sum
 * that is larger than in our books by as much, through something that is not listed, is taken for it too: to send it
 * again could move the money twice. `payment`: before these sums are booked.
 */
export function isDoneAt(told: GatewayTransaction, { id, kind, amountMinor }: PaymentOperation, payment: Payment): boolean {
  if (told.operations.some((listed) => listed.id === id)) return true;
  if (kind === 'release') return told.status === 'released';
  const toldMinor = kind === 'capture' ? told.capturedMinor : told.refundedMinor;
  const bookedMinor = kind === 'capture' ? payment.capturedMinor : payment.refundedMinor;
  const listedMinor = sumMinor(told.operations.filter((listed) => listed.kind === kind).map((listed) => listed.amountMinor));
  return toldMinor - bookedMinor >= amountMinor && toldMinor - listedMinor >= amountMinor;
}

/** Writes who did what with an operation: `operation.refund_requested`, `operation.capture_failed` … */
export async function recordOperation(
  tx: Tx,
  payment: Payment,
  operation: Pick<PaymentOperation, 'id' | 'kind' | 'amountMinor'>,
  { action, actor, fromStatus, code }: { action: 'requested' | 'succeeded' | 'failed'; actor: Actor; fromStatus?: 'outstanding'; code?: string },
): Promise<void> {
  const currency = currencyOf(payment.currency);
  invariant(currency, 'a payment has a known currency');
  if (operation.kind === 'refund' && action !== 'requested') {
    recordEvent({ sessionId: payment.sessionId, type: `refund.${action}`, paymentId: payment.id, previousStatus: 'OUTSTANDING' });
  }
  await recordAudit(tx, {
    merchantId: payment.merchantId,
    sessionId: payment.sessionId,
    subject: 'operation',
    subjectId: operation.id,
    action: `operation.${operation.kind}_${action}`,
    ...(fromStatus && { fromStatus }),
    toStatus: action === 'requested' ? 'outstanding' : action,
    actor,
    detail: { paymentId: payment.id, amount: majorText({ minor: operation.amountMinor, currency }), currency, ...(code && { code }) },
  });
}
