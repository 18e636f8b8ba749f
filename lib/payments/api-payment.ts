import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { linkState } from '../links/link-state.ts';
import { type Principal, scopeOf } from '../merchants/principal.ts';
import { sha256 } from '../secrets.ts';
import { getSession } from '../sessions/sessions.ts';
import { startError, startPayment } from './start-payment.ts';

/**
 * Starts a payment over REST, for the merchant's backend or a customer's token. When the session has an active
 * link, the payment belongs to it: its clocks count, and its page is where a failed payment can be tried again.
 */
export async function startApiPayment(principal: Principal, body: { sessionId: string; paymentMethodId: string }, press: string) {
  const session = await getSession(principal, body.sessionId);
  const live = await db().paymentLink.findFirst({ where: { sessionId: session.id, revokedAt: null } });
  const link = live && linkState(live, now()) === 'active' ? live : undefined;
  const actor = principal.sessionId === undefined ? 'merchant' : 'customer';
  const intent = intentOf(principal, body.paymentMethodId, press);
  const payment = await startPayment({ session, link, methodId: body.paymentMethodId, intent, revision: undefined, actor, language: undefined });
  const failure = startError(payment);
  if (failure) throw failure;
  if (!payment.gatewayUrl || session.orderId === null) {
    throw new ApiError('payment_in_progress', 'This payment is still being started. Ask again with the same Idempotency-Key.', { retryAfterSeconds: 2 });
  }
  return { paymentId: payment.id, shopOrderId: session.orderId, status: payment.status.toUpperCase(), type: 'REDIRECT' as const, url: payment.gatewayUrl };
}

/** The caller and the method are part of the press: one key means nothing to another caller, or for another method. */
const intentOf = (principal: Principal, methodId: string, press: string): string =>
  `api:${Buffer.from(sha256(`${scopeOf(principal)}\n${methodId}\n${press}`)).toString('base64url')}`;
