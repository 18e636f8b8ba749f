import type { z } from 'zod';
import { later, now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import { type OperationKind, type Payment, type PaymentMethod, type PaymentOperation, Prisma } from '../db/generated/client.ts';
import { ApiError, invariant } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { abilitiesOf } from '../methods/catalogue.ts';
import { currencyOf, type Money, majorNumber, majorText } from '../money.ts';
import { OrderLines } from '../sessions/contract.ts';
import { exactAmount, priceLines } from '../sessions/order.ts';
import { lockSession } from '../sessions/sessions.ts';
import { createOperation } from './operation-record.ts';
import { runOperation } from './operations.ts';
import type { OperationAnswer, OperationBody } from './operations-contract.ts';
import { getPayment, noSuchPayment } from './payment-answer.ts';
import { judgeOperation } from './possible-operations.ts';

/** Whoever opened an operation carries it out at once; should that process die, the worker does it from then on. */
const headStartMs = 10_000;

/** `intent` names the merchant's request: the same request is the same operation, however often it is made. */
export type OperationGiven = { principal: Principal; paymentId: string; kind: OperationKind; body: OperationBody; intent: string };

/**
 * Captures, refunds or releases a payment for its merchant and answers what became of it: record the intention,
 * call the gateway, record the outcome. A repeated request goes on with the operation it began and answers its
 * result, also a refusal; it never moves money twice. 409 when it is not possible or the gateway says no.
 */
export async function operate(given: OperationGiven): Promise<z.input<typeof OperationAnswer>> {
  const id = await transaction((tx) => openOperation(tx, given));
  await runOperation(id);
  return answerOf(given.principal, id);
}

async function openOperation(tx: Tx, given: OperationGiven): Promise<string> {
  const { principal, paymentId, intent } = given;
  const found = await tx.payment.findFirst({ where: { id: paymentId, merchantId: principal.merchantId }, select: { sessionId: true } });
  if (!found) throw noSuchPayment();
  await lockSession(tx, found.sessionId, principal);
  const payment = await tx.payment.findUniqueOrThrow({ where: { id: paymentId }, include: { method: true } });
  const same = await tx.paymentOperation.findUnique({ where: { paymentId_intent: { paymentId, intent } } });
  if (same) return refuseOther(same, given, payment);
  const { amount, orderLines } = await judge(tx, payment, given);
  await guardAmount(tx, payment, given.kind, amount.minor);
  const facts = { kind: given.kind, amountMinor: amount.minor, intent, reason: given.body.reason ?? null, ...(orderLines && { orderLines }) };
  return createOperation(tx, payment, { ...facts, actor: 'merchant' }, later(now(), headStartMs));
}

/** A request that names an operation there is must be the one that began it. */
function refuseOther(same: PaymentOperation, { kind, body }: OperationGiven, { currency }: Payment): string {
  const amount = body.amount && exactAmount(body.amount);
  const isSame =
    same.kind === kind &&
    same.reason === (body.reason ?? null) &&
    linesText(same.orderLines ?? undefined) === linesText(body.orderLines) &&
    (!amount || (amount.minor === same.amountMinor && amount.currency === currency));
  if (isSame) return same.id;
  throw new ApiError('idempotency_key_reused', 'This Idempotency-Key came with another request for this payment before. Use a new key for a new request.');
}

/** Parsed anew, so that what was stored and what was sent read alike. */
const linesText = (lines: unknown): string => (lines === undefined ? '' : JSON.stringify(OrderLines.parse(lines)));

type Judged = { amount: Money; orderLines: Prisma.InputJsonArray | undefined };

/** Everything that can be in the way, each with its own code. */
async function judge(tx: Tx, payment: Payment & { method: PaymentMethod }, { kind, body }: OperationGiven): Promise<Judged> {
  const currency = currencyOf(payment.currency);
  invariant(currency, 'a payment has a known currency');
  const wanted = body.amount && exactAmount(body.amount);
  if (wanted && wanted.currency !== currency) {
    const detail = `must be ${currency}, the currency of the payment`;
    throw new ApiError('invalid_field', `/amount/currency: ${detail}`, { errors: [{ pointer: '/amount/currency', detail }] });
  }
  const outstanding = await tx.paymentOperation.findFirst({ where: { paymentId: payment.id, status: 'outstanding' } });
  if (outstanding) throw stillOutstanding(outstanding, currency);
  const abilities = abilitiesOf(payment.method.identifier);
  const judged = judgeOperation(kind, wanted?.minor, { payment, currency, abilities, isBusy: false });
  if ('refused' in judged) throw new ApiError('operation_not_possible', judged.refused);
  const amount = { minor: judged.amountMinor, currency };
  if (!body.orderLines) return { amount, orderLines: undefined };
  priceLines(body.orderLines, amount);
  return { amount, orderLines: JSON.parse(JSON.stringify(body.orderLines)) as Prisma.InputJsonArray };
}

function stillOutstanding({ kind, amountMinor }: PaymentOperation, currency: Money['currency']): ApiError {
  const what = `A ${kind} of ${majorText({ minor: amountMinor, currency })} ${currency}`;
  return new ApiError(
    'operation_outstanding',
    `${what} of this payment has no outcome yet. Ask again when it has; until then nothing else can be done with it.`,
    {
      retryAfterSeconds: 2,
    },
  );
}

/** The rule of the sums once more, in the write that holds the payment's row until the operation is recorded. */
async function guardAmount(tx: Tx, { id }: Payment, kind: OperationKind, amountMinor: bigint): Promise<void> {
  const guarded = await tx.$executeRaw`
    UPDATE payment SET changed_at = ${now()} WHERE id = ${id}::uuid AND settles AND ${allowing[kind](amountMinor)}
      AND NOT EXISTS (SELECT FROM payment_operation o WHERE o.payment_id = payment.id AND o.status = 'outstanding')`;
  invariant(guarded === 1, 'what was judged under the lock is possible');
}

const allowing: Record<OperationKind, (minor: bigint) => Prisma.Sql> = {
  capture: (minor) => Prisma.sql`status IN ('authorized', 'captured') AND captured_minor + ${minor} <= authorized_minor`,
  refund: (minor) => Prisma.sql`refunded_minor + disputed_minor + ${minor} <= captured_minor`,
  release: (minor) => Prisma.sql`status = 'authorized' AND captured_minor = 0 AND authorized_minor = ${minor}`,
};

/** What became of an operation; 409 with the gateway's words when it said no. */
async function answerOf(principal: Principal, id: string): Promise<z.input<typeof OperationAnswer>> {
  const { kind, status, paymentId, ...operation } = await db().paymentOperation.findUniqueOrThrow({ where: { id } });
  const payment = await getPayment(principal, paymentId);
  const currency = currencyOf(payment.amount.currency);
  invariant(currency, 'a payment has a known currency');
  const amount = { minor: operation.amountMinor, currency };
  if (status === 'failed') {
    const words = operation.failureMessage ? `“${operation.failureMessage}”` : 'without a reason';
    const detail = `The gateway refused to ${kind} ${majorText(amount)} ${currency}: ${words} (${operation.failureCode}). For another try use another Idempotency-Key.`;
    throw new ApiError('operation_refused', detail, { isOnRecord: true });
  }
  return {
    operationId: id,
    kind: kind.toUpperCase() as Uppercase<typeof kind>,
    status: status.toUpperCase() as Uppercase<typeof status>,
    amount: { value: majorNumber(amount), currency },
    payment,
  };
}
