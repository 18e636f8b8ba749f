import { currencyOf, type Money, minorOf } from '#lib/money.ts';
import { sameText } from '#lib/same-text.ts';
import { checksumOf } from './checksum.ts';
import { declineReason } from './decline-reason.ts';
import { failureCodeOf } from './translate.ts';
import { nodesAt, parseXml } from './xml.ts';

/** What the gateway claims in a callback. A hint to look the payment up, never a fact. */
export type GatewayCallback = {
  gatewayOrderId: string;
  /** Our payment id as the gateway gives it back. */
  paymentId: string | undefined;
  /** What the checksum signs; undefined when it is no exact amount of a known currency. */
  amount: Money | undefined;
  status: 'succeeded' | 'failed' | 'error' | 'cancelled' | 'declined' | 'incomplete' | 'open' | 'new' | 'unknown';
  /** The gateway's words for the customer when the payment did not succeed, as `GatewayTransaction` has them. */
  customerMessage: string | undefined;
};

const statuses = new Map<string, GatewayCallback['status']>([
  ['succeeded', 'succeeded'],
  ['success', 'succeeded'],
  ['failed', 'failed'],
  ['error', 'error'],
  ['cancelled', 'cancelled'],
  ['declined', 'declined'],
  ['incomplete', 'incomplete'],
  ['open', 'open'],
  ['new', 'new'],
]);

const maximumMessageLength = 255;

/**
 * Reads the form body of a gateway's callback. Undefined unless it carries the checksum of the shared secret:
 * an unset secret refuses everything, and so does a field given twice, of which either could be meant.
 */
export function readGatewayCallback(body: string, sharedSecret: string): GatewayCallback | undefined {
  const fields = new URLSearchParams(body);
  const gatewayOrderId = only(fields, 'shop_orderid');
  const amount = only(fields, 'amount');
  const currency = only(fields, 'currency');
  const checksum = only(fields, 'checksum');
  if (!sharedSecret || !gatewayOrderId || !amount || !currency || !checksum) return undefined;
  if (!sameText(checksumOf({ amount, currency, orderId: gatewayOrderId }, sharedSecret), checksum)) return undefined;
  const status = statuses.get(only(fields, 'status')?.toLowerCase() ?? '') ?? 'unknown';
  return {
    gatewayOrderId,
    paymentId: only(fields, 'transaction_info[paymentId]'),
    amount: moneyOf(amount, currency),
    status,
    customerMessage: status === 'succeeded' ? undefined : customerWords(fields),
  };
}

function customerWords(fields: URLSearchParams): string | undefined {
  const words = only(fields, 'error_message')?.trim();
  const isInsisted = only(fields, 'cardholder_message_must_be_shown')?.toLowerCase() === 'true';
  if (!words || !(isInsisted || declineReason(failureCodeIn(fields)) === 'other')) return undefined;
  return words.slice(0, maximumMessageLength).toWellFormed();
}

/** The reason is only in the callback's XML; undefined when that is missing or tells of several transactions. */
function failureCodeIn(fields: URLSearchParams): string | undefined {
  const [transaction, ...more] = nodesAt(parseXml(only(fields, 'xml') ?? ''), 'APIResponse', 'Body', 'Transactions', 'Transaction');
  return more.length === 0 ? failureCodeOf(transaction) : undefined;
}

function moneyOf(amount: string, currency: string): Money | undefined {
  const known = currencyOf(currency);
  const minor = known && minorOf(amount, known);
  return known && minor !== undefined ? { minor, currency: known } : undefined;
}

function only(fields: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = fields.getAll(name);
  return more.length === 0 ? value : undefined;
}
