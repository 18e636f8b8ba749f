import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { PaymentLink } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import { languageOf } from '../i18n/languages.ts';
import { linkState } from '../links/link-state.ts';
import { linkOfToken } from '../links/links.ts';
import { type Principal, scopeOf } from '../merchants/principal.ts';
import { sha256 } from '../secrets.ts';
import { getSession } from '../sessions/sessions.ts';
import { startError, startPayment } from './start-payment.ts';

type Start = { sessionId: string; paymentMethodId: string; revision: number | undefined; language: string | undefined };

/**
 * Starts a payment over REST, for the merchant's backend or a customer's token. When the session has an active
 * link, the payment belongs to it: its clocks count, and its page is where a failed payment can be tried again. A
 * token that was given for a link pays by that link or not at all.
 */
export async function startApiPayment(principal: Principal, { sessionId, paymentMethodId, revision, language }: Start, press: string) {
  const session = await getSession(principal, sessionId);
  const link = principal.linkId ? await linkOfToken(principal.linkId) : await activeLink(session.id);
  const actor = principal.sessionId === undefined ? 'merchant' : 'customer';
  const intent = intentOf(principal, paymentMethodId, press);
  const page = { language: language === undefined ? undefined : languageOf(language)?.code };
  const payment = await startPayment({ session, link, methodId: paymentMethodId, intent, revision, actor, ...page });
  const failure = startError(payment);
  if (failure) throw failure;
  if (!payment.gatewayUrl || session.orderId === null) {
    throw new ApiError('payment_in_progress', 'This payment is still being started. Ask again with the same Idempotency-Key.', { retryAfterSeconds: 2 });
  }
  return { paymentId: payment.id, shopOrderId: session.orderId, status: payment.status.toUpperCase(), type: 'REDIRECT' as const, url: payment.gatewayUrl };
}

async function activeLink(sessionId: string): Promise<PaymentLink | undefined> {
  const live = await db().paymentLink.findFirst({ where: { sessionId, revokedAt: null } });
  return live && linkState(live, now()) === 'active' ? live : undefined;
}

/** The caller and the method are part of the press: one key means nothing to another caller, or for another method. */
const intentOf = (principal: Principal, methodId: string, press: string): string =>
  `api:${Buffer.from(sha256(`${scopeOf(principal)}\n${methodId}\n${press}`)).toString('base64url')}`;
