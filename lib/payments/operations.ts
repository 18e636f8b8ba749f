import { raiseAlarm } from '../alarms.ts';
import { later, now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { Payment, PaymentOperation } from '../db/generated/client.ts';
import { invariant } from '../errors.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import type { GatewayTransaction, OperationRequest, OperationResult } from '../gateways/gateway.ts';
import { eachApart } from '../jobs/background.ts';
import { gatewayAccess } from '../merchants/gateway-account.ts';
import { currencyOf } from '../money.ts';
import { OrderLines } from '../sessions/contract.ts';
import { priceLines } from '../sessions/order.ts';
import { lockSession } from '../sessions/sessions.ts';
import { bookOperation } from './book-amounts.ts';
import { bookHeld } from './book-held.ts';
import { endOperation, isDoneAt, noFailure, recordOperation } from './operation-record.ts';
import { leftFor, leftToGiveBack } from './possible-operations.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** A claim on an outstanding operation lasts this long; the gateway calls inside are bounded to 10 s each. */
const claimMs = minute;
/** Pauses before each further question while the outcome is not known; then the longest. */
const pausesMs = [5 * second, 15 * second, minute, 5 * minute, 15 * minute];
const longestPauseMs = hour;
/** A call whose answer was lost may still be carried out for so long: it is not sent again before. */
const underWayMs = minute;
/** From then on a person is told, at every question. Its outcome stays open: to guess it could move money twice. */
const unknownBoundMs = 24 * hour;

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
 * Carries out one operation at the gateway, between two transactions; nothing while somebody else does. After a
 * first try the gateway is asked what it holds before anything is sent again, so that nothing moves twice.
 */
export async function runOperation(id: string): Promise<void> {
  const claimed = await claim(id);
  if (!claimed) return;
  const operation = claimed.attempts > 1 ? await lookAgain(claimed) : claimed;
  if (!operation) return askLater(claimed);
  const { payment } = claimed;
  const result = await altapayGateway[operation.kind](await gatewayAccess(payment.merchantId), requestOf(payment, operation));
  if (result.outcome === 'unknown') return askLater(claimed);
  await transaction((tx) => finish(tx, payment.sessionId, operation, result));
}

function requestOf(payment: Payment, operation: PaymentOperation): OperationRequest {
  const currency = currencyOf(payment.currency);
  invariant(currency && payment.gatewayReference, 'a payment with money has a currency and a gateway reference');
  const amount = { minor: operation.amountMinor, currency };
  const lines = operation.orderLines === null ? [] : priceLines(OrderLines.parse(operation.orderLines), amount);
  return { operationId: operation.id, reference: payment.gatewayReference, amount, lines };
}

type Claimed = PaymentOperation & { payment: Payment };

/** Takes an operation that nobody has tried yet, or that is due again. `changedAt` tells when it was last sent. */
async function claim(id: string): Promise<Claimed | undefined> {
  const at = now();
  const outstanding = { id, status: 'outstanding' } as const;
  const taken = { checkAt: later(at, claimMs), attempts: { increment: 1 } };
  const [first] = await db().paymentOperation.updateManyAndReturn({ where: { ...outstanding, attempts: 0 }, data: { ...taken, changedAt: at } });
  const [claimed] = first
    ? [first]
    : await db().paymentOperation.updateManyAndReturn({ where: { ...outstanding, attempts: { gt: 0 }, checkAt: { lte: at } }, data: taken });
  if (!claimed) return undefined;
  return { ...claimed, payment: await db().payment.findUniqueOrThrow({ where: { id: claimed.paymentId } }) };
}

/** The outcome is not known: it is asked for again, at first soon. */
async function askLater({ id, paymentId, attempts, createdAt }: PaymentOperation): Promise<void> {
  const at = now();
  const pauseMs = pausesMs[attempts - 1] ?? longestPauseMs;
  const open = await db().paymentOperation.updateMany({ where: { id, status: 'outstanding', attempts }, data: { checkAt: later(at, pauseMs) } });
  if (open.count === 0 || at.getTime() - createdAt.getTime() < unknownBoundMs) return;
  raiseAlarm('operation_unknown', { operationId: id, paymentId, attempts });
}

/** What is still to do after an earlier try, from what the gateway holds now; undefined when nothing is, or nothing is known. */
async function lookAgain({ payment, ...operation }: Claimed): Promise<PaymentOperation | undefined> {
  const answer = await altapayGateway.findTransactions(await gatewayAccess(payment.merchantId), payment.gatewayOrderId);
  if (answer.outcome === 'unreachable') return undefined;
  const told = answer.transactions.find((candidate) => candidate.reference === payment.gatewayReference);
  if (told) return transaction((tx) => planAgain(tx, payment.sessionId, operation, told));
  raiseAlarm('gateway_forgot', { operationId: operation.id, paymentId: payment.id });
  return undefined;
}

async function planAgain(tx: Tx, sessionId: string, operation: PaymentOperation, told: GatewayTransaction): Promise<PaymentOperation | undefined> {
  const session = await lockSession(tx, sessionId);
  const isStillOurs = await tx.paymentOperation.count({ where: { id: operation.id, status: 'outstanding', attempts: operation.attempts } });
  if (isStillOurs === 0) return undefined;
  const found = await tx.payment.findUniqueOrThrow({ where: { id: operation.paymentId }, include: { method: true } });
  const isDone = isDoneAt(told, operation, found);
  const known = isDone ? { ...found, ...(await bookOperation(tx, found, operation)) } : found;
  const { payment } = await bookHeld(tx, session, known, told, 'gateway');
  const ended = endOf(operation, payment, isDone);
  if (ended) {
    await endOperation(tx, payment, operation, ended);
    return undefined;
  }
  const isUnderWay = operation.failureCode === null && now().getTime() - operation.changedAt.getTime() < underWayMs;
  if (isUnderWay) return undefined;
  const left = operation.undo ? leftToGiveBack(payment) : undefined;
  const planned = await tx.paymentOperation.update({ where: { id: operation.id }, data: { ...left, ...noFailure, changedAt: now() } });
  // The money moved on meanwhile: what was only promised has been taken, so it is refunded instead.
  if (planned.kind !== operation.kind || planned.amountMinor !== operation.amountMinor) {
    await recordOperation(tx, payment, planned, { action: 'requested', actor: 'system' });
  }
  return planned;
}

/** How an operation ended, from what the gateway holds now; undefined while it still has to be carried out. */
function endOf(operation: PaymentOperation, payment: Payment, isDone: boolean): Exclude<OperationResult, { outcome: 'unknown' }> | undefined {
  if (operation.undo) return leftToGiveBack(payment) ? undefined : { outcome: 'succeeded' };
  if (isDone) return { outcome: 'succeeded' };
  if (operation.failureCode !== null) return { outcome: 'failed', code: operation.failureCode, merchantMessage: operation.failureMessage ?? undefined };
  if (leftFor(operation.kind, payment) >= operation.amountMinor) return undefined;
  return { outcome: 'failed', code: 'no_longer_possible', merchantMessage: 'Meanwhile the money moved at the gateway itself; it no longer has this amount.' };
}

async function finish(tx: Tx, sessionId: string, operation: PaymentOperation, result: Exclude<OperationResult, { outcome: 'unknown' }>): Promise<void> {
  await lockSession(tx, sessionId);
  if (result.outcome === 'failed' && operation.undo) return retryLater(tx, operation, result.code);
  if (result.outcome === 'failed' && operation.attempts > 1) return doubtRefusal(tx, operation, result);
  const payment = await tx.payment.findUniqueOrThrow({ where: { id: operation.paymentId } });
  const isFirst = await endOperation(tx, payment, operation, result);
  if (isFirst && result.outcome === 'succeeded') await bookOperation(tx, payment, operation);
}

/** Money that must go back is never given up: it is tried again, later each time, and every failure is an alarm. */
async function retryLater(tx: Tx, operation: PaymentOperation, code: string): Promise<void> {
  raiseAlarm('undo_refused', { operationId: operation.id, paymentId: operation.paymentId, code });
  const waitMs = Math.min(longestPauseMs, 30 * second * 2 ** Math.min(10, operation.attempts - 1));
  await tx.paymentOperation.updateMany({
    where: { id: operation.id, status: 'outstanding' },
    data: { failureCode: code, changedAt: now(), checkAt: later(now(), waitMs) },
  });
}

/** What was sent twice may be refused because the first was carried out after all: a look decides, soon. */
async function doubtRefusal(tx: Tx, operation: PaymentOperation, result: Extract<OperationResult, { outcome: 'failed' }>): Promise<void> {
  await tx.paymentOperation.updateMany({
    where: { id: operation.id, status: 'outstanding' },
    data: { failureCode: result.code, failureMessage: result.merchantMessage ?? null, checkAt: later(now(), 5 * second) },
  });
}
