import type { z } from 'zod';
import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { CheckoutSession, Merchant } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import { methodName } from '../i18n/method-name.ts';
import { type PageLanguage, pageLanguage } from '../i18n/page-language.ts';
import { phraseText } from '../i18n/phrase.ts';
import { timeLeft } from '../links/link-state.ts';
import { type Principal, refuseForeignSession } from '../merchants/principal.ts';
import { browserOf } from '../methods/browser.ts';
import { judgeMethods, methodAnswer } from '../methods/methods.ts';
import { type Money, majorNumber } from '../money.ts';
import { findSessionFacts } from '../payments/page-facts.ts';
import { pageOrder } from '../payments/page-order.ts';
import { minutesUntil, type PageState, pageState } from '../payments/page-state.ts';
import { checkoutStatus } from '../payments/page-status.ts';
import { lastTryOf, pageFrame } from '../payments/pay-page.ts';
import type { PageOrder, PageStatus } from '../payments/pay-page-contract.ts';
import type { Receipt } from '../receipts/contract.ts';
import { receiptOf } from '../receipts/receipt-of.ts';
import { Callbacks } from '../sessions/contract.ts';
import { getSession } from '../sessions/sessions.ts';
import { checkoutWords } from './checkout-words.ts';
import type { CheckoutAnswer } from './contract.ts';

type Checkout = z.input<typeof CheckoutAnswer>;
type Session = CheckoutSession & { merchant: Merchant };

/** Who looks: the session, the link they came by if any, and what their browser says of itself. */
export type Onlooker = { sessionId: string; linkId: string | undefined; headers: Headers; language: string | undefined };

type Asked<Q> = { principal: Principal; params: { sessionId: string }; query: Q; request: Request };

/** What the bearer of a token may see of a session; not_found when the token reaches another one. */
export async function readCheckoutAs({
  principal,
  params: { sessionId },
  query: { language },
  request,
}: Asked<{ language: string | undefined }>): Promise<Checkout> {
  refuseForeignSession(principal, sessionId);
  return readCheckout(principal.merchantId, { sessionId, linkId: principal.linkId, headers: request.headers, language });
}

/**
 * Tells of the session's present mark once it is another than the one seen, or after about 25 s. Answers what a page
 * that watches itself has to know; the rest is read anew when the version is another.
 */
export async function watchCheckout({ principal, params: { sessionId }, query: { seen }, request }: Asked<{ seen: string | undefined }>): Promise<PageStatus> {
  await getSession(principal, sessionId);
  // Who reads no body waits for nothing.
  const question = { seen: request.method === 'HEAD' ? null : (seen ?? null), signal: request.signal };
  const status = await checkoutStatus(sessionId, principal.linkId, question);
  if (!status) throw new ApiError('not_found', 'There is no such session.');
  return status;
}

/** The states that show what was ordered; the others tell a stranger nothing of it. */
const showsOrder = new Set<PageState['state']>(['open', 'checking', 'pending', 'paid']);

/** What a shop's page shows of a session now, with every word for it. 404 for another merchant's, 409 without an order. Writes nothing. */
export async function readCheckout(merchantId: string, { sessionId, linkId, headers, language: asked }: Onlooker): Promise<Checkout> {
  const session = await db().checkoutSession.findFirst({ where: { id: sessionId, merchantId }, include: { merchant: true } });
  const read = session && (await findSessionFacts(sessionId, linkId));
  if (!read) throw new ApiError('not_found', 'There is no such session.');
  if (session.order === null) throw new ApiError('session_incomplete', 'Give the session an order first (PUT /checkout/v1/api/session/{sessionId}).');
  const at = now();
  // What was read with the session stands; what came since, the first question for news tells.
  const is = pageState({ ...read.facts, session, isDisabled: session.merchant.disabledAt !== null }, at);
  const frame = pageFrame(session);
  const language = pageLanguage({ configured: frame.language, asked, accepted: headers.get('accept-language') ?? undefined });
  const order = showsOrder.has(is.state) ? pageOrder(session) : undefined;
  const time = is.state === 'open' && linkId ? timeLeft(read.facts.link, at) : undefined;
  const receipt = is.state === 'paid' ? await receiptOf(session) : undefined;
  const coolDownMinutes = is.state === 'open' && is.coolDownEnd ? minutesUntil(is.coolDownEnd, at) : undefined;
  return {
    sessionId,
    state: is.state,
    version: is.version,
    mark: is.mark,
    isTest: frame.isTest,
    merchant: { name: frame.merchant.name },
    revision: session.revision,
    ...(order && { order: orderAnswer(order, language) }),
    ...(is.state === 'open' && { methods: await methodsFor(session, headers, language), ...lastTryAnswer(is, language, frame.merchant.name) }),
    ...(time && { time: { ...time, endsAt: time.endsAt.toISOString() } }),
    ...(receipt && { receipt: receiptAnswer(receipt, language) }),
    callbacks: functionNames(session),
    language: { tag: language.tag, direction: language.direction, locale: language.locale },
    words: checkoutWords(language, { merchant: frame.merchant.name, total: order?.total, is, time, coolDownMinutes, receipt }),
  };
}

async function methodsFor(session: Session, headers: Headers, { t }: PageLanguage): Promise<Checkout['methods']> {
  const { shown } = await judgeMethods(session, browserOf(headers));
  return shown.map((method) => ({ ...methodAnswer(method), name: methodName(t, method) }));
}

function orderAnswer({ orderId, total, lines, shipping, tax }: PageOrder, { t, money, count }: PageLanguage): NonNullable<Checkout['order']> {
  const amount = (of: Money) => ({ value: majorNumber(of), currency: of.currency, text: money(of) });
  return {
    orderId,
    amount: amount(total),
    lines: lines.map(({ description, quantity, total: sum }) => ({
      description,
      quantity,
      ...(quantity !== 1 && { quantityText: t('order.quantity', { quantity: count(quantity) }) }),
      amount: amount(sum),
    })),
    ...(shipping && { shipping: amount(shipping) }),
    ...(tax && { tax: amount(tax) }),
  };
}

/** Of a card no more than its last four digits: enough for its owner to know it, and all that a receipt may show. */
const receiptAnswer = ({ paidAt, method, last4, reference }: Receipt, { t }: PageLanguage): NonNullable<Checkout['receipt']> => ({
  paidAt: paidAt.toISOString(),
  method: methodName(t, method),
  ...(last4 !== undefined && { lastFourDigits: last4 }),
  reference,
});

/** How the last try stands, in words for the customer. */
function lastTryAnswer(is: Extract<PageState, { state: 'open' }>, { t }: PageLanguage, merchant: string): Pick<Checkout, 'lastTry'> {
  if (!is.lastTry) return {};
  const told = lastTryOf(is.lastTry);
  const paymentId = is.lastTry.latest.id;
  switch (told.outcome) {
    case 'cancelled':
      return { lastTry: { paymentId, outcome: told.outcome, message: t('cancelledTry') } };
    case 'surplus':
      return { lastTry: { paymentId, outcome: told.outcome, message: `${t('surplus.heading')}. ${phraseText(t, 'surplus.detail', { merchant })}` } };
    case 'unfinished':
      return { lastTry: { paymentId, outcome: told.outcome, message: t('unfinished.detail', { method: methodName(t, told.method) }) } };
    case 'declined': {
      const reason = told.message ?? t(`decline.reasons.${told.reason}`);
      return { lastTry: { paymentId, outcome: told.outcome, message: `${reason} ${t('decline.advice')}` } };
    }
  }
}

/** FUNCTION callbacks run in the shop's page; URL callbacks are ours to send and nobody else's to know. */
function functionNames({ callbacks }: Session): Checkout['callbacks'] {
  const { success, failure } = callbacks === null ? {} : Callbacks.parse(callbacks);
  return { ...(success?.type === 'FUNCTION' && { success: success.value }), ...(failure?.type === 'FUNCTION' && { failure: failure.value }) };
}
