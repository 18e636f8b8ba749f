import { type Actor, recordAudit } from '../audit/audit.ts';
import { later, now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { Payment, PaymentOperation } from '../db/generated/client.ts';
import { invariant } from '../errors.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import type { GatewayTransaction, OperationResult } from '../gateways/gateway.ts';
import { newId } from '../ids.ts';
import { post } from '../ledger/ledger.ts';
import { log } from '../log.ts';
import { gatewayAccess } from '../merchants/merchants.ts';
import { currencyOf } from '../money.ts';
import { movePayment } from './move-payment.ts';

/** A claim on an outstanding operation lasts this long; the gateway call inside is bounded to 10 s. */
const claimMs = 60_000;
const longestWaitMs = 3_600_000;

/** Records that a surplus payment has to be given back, all of it; the database allows one undo a payment. */
export async function openUndo(tx: Tx, payment: Payment): Promise<string> {
  const at = now();
  const id = newId();
  const kind = payment.capturedMinor > 0n ? 'refund' : 'release';
  const amountMinor = kind === 'refund' ? payment.capturedMinor : payment.authorizedMinor;
  await tx.paymentOperation.create({
    data: { id, merchantId: payment.merchantId, paymentId: payment.id, kind, status: 'outstanding', amountMinor, undo: true, createdAt: at, changedAt: at, checkAt: at },
  });
  await recordOperation(tx, payment, id, `operation.${kind}_requested`, 'system');
  return id;
}

/** Runs the outstanding operations that are due; several processes may do so at once. */
export async function runDueOperations(limit: number): Promise<number> {
  const at = now();
  const due = await db().paymentOperation.findMany({ where: { status: 'outstanding', checkAt: { lte: at } }, orderBy: { checkAt: 'asc' }, take: limit, select: { id: true } });
  for (const { id } of due) await runOperation(id);
  return due.length;
}

/**
 * Carries out one operation at the gateway, between two transactions. After a lost answer the gateway is asked
 * for the operation's id before anything is sent again, so that nothing is given back twice.
 */
export async function runOperation(id: string): Promise<void> {
  const claimed = await claim(id);
  if (!claimed) return;
  const { payment, ...operation } = claimed;
  const access = await gatewayAccess(payment.merchantId);
  const currency = currencyOf(payment.currency);
  invariant(currency && payment.gatewayReference, 'a payment with money has a currency and a gateway reference');
  const done = operation.attempts > 1 ? await findDone(payment, operation) : undefined;
  if (done === 'unreachable') return;
  const request = { operationId: id, reference: payment.gatewayReference, amount: { minor: operation.amountMinor, currency } };
  const result: OperationResult = done ? { outcome: 'succeeded' } : await altapayGateway[operation.kind](access, request);
  if (result.outcome === 'unknown') return;
  await transaction((tx) => finish(tx, operation, result));
}

async function claim(id: string) {
  const at = now();
  const [claimed] = await db().paymentOperation.updateManyAndReturn({
    where: { id, status: 'outstanding', checkAt: { lte: at } },
    data: { checkAt: later(at, claimMs), attempts: { increment: 1 } },
  });
  if (!claimed) return undefined;
  const payment = await db().payment.findUniqueOrThrow({ where: { id: claimed.paymentId } });
  return { ...claimed, payment };
}

/** Whether the gateway already knows this operation. */
async function findDone(payment: Payment, operation: PaymentOperation): Promise<GatewayTransaction | 'unreachable' | undefined> {
  const answer = await altapayGateway.findTransactions(await gatewayAccess(payment.merchantId), payment.gatewayOrderId);
  if (answer.outcome === 'unreachable') return 'unreachable';
  const transaction = answer.transactions.find((candidate) => candidate.reference === payment.gatewayReference);
  const isDone = transaction?.operations.some((known) => known.id === operation.id) || (operation.kind === 'release' && transaction?.status === 'released');
  return isDone ? transaction : undefined;
}

async function finish(tx: Tx, operation: PaymentOperation, result: OperationResult): Promise<void> {
  invariant(result.outcome !== 'unknown', 'an unknown result is asked about, not recorded');
  if (result.outcome === 'failed' && operation.undo) return retryLater(tx, operation, result.code);
  const ended = await tx.paymentOperation.updateMany({
    where: { id: operation.id, status: 'outstanding' },
    data: { status: result.outcome, changedAt: now(), checkAt: null, ...(result.outcome === 'failed' && { failureCode: result.code }) },
  });
  if (ended.count === 0) return;
  const payment = await tx.payment.findUniqueOrThrow({ where: { id: operation.paymentId } });
  if (result.outcome === 'succeeded') await bookSuccess(tx, payment, operation);
  await recordOperation(tx, payment, operation.id, `operation.${operation.kind}_${result.outcome}`, 'gateway');
}

/** Money that must go back is never given up: it is tried again, later each time, and every failure is an alarm. */
async function retryLater(tx: Tx, operation: PaymentOperation, code: string): Promise<void> {
  log().error({ operationId: operation.id, paymentId: operation.paymentId, code }, 'ALARM: the gateway refused to give a surplus payment back; trying again');
  const waitMs = Math.min(longestWaitMs, 30_000 * 2 ** Math.min(10, operation.attempts));
  await tx.paymentOperation.updateMany({
    where: { id: operation.id, status: 'outstanding' },
    data: { failureCode: code, changedAt: now(), checkAt: later(now(), waitMs) },
  });
}

async function bookSuccess(tx: Tx, payment: Payment, operation: PaymentOperation): Promise<void> {
  const posting = { merchantId: payment.merchantId, paymentId: payment.id, currency: payment.currency, amountMinor: operation.amountMinor };
  switch (operation.kind) {
    case 'release':
      await movePayment(tx, payment, 'released', 'gateway');
      return post(tx, { ...posting, from: 'promised', to: 'customer' });
    case 'refund':
      await tx.payment.update({ where: { id: payment.id }, data: { refundedMinor: { increment: operation.amountMinor }, changedAt: now() } });
      return post(tx, { ...posting, from: 'taken', to: 'customer' });
    case 'capture':
      await tx.payment.update({ where: { id: payment.id }, data: { capturedMinor: { increment: operation.amountMinor }, changedAt: now() } });
      if (payment.status === 'authorized') await movePayment(tx, payment, 'captured', 'gateway');
      return post(tx, { ...posting, from: 'promised', to: 'taken' });
  }
}

const recordOperation = (tx: Tx, payment: Payment, operationId: string, action: string, actor: Actor) =>
  recordAudit(tx, { merchantId: payment.merchantId, sessionId: payment.sessionId, subject: 'operation', subjectId: operationId, action, actor });
