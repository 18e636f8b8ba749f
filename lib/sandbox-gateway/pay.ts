import { setTimeout as wait } from 'node:timers/promises';
import { later, now } from '../clock.ts';
import { db, transaction } from '../db/client.ts';
import { newId } from '../ids.ts';
import { log } from '../log.ts';
import type { Money } from '../money.ts';
import type { Account } from './accounts.ts';
import { callbackUrl, outcomeOf, readShopAnswer, resultFields, type ShopAnswer, sendCallback, verifyOrder } from './callbacks.ts';
import type { ReadCard } from './cards.ts';
import { mostWrongCodes } from './challenge.ts';
import { completeSession } from './checkout-sessions.ts';
import { type DecisionKind, type Result, refusals, refusedResult } from './customer-decisions.ts';
import { chargeBack } from './decisions.ts';
import { movedMoney, paidStatus } from './money-moved.ts';
import { oweNotification, settleNotification } from './notifications.ts';
import { followTwist, takeTwist, twistedResults } from './payment-faults.ts';
import { callbackTimeoutMs, type Send, sendOverHttp } from './send.ts';
import { findTerminal } from './terminals.ts';
import { currencyOfRequest, storedText, type WholeTransaction, wholeTransaction } from './transaction-xml.ts';
import { codeCheck, isChargedBack, isSlow, judgePayment, recommendationFor, slowBankMs } from './triggers.ts';

export type OpenRequest = WholeTransaction['request'] & { account: Account };

/** What the customer did, with the card it was done with. */
export type Decision = {
  kind: DecisionKind;
  card?: ReadCard | undefined;
  isProven?: boolean;
  /** The customer closes the window: the shop hears of it by notification only. */
  vanishes?: boolean;
};

/** Steps of a payment request in which its customer can still decide. */
const undecided = ['open', 'signed_in', 'challenge'];

/** A submit is worked on for at most this long; after that the payment counts as broken off. */
const workingMs = 60_000;

/**
 * Carries out the customer's decision. Of racing submits one wins, the others change nothing. Money moves only
 * after the shop has said OKAY, and the shop hears of the result even when this process dies in between.
 */
export async function pay(request: OpenRequest, decision: Decision, send: Send = sendOverHttp): Promise<void> {
  // A right code that arrives after the last wrong one comes too late.
  const inTime = decision.isProven ? { challenge: { path: ['wrongCodes'], lt: mostWrongCodes } } : {};
  const claimed = await db().sandboxPaymentRequest.updateMany({
    where: { id: request.id, step: { in: undecided }, ...inTime },
    data: { step: 'paying', changedAt: now() },
  });
  if (claimed.count === 0) return;
  const decided = await decide(request, decision, send);
  const twist = decided.isPaid ? await takeTwist(request) : undefined;
  const result = { ...decided, ...(twist && twistedResults[twist.kind]) };
  const recorded = await record(request, decision, result);
  if (!recorded || result.isUntold) return;
  if (decision.vanishes) await keepShopAnswer(request.id, {});
  else await tellShop(recorded.paid, recorded.notificationId, send);
  if (twist) await followTwist(twist, recorded.paid, send);
  if (result.isPaid && isChargedBack(amountOf(request))) await chargeBack(recorded.paid.id);
}

const amountOf = (request: OpenRequest): Money => ({ minor: request.amountMinor, currency: currencyOfRequest(request) });

async function decide(request: OpenRequest, decision: Decision, send: Send): Promise<Result> {
  if (decision.kind !== 'approve' && decision.kind !== 'later') return refusals[decision.kind];
  const terminal = findTerminal(request.terminal);
  if (!terminal) return refusedResult('preauth_error', 'TERMINAL_GONE', 'The payment could not be processed.');
  if (isSlow(amountOf(request))) await wait(slowBankMs);
  const verdict = judgePayment({ terminal, amount: amountOf(request), type: request.type }, decision.card?.behaviour);
  if (verdict.kind === 'declined' || verdict.kind === 'error') {
    return refusedResult(verdict.kind === 'error' ? 'preauth_error' : 'preauth_failed', verdict.reasonCode, verdict.customerMessage);
  }
  const objection = terminal.asksToVerify ? await verifyOrder(request, request.account, send) : undefined;
  if (objection !== undefined) return refusedResult('preauth_failed', 'ORDER_NOT_CONFIRMED', objection);
  const isOpen = verdict.kind === 'open' || decision.kind === 'later';
  if (isOpen) return { status: 'pending', reasonCode: 'NONE', message: null, isPaid: false };
  return { status: paidStatus(terminal, request.type), reasonCode: 'NONE', message: null, isPaid: true };
}

/** What came of 3-D Secure; null when the bank did not ask for it. */
function threeDSecureOf({ kind, isProven }: Decision): string | null {
  if (isProven) return 'Successful';
  return kind === 'reject_challenge' || kind === 'too_many_codes' ? 'Failed' : null;
}

/** What the bank and the fraud service found out about the card and the order. */
function findingsOf(request: OpenRequest, { card }: Decision) {
  const terminal = findTerminal(request.terminal);
  const amount = amountOf(request);
  return {
    cvvResult: terminal && card ? codeCheck({ terminal, amount, type: request.type }, card.behaviour) : null,
    fraudRecommendation: (storedText(request.fields, 'fraud_service') ?? 'none') === 'none' ? null : recommendationFor(amount),
  };
}

async function record(request: OpenRequest, decision: Decision, result: Result) {
  const { card, vanishes } = decision;
  return transaction(async (tx) => {
    const at = now();
    const step = result.isUntold ? 'unanswered' : 'closed';
    const fields = { ...(request.fields as object), ...(card?.expiry === undefined ? {} : { card_expiry: card.expiry }) };
    const closed = await tx.sandboxPaymentRequest.updateMany({ where: { id: request.id, step: 'paying' }, data: { step, changedAt: at, fields } });
    if (closed.count === 0) return undefined;
    if (result.isPaid) await completeSession(tx, request);
    const paid = await tx.sandboxTransaction.create({
      data: {
        accountId: request.accountId,
        requestId: request.id,
        paymentId: newId(),
        shopOrderId: request.shopOrderId,
        status: result.status,
        reasonCode: result.reasonCode,
        message: result.message,
        maskedPan: card?.maskedPan ?? null,
        cardScheme: card?.scheme ?? null,
        threeDSecure: threeDSecureOf(decision),
        ...findingsOf(request, decision),
        ...(result.isPaid ? movedMoney(request, result.status) : {}),
        createdAt: at,
        changedAt: at,
      },
      include: wholeTransaction,
    });
    // If this process dies now, the notification still goes out.
    const notificationId = result.isUntold ? undefined : await oweNotification(tx, paid, { delayMs: vanishes ? 0 : 3 * callbackTimeoutMs });
    return { paid, notificationId };
  });
}

async function tellShop(paid: WholeTransaction, notificationId: string | undefined, send: Send): Promise<void> {
  const { kind } = outcomeOf(paid.status);
  const answer = await sendCallback(paid.request, kind, { fields: resultFields(paid), send });
  const shopAnswer = readShopAnswer(answer, callbackUrl(paid.request, kind) ?? '');
  if (!shopAnswer) log().warn({ event: 'sandbox_callback_undelivered', transactionId: String(paid.id), kind });
  await settleNotification(notificationId, shopAnswer !== undefined);
  await keepShopAnswer(paid.requestId, shopAnswer ?? {});
}

/** Kept so that a refresh of the page finds the way on as well. */
const keepShopAnswer = (id: string, outcome: ShopAnswer) => db().sandboxPaymentRequest.update({ where: { id }, data: { outcome }, select: { id: true } });

/** Ends submits whose process died before it recorded a result: no money moved, and the shop is told so. */
export async function abandonBrokenPayments(): Promise<void> {
  const broken = await db().sandboxPaymentRequest.findMany({
    where: { step: 'paying', changedAt: { lt: later(now(), -workingMs) } },
    include: { account: true },
    take: 20,
  });
  const result = refusedResult('preauth_error', 'PROCESSING_TIMEOUT', 'The payment took too long.');
  for (const request of broken) await record(request, { kind: 'cancel', vanishes: true }, result);
}
