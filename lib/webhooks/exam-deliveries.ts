import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { jsonCallbackBody } from '../callbacks/json-body.ts';
import { callbackSignature } from '../callbacks/signature.ts';
import { invariant } from '../errors.ts';
import type { CallbackFacts } from '../gateways/altapay/callback-facts.ts';
import { classicCallbackBody } from '../gateways/altapay/callback-form.ts';
import { newId } from '../ids.ts';
import { type Money, majorNumber } from '../money.ts';
import type { PaymentAnswer } from '../payments/operations-contract.ts';
import { supportCode } from '../payments/support-code.ts';
import type { SessionAnswer } from '../sessions/contract.ts';
import type { Delivery } from './exam-send.ts';
import { newWebhookSecret, webhookSignature } from './signature.ts';

/** What the receiver is sent: our webhooks, or AltaPay's callbacks in either form. */
export type Format = 'webhook' | 'form' | 'json';

/** The order the deliveries speak of: the merchant's own, or one nobody knows. */
export type ExamOrder = { orderId: string; amount: Money };

/** One thing that happened, not signed yet. `id` is the event's. */
export type Message = { id: string; body: string };

type Told = { step: 'first' | 'second'; paymentId: string; amount: Money; padding: number };

export type Tale = { format: Format; order: ExamOrder; at: Date };

/** A payment that was completed, as it is told in this format; `padding` bytes make it longer. */
export function tellPaid({ format, order, at }: Tale, padding = 0): Message {
  return tell(format, order, at, { step: 'second', paymentId: newId(), amount: order.amount, padding });
}

/** Two things that happened to one payment, in their order. */
export function tellBoth({ format, order, at }: Tale): [first: Message, second: Message] {
  const told = { paymentId: newId(), amount: order.amount, padding: 0 };
  return [tell(format, order, at, { ...told, step: 'first' }), tell(format, order, at, { ...told, step: 'second' })];
}

/** A message, and its forgery with the same id: one minor unit more, as a customer might like it. */
export function tellForged({ format, order, at }: Tale): { genuine: Message; forged: Message } {
  const told = { step: 'second', paymentId: newId(), padding: 0 } as const;
  const genuine = tell(format, order, at, { ...told, amount: order.amount });
  const forged = tell(format, order, at, { ...told, amount: { ...order.amount, minor: order.amount.minor + 1n } });
  return { genuine, forged: { ...forged, id: genuine.id, body: forged.body.replaceAll(forged.id, genuine.id) } };
}

/** The same meaning in other bytes. */
export function reworded({ id, body }: Message, format: Format): Message {
  return { id, body: format === 'form' ? body.replaceAll('+', '%20') : body.replace('{', '{ ') };
}

/** Signs a message as the product does, for one who knows any of `secrets`. */
export function signDelivery({ id, body }: Message, format: Format, at: Date, secrets: readonly string[]): Delivery {
  const headers: Record<string, string> =
    format === 'webhook'
      ? { 'webhook-id': id, 'webhook-timestamp': unixSeconds(at), 'webhook-signature': webhookSignature({ id, at, body, secrets }) }
      : { 'altapay-signature': callbackSignature(body, at, secrets) };
  return { body: Buffer.from(body), headers: { ...headers, 'content-type': format === 'form' ? 'application/x-www-form-urlencoded' : 'application/json' } };
}

/** Without any header of a signature. */
export function unsigned({ headers, body }: Delivery): Delivery {
  const kept = Object.entries(headers).filter(([name]) => name === 'content-type');
  return { headers: Object.fromEntries(kept), body };
}

/** With the time in its place, and nothing where the signature belongs. */
export function signedWithNothing({ headers, body }: Delivery, format: Format, at: Date): Delivery {
  const empty = format === 'webhook' ? { 'webhook-signature': 'v1,' } : { 'altapay-signature': `t=${unixSeconds(at)};s0=` };
  return { headers: { ...headers, ...empty }, body };
}

/** A secret that no receiver has. */
export const strangersSecret = (format: Format): string => (format === 'webhook' ? newWebhookSecret() : randomBytes(32).toString('base64url'));

const unixSeconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));

function tell(format: Format, order: ExamOrder, at: Date, told: Told): Message {
  if (format === 'webhook') return webhookMessage(order, at, told);
  const facts = callbackFacts(order, at, told);
  const body = format === 'form' ? classicCallbackBody(facts) : jsonCallbackBody(facts);
  invariant(body !== undefined, 'a payment that went well is told in every form');
  return { id: told.paymentId, body };
}

const transactionInfo = (padding: number): Record<string, string> => ({ exam: 'callbacks:certify', ...(padding > 0 && { padding: 'x'.repeat(padding) }) });

function callbackFacts(order: ExamOrder, at: Date, { step, paymentId, amount, padding }: Told): CallbackFacts {
  const isPaid = step === 'second';
  return {
    merchantOrderId: order.orderId,
    amount,
    status: isPaid ? 'succeeded' : 'open',
    type: 'paymentAndCapture',
    paymentId,
    gatewayReference: '1',
    terminal: 'Exam Terminal',
    identifier: 'CreditCard',
    paymentStatus: isPaid ? 'captured' : 'pending',
    authorizedMinor: isPaid ? amount.minor : 0n,
    capturedMinor: isPaid ? amount.minor : 0n,
    refundedMinor: 0n,
    disputedMinor: 0n,
    maskedCard: '411111******1111',
    mustShowMessage: false,
    transactionInfo: transactionInfo(padding),
    sessionId: newId(),
    mode: 'test',
    createdAt: at,
    changedAt: at,
  };
}

function webhookMessage(order: ExamOrder, at: Date, told: Told): Message {
  const id = newId();
  const sessionId = newId();
  const isPaid = told.step === 'second';
  const event = {
    id,
    type: isPaid ? 'payment.captured' : 'payment.authorized',
    timestamp: at.toISOString(),
    sequence: isPaid ? 8 : 7,
    sessionId,
    previousStatus: isPaid ? 'AUTHORIZED' : 'PROCESSING',
    mode: 'test',
    data: { session: sessionSnapshot(order, sessionId, at, told), payment: paymentSnapshot(order, sessionId, at, told) },
  };
  return { id, body: JSON.stringify(event) };
}

const wireAmount = (amount: Money) => ({ value: majorNumber(amount), currency: amount.currency });

function sessionSnapshot({ orderId }: ExamOrder, sessionId: string, at: Date, { amount, padding }: Told): z.input<typeof SessionAnswer> {
  const orderLines = [{ itemId: 'exam', description: 'Exam of a receiver', quantity: 1, unitPrice: majorNumber(amount) }];
  return {
    sessionId,
    status: 'PAID',
    revision: 1,
    createdAt: at.toISOString(),
    expiresAt: at.toISOString(),
    context: { browser: {} },
    order: { orderId, amount: wireAmount(amount), orderLines, transactionInfo: transactionInfo(padding) },
    configuration: { paymentType: 'PAYMENT', paymentDisplayType: 'REDIRECT', autoCapture: false },
    isNativeFlow: false,
  };
}

function paymentSnapshot(order: ExamOrder, sessionId: string, at: Date, { step, paymentId, amount }: Told): z.input<typeof PaymentAnswer> {
  const [whole, none] = [wireAmount(amount), wireAmount({ ...amount, minor: 0n })];
  const isPaid = step === 'second';
  return {
    paymentId,
    sessionId,
    shopOrderId: order.orderId,
    status: isPaid ? 'CAPTURED' : 'AUTHORIZED',
    method: { id: newId(), type: 'CreditCard', name: 'Card', terminalName: 'Exam Terminal' },
    amount: whole,
    authorizedAmount: whole,
    capturedAmount: isPaid ? whole : none,
    refundedAmount: none,
    disputedAmount: none,
    settles: true,
    surplusReason: null,
    failure: null,
    cardInformation: { maskedPan: '411111******1111', lastFourDigits: '1111' },
    gatewayReference: '1',
    supportCode: supportCode(paymentId),
    createdAt: at.toISOString(),
    changedAt: at.toISOString(),
    operations: [],
    possible: { capture: isPaid ? null : whole, refund: isPaid ? whole : null, release: isPaid ? null : whole },
  };
}
