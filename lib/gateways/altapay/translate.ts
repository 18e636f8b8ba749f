import type { GatewayTransaction, OfferedMethod, TransactionStatus } from '#lib/gateways/gateway.ts';
import { type Currency, currencyOf, exponentOf, type Money, minorOf, sumMinor } from '#lib/money.ts';
import { declineReason } from './decline-reason.ts';
import { codeText } from './verdict.ts';
import { hasNode, nodesAt, textAt } from './xml.ts';

/** Whether the wire holds this amount exactly: it takes two decimals at most, and nothing is ever rounded. */
export const canCarry = (amount: Money): boolean => amount.minor > 0n && exponentOf(amount.currency) <= 2;

/** A transaction, or why it cannot be believed. `unknownStatus` is one this connector has not met: it counts as pending. */
export type Reading = { transaction: GatewayTransaction; unknownStatus: boolean } | { dropped: string };

/** Every transaction in a body; undefined when the list is not a list. */
export function transactionsOf(body: unknown, utcOffset: string): Reading[] | undefined {
  const [list, ...more] = nodesAt(body, 'Transactions');
  if (list === undefined || (list === '' && more.length === 0)) return [];
  if (more.length > 0 || typeof list !== 'object') return undefined;
  // "created" is an unfinished try, such as a 3-D Secure page still open: no news yet, and nothing the bank has taken.
  const begun = nodesAt(list, 'Transaction').filter((element) => textAt(element, 'TransactionStatus') !== 'created');
  return begun.map((element) => readTransaction(element, utcOffset));
}

function readTransaction(element: unknown, utcOffset: string): Reading {
  const reference = textAt(element, 'TransactionId');
  const gatewayOrderId = textAt(element, 'ShopOrderId');
  const terminal = textAt(element, 'Terminal');
  const wireStatus = textAt(element, 'TransactionStatus');
  if (!reference || !gatewayOrderId || !terminal || !wireStatus) return { dropped: 'incomplete' };
  const currency = currencyIn(element);
  if (!currency) return { dropped: 'currency' };
  const reservedMinor = amountIn(element, 'ReservedAmount', currency);
  const capturedMinor = amountIn(element, 'CapturedAmount', currency);
  const refundedMinor = amountIn(element, 'RefundedAmount', currency);
  if (reservedMinor === undefined || capturedMinor === undefined || refundedMinor === undefined) return { dropped: 'amount' };
  const createdAt = dateOf(textAt(element, 'CreatedDate'), utcOffset);
  if (!createdAt) return { dropped: 'date' };
  const status = statusOf(wireStatus, { reservedMinor, capturedMinor });
  const isFailed = status === 'failed' || status === 'cancelled';
  const failureCode = isFailed ? failureCodeOf(element) : undefined;
  const transaction: GatewayTransaction = {
    reference,
    gatewayOrderId,
    paymentId: paymentIdIn(element),
    terminal,
    currency,
    status: status ?? 'pending',
    // A bank transfer is never reserved, but what was captured was also authorised.
    authorizedMinor: coveringMinor(reservedMinor, capturedMinor),
    capturedMinor,
    refundedMinor,
    disputedMinor: disputedIn(element, currency),
    createdAt,
    failureCode,
    customerMessage: isFailed ? customerWords(element, failureCode) : undefined,
    maskedCard: maskedCardOf(textAt(element, 'CreditCardMaskedPan')),
    operations: operationsIn(element, currency),
  };
  return { transaction, unknownStatus: status === undefined };
}

function coveringMinor(reservedMinor: bigint, capturedMinor: bigint): bigint {
  if (capturedMinor > reservedMinor) return capturedMinor;
  return reservedMinor;
}

const statuses = new Map<string, TransactionStatus>([
  ['preauth', 'authorized'],
  ['invoice_initialized', 'authorized'],
  ['recurring_confirmed', 'authorized'],
  ['captured', 'captured'],
  ['bank_payment_finalized', 'captured'],
  ['refunded', 'captured'],
  ['bank_payment_refunded', 'captured'],
  ['released', 'released'],
  ['pending', 'pending'],
  ['epayment_cancelled', 'cancelled'],
  ['epayment_declined', 'failed'],
  // We said no when the gateway asked, just before money would have moved.
  ['order_verify_declined', 'failed'],
]);

/** Undefined for a status this connector has not met. */
function statusOf(wire: string, held: { reservedMinor: bigint; capturedMinor: bigint }): TransactionStatus | undefined {
  const known = statuses.get(wire);
  if (known || !/_(?:failed|error)$/.test(wire)) return known;
  // A capture, refund or release that failed leaves the money where it was: the payment itself has not failed.
  if (/^(?:capture|refund|release|bank_payment_refund)_/.test(wire)) {
    if (held.capturedMinor > 0n) return 'captured';
    if (held.reservedMinor > 0n) return 'authorized';
  }
  return 'failed';
}

/** The gateway names the currency by number, by letters or both; two that disagree name none. */
function currencyIn(element: unknown): Currency | undefined {
  const named = ['MerchantCurrency', 'MerchantCurrencyAlpha'].map((name) => textAt(element, name)).filter((text) => text);
  const [first, second = first] = named.map((text) => currencyOf(text ?? ''));
  return first === second ? first : undefined;
}

/** An absent amount is none; one that is no exact, positive amount of the currency is undefined. */
function amountIn(element: unknown, name: string, currency: Currency): bigint | undefined {
  if (!hasNode(element, name)) return 0n;
  const minor = minorOf(textAt(element, name) ?? '', currency);
  return minor !== undefined && minor >= 0n ? minor : undefined;
}

/** "2026-01-05 09:25:19" in the gateway's own zone, or a full ISO time. */
function dateOf(text: string | undefined, utcOffset: string): Date | undefined {
  const [, day, time, zone] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(text ?? '') ?? [];
  const at = new Date(`${day}T${time}${zone ?? utcOffset}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function paymentIdIn(element: unknown): string | undefined {
  const [id, ...more] = nodesAt(element, 'PaymentInfos', 'PaymentInfo')
    .filter((info) => textAt(info, '@name') === 'paymentId')
    .map((info) => textAt(info));
  return more.length === 0 ? id : undefined;
}

/** What a failed transaction failed with: the gateway's reason, else its status. */
export function failureCodeOf(element: unknown): string | undefined {
  const reason = codeText(textAt(element, 'ReasonCode'));
  return reason && reason !== 'none' ? reason : codeText(textAt(element, 'TransactionStatus'));
}

function customerWords(element: unknown, failureCode: string | undefined): string | undefined {
  const isInsisted = textAt(element, 'CardHolderMessageMustBeShown')?.toLowerCase() === 'true';
  return isInsisted || declineReason(failureCode) === 'other' ? textAt(element, 'CardHolderErrorMessage') || undefined : undefined;
}

/** A mask, and never what might be a whole card number: at most ten digits, with a gap. */
function maskedCardOf(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{0,8}[*xX.•-]{2,13}\d{0,4}$/.test(text) && text.replace(/\D/g, '').length <= 12 ? text : undefined;
}

const operationKinds = new Map<string, 'capture' | 'refund' | 'release'>([
  ['captured', 'capture'],
  ['refunded', 'refund'],
  ['released', 'release'],
]);

function operationsIn(element: unknown, currency: Currency): GatewayTransaction['operations'] {
  return nodesAt(element, 'ReconciliationIdentifiers', 'ReconciliationIdentifier').flatMap((entry) => {
    const id = textAt(entry, 'Id');
    const kind = operationKinds.get(textAt(entry, 'Type') ?? '');
    const named = textAt(entry, 'Amount', '@currency');
    const isOurs = named === undefined || currencyOf(named) === currency;
    const amountMinor = isOurs ? minorOf(textAt(entry, 'Amount') ?? '', currency) : undefined;
    return id && kind && amountMinor !== undefined && amountMinor >= 0n ? [{ id, kind, amountMinor }] : [];
  });
}

/** The sum of what banks took back; an event without an exact amount of the currency counts as nothing, and is seen by its status alone. */
const disputedIn = (element: unknown, currency: Currency): bigint =>
  sumMinor(
    nodesAt(element, 'ChargebackEvents', 'ChargebackEvent').flatMap((event) => {
      const named = textAt(event, 'Amount', '@currency') ?? textAt(event, 'Currency');
      const minor = named === undefined || currencyOf(named) === currency ? minorOf(textAt(event, 'Amount') ?? '', currency) : undefined;
      return minor !== undefined && minor > 0n ? [minor] : [];
    }),
  );

/** The terminals of a body as methods, each terminal once; undefined when the list is not a list. */
export function methodsOf(body: unknown): OfferedMethod[] | undefined {
  const [list, ...more] = nodesAt(body, 'Terminals');
  if (list === '' && more.length === 0) return [];
  if (more.length > 0 || typeof list !== 'object') return undefined;
  const methods = nodesAt(list, 'Terminal')
    .map(readTerminal)
    .filter((method) => method !== undefined);
  return methods.filter((method, position) => methods.findIndex(({ terminal }) => terminal === method.terminal) === position);
}

function readTerminal(element: unknown): OfferedMethod | undefined {
  const terminal = textAt(element, 'Title');
  const currencies = nodesAt(element, 'Currencies', 'Currency').flatMap((code) => currencyOf(textAt(code) ?? '') ?? []);
  if (!terminal || currencies.length === 0) return undefined;
  const nature = textAt(nodesAt(element, 'Natures', 'Nature')[0]) ?? '';
  const identifier = textAt(element, 'PrimaryMethod', 'Identifier') || identifiersByNature.get(nature) || nature || 'EPayment';
  const country = textAt(element, 'Country');
  return {
    terminal,
    identifier,
    description: textAt(element, 'Description') ?? '',
    currencies: [...new Set(currencies)],
    country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
  };
}

/** For a gateway too old to name its primary method. */
const identifiersByNature = new Map([
  ['CreditCard', 'CreditCard'],
  ['IdealPayment', 'iDeal'],
]);
