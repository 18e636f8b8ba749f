import { now } from '../clock.ts';
import { env } from '../env.ts';
import { invariant } from '../errors.ts';
import { isId, newSecret } from '../ids.ts';
import { payPath } from '../links/link-address.ts';
import { isInTime, timeLeft } from '../links/link-state.ts';
import { type FoundLink, findLink } from '../links/links.ts';
import { type Browser, unknownBrowser } from '../methods/browser.ts';
import { isHiddenHereOnly } from '../methods/eligibility.ts';
import { openInBrowserUrl } from '../methods/in-app-browser.ts';
import { type Judged, judgeMethods } from '../methods/methods.ts';
import { currencyOf } from '../money.ts';
import { receiptOf } from '../receipts/receipt-of.ts';
import { macText } from '../secrets.ts';
import { Configuration } from '../sessions/contract.ts';
import { pageFactsOf } from './page-facts.ts';
import { pageMerchant } from './page-merchant.ts';
import { pageOrder } from './page-order.ts';
import { type AskedScreens, pageScreen } from './page-screen.ts';
import { type LatestTry, minutesUntil, type PageState, pageState } from './page-state.ts';
import { declineOf, latestTries } from './page-tries.ts';
import type { KnownPage, LastTry, LeavePage, PageApp, PayPage } from './pay-page-contract.ts';
import { findPayment } from './start-payment.ts';
import { supportCode } from './support-code.ts';

/** What the payment page shows for a token now, in this browser and on this screen. Writes nothing. */
export async function loadPayPage(token: string, browser: Browser, screens: AskedScreens): Promise<PayPage> {
  const link = await findLink(token);
  return link ? payPageOf(link, browser, screens) : { state: 'unknown' };
}

/** The page of a link whose session, payments and times decide what is true. */
export async function payPageOf(link: FoundLink, browser = unknownBrowser, screens: AskedScreens = {}): Promise<Extract<PayPage, { version: string }>> {
  const at = now();
  const { session } = link;
  const facts = await pageFactsOf(link);
  const is = pageState(facts, at);
  const known = { ...pageFrame(session), version: is.version, mark: is.mark };
  switch (is.state) {
    case 'paid':
      return { ...known, state: is.state, receipt: await receiptOf(session) };
    case 'pending':
    case 'checking':
      return { ...known, state: is.state, order: pageOrder(session), supportCode: codeOf(session.holderPaymentId ?? facts.latest?.id) };
    case 'surplus':
      return { ...known, state: is.state, supportCode: codeOf(facts.latest?.id) };
    case 'expired':
      return { ...known, state: is.state, wasOpened: is.wasOpened, unfinished: is.unfinished && unfinishedTry(is.unfinished) };
    case 'open':
      return { ...known, ...(await openPage(link, is, at, { browser, screens })) };
    default:
      return { ...known, state: is.state };
  }
}

const codeOf = (paymentId: string | undefined): string | undefined => (paymentId === undefined ? undefined : supportCode(paymentId));

type OpenState = Extract<PageState, { state: 'open' }>;
type OpenPage = Omit<Extract<KnownPage, { state: 'open' }>, keyof ReturnType<typeof pageFrame>>;

type Looking = { browser: Browser; screens: AskedScreens };

async function openPage(link: FoundLink, { lastTry, coolDownEnd }: OpenState, at: Date, { browser, screens }: Looking): Promise<OpenPage> {
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
    tries: lastTry ? await latestTries(link.id) : [],
    screen: pageScreen(link, screens, browser),
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
  return { merchant: pageMerchant(session.merchant), language, isTest: env().MODE === 'test' };
}

const unfinishedTry = ({ id, method }: LatestTry) => ({ paymentId: id, method });

/** How the last try stands, in what the page tells of it. */
export function lastTryOf({ outcome, latest: payment }: NonNullable<OpenState['lastTry']>): LastTry {
  if (outcome === 'unfinished') return { outcome, ...unfinishedTry(payment) };
  if (outcome === 'cancelled' || outcome === 'surplus') return { outcome };
  return { outcome, ...declineOf(payment) };
}

/** The hand-off page of one payment of this link. */
export async function loadLeavePage(token: string, paymentId: string): Promise<LeavePage> {
  const link = await findLink(token);
  const payment = link && isId(paymentId) ? await findPayment(link.sessionId, paymentId) : null;
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
