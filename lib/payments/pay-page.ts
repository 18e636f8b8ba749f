import { now } from '../clock.ts';
import { env } from '../env.ts';
import { ApiError, invariant } from '../errors.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import { newSecret } from '../ids.ts';
import { payPath } from '../links/link-address.ts';
import { isInTime, timeLeft } from '../links/link-state.ts';
import { type FoundLink, findLink, openByPerson } from '../links/links.ts';
import { type Browser, unknownBrowser } from '../methods/browser.ts';
import { isHiddenHereOnly } from '../methods/eligibility.ts';
import { openInBrowserUrl } from '../methods/in-app-browser.ts';
import { type Judged, judgeMethods } from '../methods/methods.ts';
import { currencyOf } from '../money.ts';
import { receiptOf } from '../receipts/receipt-of.ts';
import { isMacText, macText } from '../secrets.ts';
import { Configuration } from '../sessions/contract.ts';
import { pageFactsOf } from './page-facts.ts';
import { pageOrder } from './page-order.ts';
import { type LatestTry, minutesUntil, type PageState, pageState } from './page-state.ts';
import type { KnownPage, LastTry, LeavePage, PageApp, PageNotice, PayPage } from './pay-page-contract.ts';
import { isFailure } from './payment-status.ts';
import { findPayment, startError, startPayment } from './start-payment.ts';

/** What the payment page shows for a token now, in this browser. Writes nothing. */
export async function loadPayPage(token: string, browser: Browser): Promise<PayPage> {
  const link = await findLink(token);
  return link ? payPageOf(link, browser) : { state: 'unknown' };
}

/** The page of a link whose session, payments and times decide what is true. */
async function payPageOf(link: FoundLink, browser = unknownBrowser): Promise<Extract<PayPage, { version: string }>> {
  const at = now();
  const { session } = link;
  const is = pageState(await pageFactsOf(link), at);
  const known = { ...pageFrame(session), version: is.version, mark: is.mark };
  switch (is.state) {
    case 'paid':
      return { ...known, state: is.state, receipt: await receiptOf(session) };
    case 'pending':
    case 'checking':
      return { ...known, state: is.state, order: pageOrder(session) };
    case 'expired':
      return { ...known, state: is.state, wasOpened: is.wasOpened, unfinished: is.unfinished && unfinishedTry(is.unfinished) };
    case 'open':
      return { ...known, ...(await openPage(link, is, at, browser)) };
    default:
      return { ...known, state: is.state };
  }
}

type OpenState = Extract<PageState, { state: 'open' }>;
type OpenPage = Omit<Extract<KnownPage, { state: 'open' }>, keyof ReturnType<typeof pageFrame>>;

async function openPage(link: FoundLink, { lastTry, coolDownEnd }: OpenState, at: Date, browser: Browser): Promise<OpenPage> {
  const { session } = link;
  const judged = await judgeMethods(session, browser);
  const address = `${env().PUBLIC_URL}${payPath(link)}`;
  return {
    state: 'open',
    order: pageOrder(session),
    methods: judged.shown.map(({ id, identifier, name, description }) => ({ id, identifier, name, description })),
    hasMoreElsewhere: judged.hidden.some(({ reasons }) => isHiddenHereOnly(reasons)),
    inApp: pageApp(judged, browser, address),
    lastTry: lastTry && lastTryOf(lastTry),
    revision: session.revision,
    intent: newSecret(16),
    address,
    nonce: macText('page-nonce', link.id),
    time: timeLeft(link, at),
    coolDownMinutes: coolDownEnd && minutesUntil(coolDownEnd, at),
    showsAmountInPreview: link.previewAmount,
  };
}

/** What an open page tells of the app it is opened in. */
function pageApp({ hidden }: Judged, { inApp: app }: Browser, address: string): PageApp | undefined {
  if (!app) return undefined;
  const isLimited = hidden.some(({ reasons }) => isHiddenHereOnly(reasons) && reasons.some(({ rule }) => rule === 'in_app_browser'));
  // An app that names nobody may be the merchant's own: it is told of only when something is missing.
  if (!isLimited && app.name === undefined) return undefined;
  return { name: app.name, openUrl: openInBrowserUrl(app, address), isLimited };
}

/** What every known page carries: merchant, language, test banner. */
export function pageFrame(session: FoundLink['session']) {
  const language = Configuration.parse(session.configuration).language;
  return { merchant: { name: session.merchant.name }, language, isTest: env().MODE === 'test' };
}

const unfinishedTry = ({ id, method }: LatestTry) => ({ paymentId: id, method });

/** How the last try stands, in what the page tells of it. */
export function lastTryOf({ outcome, latest: payment }: NonNullable<OpenState['lastTry']>): LastTry {
  if (outcome === 'unfinished') return { outcome, ...unfinishedTry(payment) };
  if (outcome === 'cancelled' || outcome === 'surplus') return { outcome };
  // The gateway's own words were kept only when it insists on them or our reason says less.
  return { outcome, reason: altapayGateway.declineReason(payment.failureCode ?? undefined), message: payment.failureMessage ?? undefined };
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
