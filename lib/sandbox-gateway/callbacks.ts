import { now } from '../clock.ts';
import { numericOf } from '../money.ts';
import { type Account, checksumSecret } from './accounts.ts';
import { wireAmount } from './amounts.ts';
import { sendWithFaults } from './callback-faults.ts';
import { blacklistToken, cardToken } from './card-tokens.ts';
import { callbackChecksum } from './checksum.ts';
import { reservedStatuses } from './money-moved.ts';
import type { ShopPage } from './page-contract.ts';
import type { Answer, Send } from './send.ts';
import { findTerminal } from './terminals.ts';
import { currencyOfRequest, fraudFindings, storedText, storedTexts, transactionXml, type WholeTransaction } from './transaction-xml.ts';
import { mustShowWords } from './triggers.ts';
import { element, elements, envelope } from './xml.ts';

/** The callbacks a shop can name in `config`. */
export type CallbackKind = 'ok' | 'fail' | 'open' | 'notification' | 'form' | 'redirect' | 'verify_order';

type Request = WholeTransaction['request'];
type Fields = Record<string, string>;

/** The address the shop named for a callback. */
export const callbackUrl = (request: Request, kind: CallbackKind): string | undefined => storedTexts(request.fields, 'config')[`callback_${kind}`];

type Outcome = { status: string; result: string; kind: 'ok' | 'fail' | 'open' };

const outcomes: Record<string, Outcome> = {
  pending: { status: 'open', result: 'Open', kind: 'open' },
  preauth_failed: { status: 'failed', result: 'Failed', kind: 'fail' },
  preauth_error: { status: 'error', result: 'Error', kind: 'fail' },
  epayment_declined: { status: 'declined', result: 'Failed', kind: 'fail' },
  epayment_cancelled: { status: 'cancelled', result: 'Cancelled', kind: 'fail' },
};

/** How a transaction's status is told in a callback. */
export const outcomeOf = (status: string): Outcome => outcomes[status] ?? { status: 'succeeded', result: 'Success', kind: 'ok' };

/** The fields every callback about a request carries, before anything is known of its result. */
function requestFields(request: Request, account: Account): Fields {
  const currency = currencyOfRequest(request);
  const checked = { amount: wireAmount({ minor: request.amountMinor, currency }), currency: numericOf(currency), shop_orderid: request.shopOrderId };
  const info = Object.entries(storedTexts(request.fields, 'transaction_info')).map(([key, value]) => [`transaction_info[${key}]`, value]);
  return {
    ...checked,
    type: request.type,
    embedded_window: '0',
    nature: findTerminal(request.terminal)?.nature ?? 'CreditCard',
    ...Object.fromEntries(info),
    checksum: callbackChecksum(checked, checksumSecret(account)),
  };
}

/** The form fields of an ok, fail, open or notification callback, with the full XML. */
export function resultFields(transaction: WholeTransaction, event?: 'chargeback'): Fields {
  const { request, account, status, message, maskedPan } = transaction;
  const fraud = fraudFindings(transaction);
  const told = event ? { status: 'chargeback_event', result: 'ChargebackEvent', kind: 'ok' } : outcomeOf(status);
  const isFailure = told.kind === 'fail';
  const mustBeShown = String(isFailure && mustShowWords(transaction.reasonCode));
  const merchantMessage = `${transaction.reasonCode}: ${message ?? ''}`.slice(0, 255);
  const failure = elements({
    CardHolderErrorMessage: message ?? '',
    CardHolderMessageMustBeShown: mustBeShown,
    MerchantErrorMessage: merchantMessage,
    MerchantErrorCode: '1000',
  });
  const body = [element('Result', told.result), ...(isFailure ? failure : []), element('Transactions', transactionXml(transaction))];
  return {
    ...requestFields(request, account),
    transaction_id: String(transaction.id),
    payment_id: transaction.paymentId,
    require_capture: String(reservedStatuses.includes(status) && transaction.reservedMinor > 0n),
    payment_status: status,
    masked_credit_card: maskedPan ?? '',
    blacklist_token: maskedPan ? blacklistToken(transaction.accountId, maskedPan) : '',
    credit_card_token: maskedPan ? cardToken(transaction.accountId, maskedPan) : '',
    status: told.status,
    error_message: isFailure ? (message ?? '') : '',
    ...(isFailure ? { merchant_error_message: merchantMessage } : {}),
    cardholder_message_must_be_shown: mustBeShown,
    ...(fraud ? { fraud_recommendation: fraud.recommendation, fraud_explanation: fraud.explanation } : {}),
    xml: envelope({ path: 'paymentResult', at: now() }, body),
  };
}

/** Sends one callback, as the faults on the board want it. */
export async function sendCallback(request: Request, kind: CallbackKind, { fields, send }: { fields: Fields; send: Send }): Promise<Answer> {
  const url = callbackUrl(request, kind);
  if (url === undefined) return { outcome: 'unreachable', reason: 'not_named' };
  return sendWithFaults({ accountId: request.accountId, kind, url, fields, cookie: cookieOf(request) }, send);
}

/** The shop's own cookie, given back to it; what is no header text is left out. */
function cookieOf({ fields }: Request): string | undefined {
  const cookie = storedText(fields, 'cookie');
  return cookie !== undefined && /^[\x20-\x7e]{1,4000}$/.test(cookie) ? cookie : undefined;
}

/** Asks the shop whether money may move: undefined when it may, else the reason in words. */
export async function verifyOrder(request: Request, account: Account, send: Send): Promise<string | undefined> {
  if (callbackUrl(request, 'verify_order') === undefined) return undefined;
  const answer = await sendCallback(request, 'verify_order', { fields: requestFields(request, account), send });
  if (answer.outcome === 'answered' && answer.status === 200 && answer.body.trim() === 'OKAY') return undefined;
  const words = answer.outcome === 'answered' && answer.status === 200 ? plainText(answer.body).slice(0, 255) : '';
  return words || 'The shop could not confirm the order. Nothing was charged.';
}

/** Asks for the page a shop shows around 3-D Secure; it must hold the div the challenge goes into. */
export const fetchRedirectPage = (request: Request, account: Account, send: Send): Promise<ShopPage> =>
  fetchShopPage(request, 'redirect', { fields: requestFields(request, account), send, holds: /<div\b[^<>]{0,500}\bid=["']PensioRedirectForm["']/gi });

/** Asks for the page a shop shows around the payment form; it must hold the form exactly once. */
export function fetchFormPage(request: Request, account: Account, send: Send): Promise<ShopPage> {
  const language = storedText(request.fields, 'language') ?? 'en';
  const form_template = storedText(request.fields, 'form_template') ?? 'form_checkout';
  const fields = { ...requestFields(request, account), language, form_template };
  return fetchShopPage(request, 'form', { fields, send, holds: /<form\b[^<>]{0,500}\bid=["']PensioPaymentForm["']/gi });
}

/** A page with its styles is longer than what is read of a shop's words. */
const longestPage = 500_000;

type PageQuestion = { fields: Fields; send: Send; holds: RegExp };

async function fetchShopPage(request: Request, kind: 'form' | 'redirect', { fields, send, holds }: PageQuestion): Promise<ShopPage> {
  if (callbackUrl(request, kind) === undefined) return 'none';
  const answer = await sendCallback(request, kind, { fields, send });
  const isPage = answer.outcome === 'answered' && answer.status === 200;
  return isPage && [...answer.body.slice(0, longestPage).matchAll(holds)].length === 1 ? 'usable' : 'unusable';
}

/** As much of a shop's page as is read: a longer one must not keep the process busy. */
const readable = (html: string): string => html.slice(0, 20_000);

/** Where a shop sends its customer, or what it tells them. A shop's HTML is never rendered, only its words. */
export type ShopAnswer = { location?: string; words?: string };

const maximumWords = 2_000;

/** Reads a shop's answer to ok, fail or open; undefined when it was not delivered. */
export function readShopAnswer(answer: Answer, url: string): ShopAnswer | undefined {
  if (answer.outcome !== 'answered' || answer.status < 200 || answer.status >= 400) return undefined;
  const redirect = answer.status >= 300 ? answer.location : metaRefresh(answer.body);
  const location = redirect !== undefined && URL.canParse(redirect, url) ? new URL(redirect, url) : undefined;
  if (location && /^https?:$/.test(location.protocol)) return { location: location.href };
  return { words: plainText(answer.body).slice(0, maximumWords) };
}

function metaRefresh(html: string): string | undefined {
  const [tag] = /<meta\b[^<>]{0,500}http-equiv=["']?refresh\b[^<>]{0,2000}>/i.exec(readable(html)) ?? [];
  const [, address] = /url=\s*['"]?([^'">\s]+)/i.exec(tag ?? '') ?? [];
  return address?.replaceAll('&amp;', '&');
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", apos: "'", nbsp: ' ' };

/** The words of an HTML text: scripts, styles and tags removed. */
function plainText(html: string): string {
  return readable(html)
    .replace(/<(script|style|head|template|noscript)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<(br|\/p|\/div|\/h[1-6]|\/li|\/tr)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39);/gi, (whole, name: string) => named[name.toLowerCase()] ?? whole)
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' ').trim())
    .filter(Boolean)
    .join('\n');
}
