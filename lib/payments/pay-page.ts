import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { CheckoutSession, Payment } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { ApiError, invariant } from '../errors.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import { newSecret } from '../ids.ts';
import { isInTime, linkState, timeLeft } from '../links/link-state.ts';
import { type FoundLink, findLink, openByPerson, payPath } from '../links/links.ts';
import { currencyOf, type Money, sumMinor } from '../money.ts';
import { isMacText, macText } from '../secrets.ts';
import { Configuration, Order } from '../sessions/contract.ts';
import { priceOrder } from '../sessions/order.ts';
import { offeredMethods } from './methods.ts';
import type { KnownPage, LastTry, LeavePage, PageNotice, PageOrder, PageReceipt, PayPage } from './pay-page-contract.ts';
import { isFailure } from './payment-status.ts';
import { findPayment, startError, startPayment } from './start-payment.ts';

/** What the payment page shows for a token now. Writes nothing. */
export async function loadPayPage(token: string): Promise<PayPage> {
  const link = await findLink(token);
  return link ? watched(await payPageOf(link)) : { state: 'unknown' };
}

/** `open.{revision}.{last try}`, or the state: another one means that the page has to be drawn anew. */
export function watched(page: KnownPage): PayPage {
  const version = page.state === 'open' ? `open.${page.revision}.${page.lastTry?.outcome ?? 'none'}` : page.state;
  return { ...page, version, mark: page.state === 'open' ? `${version}.${page.time.endsAt.getTime()}` : version };
}

/** The page of a link whose session, payments and times decide what is true. */
async function payPageOf(link: FoundLink): Promise<KnownPage> {
  const { session } = link;
  const known = pageFrame(session);
  if (session.merchant.disabledAt) return { ...known, state: 'disabled' };
  const state = linkState(link, now());
  if (session.status === 'cancelled') return { ...known, state: 'cancelled' };
  if ((state === 'cancelled' || state === 'replaced') && !(await wasPaidThrough(link))) return { ...known, state };
  if (session.status === 'paid') return { ...known, state: 'paid', order: pageOrder(session), receipt: await receiptOf(session) };
  if (session.status === 'pending') return { ...known, state: 'pending', order: pageOrder(session) };
  if (session.holderPaymentId) return { ...known, state: 'checking', order: pageOrder(session) };
  if (session.status === 'expired' || state === 'expired') return { ...known, state: 'expired', wasOpened: link.openedAt !== null && link.validUntil > now() };
  return openPage(link, known);
}

/** A link that was taken back shows nothing more, but whoever paid through it keeps the receipt. */
async function wasPaidThrough(link: FoundLink): Promise<boolean> {
  const { settledByPaymentId } = link.session;
  if (!settledByPaymentId) return false;
  return (await db().payment.count({ where: { id: settledByPaymentId, linkId: link.id } })) === 1;
}

async function openPage(link: FoundLink, known: ReturnType<typeof pageFrame>): Promise<KnownPage> {
  const { session } = link;
  const [methods, latest] = await Promise.all([offeredMethods(session), latestPayment(session.id)]);
  return {
    ...known,
    state: 'open',
    order: pageOrder(session),
    methods: methods.map(({ id, identifier, name, description }) => ({ id, identifier, name, description })),
    lastTry: endOf(latest),
    revision: session.revision,
    intent: newSecret(16),
    address: `${env().PUBLIC_URL}${payPath(link)}`,
    nonce: macText('page-nonce', link.id),
    time: timeLeft(link, now()),
    coolDownMinutes: undefined,
    showsAmountInPreview: link.previewAmount,
  };
}

/** What every known page carries: merchant, language, test banner. */
export function pageFrame(session: FoundLink['session']) {
  const language = Configuration.parse(session.configuration).language;
  return { merchant: { name: session.merchant.name }, language, isTest: env().MODE === 'test' };
}

const latestPayment = (sessionId: string): Promise<Payment | null> => db().payment.findFirst({ where: { sessionId }, orderBy: { tryNumber: 'desc' } });

/** Failures that are not the customer's or their bank's: the page tells of those when they happen, not after. */
const quietFailures = new Set(['gateway_unreachable', 'gateway_refused', 'abandoned']);

/** How the last try ended, when a person would want to read it. */
function endOf(payment: Payment | null): LastTry | undefined {
  if (!payment || quietFailures.has(payment.failureCode ?? '')) return undefined;
  if (payment.status === 'cancelled') return { outcome: 'cancelled' };
  if (payment.status !== 'failed') return undefined;
  // The gateway's own words were kept only when it insists on them or our reason says less.
  return { outcome: 'declined', reason: altapayGateway.declineReason(payment.failureCode ?? undefined), message: payment.failureMessage ?? undefined };
}

/** The order in minor units, as the page lists it. */
export function pageOrder(session: CheckoutSession): PageOrder {
  const { orderId, amount, lines } = priceOrder(Order.parse(session.order));
  const { currency } = amount;
  const money = (minor: bigint): Money => ({ minor, currency });
  const shipping = lines.filter((line) => line.goodsType === 'shipment');
  const taxMinor =
    sumMinor(lines.map((line) => line.taxMinor)) + sumMinor(lines.filter((line) => line.goodsType === 'sales_tax').map((line) => line.totalMinor));
  return {
    orderId,
    lines: lines
      .filter((line) => line.goodsType !== 'shipment' && line.goodsType !== 'sales_tax')
      .map(({ description, quantity, totalMinor }) => ({ description, quantity, total: money(totalMinor) })),
    tax: taxMinor === 0n ? undefined : money(taxMinor),
    shipping: shipping.length === 0 ? undefined : money(sumMinor(shipping.map((line) => line.totalMinor))),
    total: amount,
  };
}

/** How a paid session was paid. */
export async function receiptOf(session: CheckoutSession): Promise<PageReceipt> {
  invariant(session.settledByPaymentId && session.endedAt, 'a paid session was settled');
  const payment = await db().payment.findUniqueOrThrow({ where: { id: session.settledByPaymentId }, include: { method: true } });
  return { paidAt: session.endedAt, method: payment.method, maskedCard: payment.maskedCard ?? undefined, reference: payment.id.slice(-12).toUpperCase() };
}

/** The press of the pay button: where to send the browser next, as a path on our own origin. */
export async function payFromPage(token: string, form: { method: string; intent: string; revision: number }, language?: string): Promise<string> {
  const link = await findLink(token);
  const page = `/pay/${encodeURIComponent(token)}`;
  if (!link || (await payPageOf(link)).state !== 'open') return page;
  if (form.method === '') return withNotice(page, 'choose_method');
  try {
    // The method is part of the press: after Back, another choice on the same page is another payment.
    const intent = `page:${form.intent || newSecret(16)}:${form.method}`;
    const payment = await startPayment({ session: link.session, link, methodId: form.method, intent, revision: form.revision, actor: 'customer', language });
    const failure = startError(payment);
    if (failure) throw failure;
    return isFailure(payment.status) ? page : `${page}/leave/${payment.id}`;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const notice = noticeOf(error);
    return notice ? withNotice(page, notice) : page;
  }
}

const withNotice = (page: string, notice: PageNotice): string => `${page}?notice=${notice}`;

/** Errors the customer can do something about; the rest the page's own state already tells. */
function noticeOf(error: ApiError): PageNotice | undefined {
  if (error.code === 'order_changed' || error.code === 'payment_in_progress' || error.code === 'gateway_unreachable') return error.code;
  return error.code === 'invalid_field' || error.code === 'gateway_refused' ? 'method_unavailable' : undefined;
}

/** A person opened the page: only a page we rendered knows the nonce. */
export async function openFromPage(token: string, nonce: string): Promise<void> {
  const link = await findLink(token);
  if (link && isMacText('page-nonce', link.id, nonce)) await openByPerson(link);
}

/** The hand-off page of one payment of this link. */
export async function loadLeavePage(token: string, paymentId: string): Promise<LeavePage> {
  const link = await findLink(token);
  const payment = link && /^[0-9a-f-]{36}$/.test(paymentId) ? await findPayment(link.sessionId, paymentId) : null;
  if (!link || !payment) return { state: 'unknown' };
  const currency = currencyOf(payment.currency);
  invariant(currency, 'a payment has a known currency');
  const known = pageFrame(link.session);
  const frame = { ...known, amount: { minor: payment.amountMinor, currency } };
  if (payment.status === 'created' || payment.status === 'processing') return { ...frame, state: 'connecting' };
  const isCurrent = payment.revision === link.session.revision && link.session.settledByPaymentId === null && isInTime(link, now());
  if (payment.status !== 'requires_action' || !payment.gatewayUrl || !isCurrent) return { ...known, state: 'over' };
  return { ...frame, state: 'ready', method: payment.method, url: payment.gatewayUrl, host: new URL(payment.gatewayUrl).host };
}
