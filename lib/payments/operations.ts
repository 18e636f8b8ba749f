import { type Actor, recordAudit } from '../audit/audit.ts';
import { later, now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { Payment, PaymentOperation } from '../db/generated/client.ts';
import { invariant } from '../errors.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import type { GatewayTransaction, OperationResult } from '../gateways/gateway.ts';
import { newId } from '../ids.ts';
import { eachApart } from '../jobs/background.ts';
import { log } from '../log.ts';
import { gatewayAccess } from '../merchants/gateway-account.ts';
import { currencyOf } from '../money.ts';
import { lockSession } from '../sessions/sessions.ts';
import { bookAmounts, type HeldAmounts } from './book-amounts.ts';

/** A claim on an outstanding operation lasts this long; the gateway calls inside are bounded to 10 s each. */
const claimMs = 60_000;
const longestWaitMs = 3_600_000;

/** What has to happen to give all of it back; undefined when nothing is left to give. */
function leftToGiveBack(held: HeldAmounts & { authorizedMinor: bigint }): { kind: 'refund' | 'release'; amountMinor: bigint } | undefined {
  if (held.isReleased) return undefined;
  if (held.capturedMinor === 0n) return { kind: 'release', amountMinor: held.authorizedMinor };
  const amountMinor = held.capturedMinor - held.refundedMinor;
  return amountMinor > 0n ? { kind: 'refund', amountMinor } : undefined;
}

/** Records that a surplus payment has to be given back, all of it; the database allows one undo a payment. */
export async function openUndo(tx: Tx, payment: Payment): Promise<string | undefined> {
  const left = leftToGiveBack({ ...payment, isReleased: payment.status === 'released' });
  if (!left) return undefined;
  const at = now();
  const id = newId();
  await tx.paymentOperation.create({
    data: { id, merchantId: payment.merchantId, paymentId: payment.id, ...left, status: 'outstanding', undo: true, createdAt: at, changedAt: at, checkAt: at },
  });
  await recordOperation(tx, payment, id, `operation.${left.kind}_requested`, 'system');
  return id;
}

/** Runs the outstanding operations that are due; several processes may do so at once. */
export async function runDueOperations(limit: number): Promise<void> {
  const due = await db().paymentOperation.findMany({
    where: { status: 'outstanding', checkAt: { lte: now() } },
    orderBy: { checkAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  await eachApart('run operation', due, ({ id }) => runOperation(id));
}

/**
 * Carries out one operation at the gateway, between two transactions. After a first try the gateway is asked
 * what it holds before anything is sent again, so that nothing is given back twice.
 */
export async function runOperation(id: string): Promise<void> {
  const claimed = await claim(id);
  if (!claimed) return;
  const { payment } = claimed;
  const currency = currencyOf(payment.currency);
  invariant(currency && payment.gatewayReference, 'a payment with money has a currency and a gateway reference');
  const operation = claimed.attempts > 1 ? await lookAgain(claimed) : claimed;
  if (!operation) return;
  const request = { operationId: id, reference: payment.gatewayReference, amount: { minor: operation.amountMinor, currency } };
  const result = await altapayGateway[operation.kind](await gatewayAccess(payment.merchantId), request);
  if (result.outcome === 'unknown') return;
  await transaction((tx) => finish(tx, payment.sessionId, operation, result));
}

type Claimed = PaymentOperation & { payment: Payment };

async function claim(id: string): Promise<Claimed | undefined> {
  const at = now();
  const [claimed] = await db().paymentOperation.updateManyAndReturn({
    where: { id, status: 'outstanding', checkAt: { lte: at } },
    data: { checkAt: later(at, claimMs), attempts: { increment: 1 } },
  });
  if (!claimed) return undefined;
  return { ...claimed, payment: await db().payment.findUniqueOrThrow({ where: { id: claimed.paymentId } }) };
}

/** What is still to do after an earlier try, from what the gateway holds now; undefined when nothing is, or nothing is known. */
async function lookAgain({ payment, ...operation }: Claimed): Promise<PaymentOperation | undefined> {
  const answer = await altapayGateway.findTransactions(await gatewayAccess(payment.merchantId), payment.gatewayOrderId);
  if (answer.outcome === 'unreachable') return undefined;
  const told = answer.transactions.find((candidate) => candidate.reference === payment.gatewayReference);
  if (told) return transaction((tx) => planAgain(tx, payment.sessionId, operation, told));
  log().error({ operationId: operation.id, paymentId: payment.id }, 'ALARM: the gateway no longer knows a payment whose money is to be moved');
  return undefined;
}

async function planAgain(tx: Tx, sessionId: string, operation: PaymentOperation, told: GatewayTransaction): Promise<PaymentOperation | undefined> {
  await lockSession(tx, sessionId);
  const isStillOurs = await tx.paymentOperation.count({ where: { id: operation.id, status: 'outstanding', attempts: operation.attempts } });
  if (isStillOurs === 0) return undefined;
  const found = await tx.payment.findUniqueOrThrow({ where: { id: operation.paymentId } });
  const payment = await bookAmounts(tx, found, heldAt(told), 'gateway');
  const left = operation.undo ? leftToGiveBack({ ...payment, isReleased: payment.status === 'released' }) : undefined;
  const isDone = operation.undo ? !left : isListed(told, operation);
  if (isDone) {
    await end(tx, payment, operation, { outcome: 'succeeded' });
    return undefined;
  }
  if (!left || (left.kind === operation.kind && left.amountMinor === operation.amountMinor)) return operation;
  // The money moved on meanwhile: what was only promised has been taken, so it is refunded instead.
  await recordOperation(tx, payment, operation.id, `operation.${left.kind}_requested`, 'system');
  return tx.paymentOperation.update({ where: { id: operation.id }, data: { ...left, changedAt: now() } });
}

/** What the gateway holds, as sums. */
export const heldAt = (told: GatewayTransaction): HeldAmounts => ({ ...told, isReleased: told.status === 'released' });

const isListed = (told: GatewayTransaction, operation: PaymentOperation): boolean => told.operations.some(({ id }) => id === operation.id);

/**
 * A look-up tells the amounts of a payment while one of our operations on it may be under way: whether they
 * contain it is known only when it is listed, and then it is over. False when they cannot be booked yet.
 */
export async function endListedOperation(tx: Tx, payment: Payment, told: GatewayTransaction): Promise<boolean> {
  const operation = await tx.paymentOperation.findFirst({ where: { paymentId: payment.id, status: 'outstanding' } });
  if (!operation) return true;
  if (!isListed(told, operation)) return false;
  await end(tx, payment, operation, { outcome: 'succeeded' });
  return true;
}

async function finish(tx: Tx, sessionId: string, operation: PaymentOperation, result: Exclude<OperationResult, { outcome: 'unknown' }>): Promise<void> {
  await lockSession(tx, sessionId);
  if (result.outcome === 'failed' && operation.undo) return retryLater(tx, operation, result.code);
  const payment = await tx.payment.findUniqueOrThrow({ where: { id: operation.paymentId } });
  const isFirst = await end(tx, payment, operation, result);
  if (isFirst && result.outcome === 'succeeded') await bookAmounts(tx, payment, heldAfter(payment, operation), 'gateway');
}

/** Money that must go back is never given up: it is tried again, later each time, and every failure is an alarm. */
async function retryLater(tx: Tx, operation: PaymentOperation, code: string): Promise<void> {
  log().error({ operationId: operation.id, paymentId: operation.paymentId, code }, 'ALARM: the gateway refused to give a surplus payment back; trying again');
  const waitMs = Math.min(longestWaitMs, 30_000 * 2 ** Math.min(10, operation.attempts - 1));
  await tx.paymentOperation.updateMany({
    where: { id: operation.id, status: 'outstanding' },
    data: { failureCode: code, changedAt: now(), checkAt: later(now(), waitMs) },
  });
}

function heldAfter(payment: Payment, { kind, amountMinor }: PaymentOperation): HeldAmounts {
  const { capturedMinor, refundedMinor } = payment;
  return {
    capturedMinor: kind === 'capture' ? capturedMinor + amountMinor : capturedMinor,
    refundedMinor: kind === 'refund' ? refundedMinor + amountMinor : refundedMinor,
    disputedMinor: payment.disputedMinor,
    isReleased: kind === 'release',
  };
}

/** Ends an outstanding operation, once. True when it was this call that did it. */
async function end(tx: Tx, payment: Payment, operation: PaymentOperation, result: Exclude<OperationResult, { outcome: 'unknown' }>): Promise<boolean> {
  const ended = await tx.paymentOperation.updateMany({
    where: { id: operation.id, status: 'outstanding' },
    data: { status: result.outcome, changedAt: now(), checkAt: null, failureCode: result.outcome === 'failed' ? result.code : null },
  });
  if (ended.count === 0) return false;
  await recordOperation(tx, payment, operation.id, `operation.${operation.kind}_${result.outcome}`, 'gateway');
  return true;
}

const recordOperation = (tx: Tx, payment: Payment, operationId: string, action: string, actor: Actor) =>
  recordAudit(tx, { merchantId: payment.merchantId, sessionId: payment.sessionId, subject: 'operation', subjectId: operationId, action, actor });
