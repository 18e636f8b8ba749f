import { raiseAlarm } from '../alarms.ts';
import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { Payment, PaymentMethod } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { readGatewayCallback } from '../gateways/altapay/callback.ts';
import { redirectPage } from '../gateways/altapay/redirect-page.ts';
import { callbackSecretOf } from '../gateways/gateway.ts';
import { isId } from '../ids.ts';
import { log } from '../log.ts';
import { gatewayAccess } from '../merchants/gateway-account.ts';
import type { Money } from '../money.ts';
import { isMacText } from '../secrets.ts';
import { askGateway } from './ask-gateway.ts';
import { type HoldRefusal, takeHold } from './hold.ts';
import { returnPath } from './return-page.ts';

/** How long the gateway's page may wait for our own look-up before the customer is sent on to "checking". */
const lookUpMs = 5_000;

/** The last part of a callback's address. */
const callbackKinds = ['ok', 'fail', 'open', 'redirect', 'notification', 'verify-order'] as const;
type CallbackKind = (typeof callbackKinds)[number];
export const isCallbackKind = (text: string): text is CallbackKind => (callbackKinds as readonly string[]).includes(text);

const refusals: Record<HoldRefusal, string> = {
  already_paid: 'This order is already paid. Nothing was charged.',
  late: 'This payment link has expired. Nothing was charged.',
  cancelled: 'The shop cancelled this payment. Nothing was charged.',
  order_changed: 'The order changed. Go back and look at it again. Nothing was charged.',
  another_payment: 'Another payment for this order is in progress. Nothing was charged.',
  payment_over: 'This payment has ended. Go back and try again. Nothing was charged.',
};

/**
 * One callback of the gateway about one payment. The address proves that we gave it out, the checksum that the
 * gateway sent it; neither is believed about the outcome, which is asked for. Anything else is not found.
 */
export async function answerGatewayCallback(paymentId: string, mac: string, kind: CallbackKind, body: string): Promise<Response> {
  const payment = await knownPayment(paymentId, mac);
  if (kind === 'redirect') return new Response(redirectPage, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
  const access = await gatewayAccess(payment.merchantId);
  const claim = readGatewayCallback(body, callbackSecretOf(access, payment.method.terminal));
  if (!claim || claim.gatewayOrderId !== payment.gatewayOrderId || (claim.paymentId !== undefined && claim.paymentId !== payment.id)) {
    raiseAlarm('callback_forged', { paymentId, kind });
    throw new ApiError('not_found', 'There is nothing at this address.');
  }
  if (kind === 'verify-order') return verifyOrder(payment, claim.amount);
  await lookUp(payment, claim.customerMessage);
  if (kind === 'notification') return plain('OK');
  return new Response(null, { status: 303, headers: { location: publicReturn(payment.id), 'cache-control': 'no-store' } });
}

const publicReturn = (paymentId: string): string => `${env().PUBLIC_URL}${returnPath(paymentId)}`;

async function knownPayment(paymentId: string, mac: string): Promise<Payment & { method: PaymentMethod }> {
  const isOurs = isId(paymentId) && isMacText('gateway-callback', paymentId, mac);
  const payment = isOurs ? await db().payment.findUnique({ where: { id: paymentId }, include: { method: true } }) : null;
  if (!payment) throw new ApiError('not_found', 'There is nothing at this address.');
  return payment;
}

async function verifyOrder({ id: paymentId, amountMinor, currency }: Payment, asked: Money | undefined): Promise<Response> {
  if (asked?.minor !== amountMinor || asked.currency !== currency) {
    raiseAlarm('other_amount_asked', { paymentId });
    return plain(refusals.order_changed);
  }
  const refusal = await takeHold(paymentId);
  if (refusal) log().info({ paymentId, refusal }, 'the gateway was told not to move money');
  return plain(refusal ? refusals[refusal] : 'OKAY');
}

const plain = (text: string): Response => new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });

/**
 * Asks what happened. Without an answer in time the worker is told to ask, also about a payment that seemed over,
 * before the gateway is answered: it will not tell us again. The customer goes on to "checking".
 */
async function lookUp(payment: Payment, customerMessage: string | undefined): Promise<void> {
  const asked = askGateway(payment, 'gateway', customerMessage).catch((error: unknown) => {
    log().warn(
      { paymentId: payment.id, error: error instanceof Error ? error.message : 'unknown' },
      'look-up after a gateway callback failed; the worker will ask',
    );
    return false;
  });
  const patience = new Promise<false>((resolve) => {
    setTimeout(resolve, lookUpMs, false).unref();
  });
  const isAnswered = await Promise.race([asked, patience]);
  if (!isAnswered) await db().payment.update({ where: { id: payment.id }, data: { checkAt: now() } });
}
