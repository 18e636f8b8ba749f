import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { CheckoutSession, DeliveryKind, Payment, PaymentMethod } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { invariant, unreachable } from '../errors.ts';
import type { CallbackFacts } from '../gateways/altapay/callback-facts.ts';
import { classicCallbackBody } from '../gateways/altapay/callback-form.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import { pageLanguage } from '../i18n/page-language.ts';
import { newId } from '../ids.ts';
import { currencyOf } from '../money.ts';
import { Callbacks, Configuration, Order } from '../sessions/contract.ts';
import { jsonCallbackBody } from './json-body.ts';

/**
 * What happened to a payment, as the merchant is told. `surplus`: money came that does not settle; it is given back.
 * `disputed`: the customer's bank took money back.
 */
export type Fact = 'paid' | 'pending' | 'failed' | 'surplus' | 'disputed';

type Told = { session: CheckoutSession; payment: Payment; method: Pick<PaymentMethod, 'terminal' | 'identifier'>; fact: Fact };

/**
 * Writes the callbacks a fact owes the merchant, in the fact's own transaction; returns the ids to deliver after
 * commit. Each kind tells a fact of a payment once (a unique key), however often it is heard.
 */
export async function oweCallbacks(tx: Tx, told: Told): Promise<string[]> {
  if (told.session.callbacks === null || isOverruled(told)) return [];
  const callbacks = Callbacks.parse(told.session.callbacks);
  const format = callbacks.bodyFormat ?? Configuration.parse(told.session.configuration).bodyFormat ?? 'XML';
  const facts = callbackFacts(told);
  const body = format === 'JSON' ? jsonCallbackBody(facts) : classicCallbackBody(facts);
  if (body === undefined) return [];
  const contentType = format === 'JSON' ? 'application/json' : 'application/x-www-form-urlencoded';
  const at = now();
  const { id: paymentId, merchantId, sessionId } = told.payment;
  const rows = targets(callbacks, told.fact).map(({ kind, url }) => ({
    id: newId(),
    merchantId,
    sessionId,
    paymentId,
    queue: merchantId,
    kind,
    fact: factKey(told),
    url,
    contentType,
    body,
    status: 'pending' as const,
    dueAt: at,
    createdAt: at,
  }));
  await tx.delivery.createMany({ data: rows, skipDuplicates: true });
  return rows.map((row) => row.id);
}

/** A fact is told once a kind; of disputes each sum is a fact of its own. */
const factKey = ({ fact, payment }: Told): string => (fact === 'disputed' ? `disputed-${payment.disputedMinor}` : fact);

/**
 * A try that failed after another one paid, such as a second tab the gateway was told to refuse: a shop that reads
 * only the order id must not take it for the order's end.
 */
const isOverruled = ({ session, payment, fact }: Told): boolean =>
  fact === 'failed' && session.settledByPaymentId !== null && session.settledByPaymentId !== payment.id;

/** success and failure carry the customer on; notification is told everything. */
function targets(callbacks: Callbacks, fact: Fact): { kind: DeliveryKind; url: string }[] {
  const carrying = fact === 'paid' ? 'success' : fact === 'failed' ? 'failure' : undefined;
  const owed: { kind: DeliveryKind; url: string }[] = [];
  const target = carrying && callbacks[carrying];
  if (carrying && target?.type === 'URL') owed.push({ kind: carrying, url: target.value });
  if (callbacks.notification) owed.push({ kind: 'notification', url: callbacks.notification });
  return owed;
}

function callbackFacts({ session, payment, method, fact }: Told): CallbackFacts {
  const currency = currencyOf(payment.currency);
  invariant(currency && session.orderId !== null, 'a payment has a currency and an order');
  const order = Order.parse(session.order);
  return {
    merchantOrderId: session.orderId,
    sessionId: session.id,
    paymentId: payment.id,
    amount: { minor: payment.amountMinor, currency },
    status: callbackStatus(payment, fact),
    type: payment.captureAtOnce ? 'paymentAndCapture' : 'payment',
    terminal: method.terminal,
    identifier: method.identifier,
    paymentStatus: payment.status,
    authorizedMinor: payment.authorizedMinor,
    capturedMinor: payment.capturedMinor,
    refundedMinor: payment.refundedMinor,
    disputedMinor: payment.disputedMinor,
    mustShowMessage: payment.failureMessage !== null,
    transactionInfo: order.transactionInfo ?? {},
    createdAt: payment.createdAt,
    changedAt: payment.changedAt,
    ...(payment.gatewayReference && { gatewayReference: payment.gatewayReference }),
    ...(payment.maskedCard && { maskedCard: payment.maskedCard }),
    ...customerMessage(session, payment),
    ...merchantMessage(payment, fact),
    ...(env().MODE === 'test' && { mode: 'test' as const }),
  };
}

function callbackStatus(payment: Payment, fact: Fact): CallbackFacts['status'] {
  switch (fact) {
    case 'paid':
      return 'succeeded';
    case 'pending':
      return 'open';
    case 'surplus':
      return 'cancelled';
    case 'failed':
      return payment.status === 'cancelled' ? 'cancelled' : 'failed';
    case 'disputed':
      return 'chargeback_event';
    default:
      return unreachable(fact);
  }
}

/** Words the shop may show its customer: the gateway's own, else ours for the reason, in the language of the session. */
function customerMessage(session: CheckoutSession, payment: Payment): { errorMessage?: string } {
  if (payment.failureMessage !== null) return { errorMessage: payment.failureMessage };
  if (payment.status !== 'failed' || payment.failureCode === null) return {};
  const { language } = Configuration.parse(session.configuration);
  const reason = altapayGateway.declineReason(payment.failureCode);
  return { errorMessage: pageLanguage({ configured: language }).t(`decline.reasons.${reason}`) };
}

function merchantMessage(payment: Payment, fact: Fact): { merchantErrorMessage?: string } {
  if (fact === 'surplus')
    return { merchantErrorMessage: `Surplus payment (${payment.surplusReason ?? 'unknown'}): it does not pay the order and is given back in full.` };
  return payment.failureCode ? { merchantErrorMessage: payment.failureCode } : {};
}
