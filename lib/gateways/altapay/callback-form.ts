import { majorText, numericOf } from '#lib/money.ts';
import { type CallbackFacts, mayPay, requiresCapture } from './callback-facts.ts';
import { callbackXml, natureOf, wireStatusOf } from './callback-xml.ts';
import { checksumOf } from './checksum.ts';

/**
 * The body of a merchant's callback in AltaPay's classic form: fields in its order, `xml` last and ending in a
 * line feed. Receivers rebuild these bytes to verify the signature, so both matter, as does the escaping: the
 * URL standard's form encoding is the same as Java's URLEncoder, which AltaPay's receivers assume.
 * With the merchant's `checksumSecret` the body also carries the older checksum; that secret is never the one the
 * gateway signs with, else a merchant's order id could make us sign a gateway's callback.
 */
export function classicCallbackBody(facts: CallbackFacts, checksumSecret?: string): string {
  const amount = majorText(facts.amount);
  const currency = numericOf(facts.amount.currency);
  const hasFailed = !mayPay(facts);
  const fields: [string, string][] = [
    ['shop_orderid', facts.merchantOrderId],
    ['currency', currency],
    ['type', facts.type],
    ['embedded_window', '0'],
    ['amount', amount],
    ['transaction_id', facts.gatewayReference ?? ''],
    ['payment_id', facts.paymentId],
    ['nature', natureOf(facts)],
    ['require_capture', String(requiresCapture(facts))],
    ['payment_status', wireStatusOf(facts)],
    ['masked_credit_card', facts.maskedCard ?? ''],
    ['blacklist_token', ''],
    ['credit_card_token', ''],
    ['status', facts.status],
    ['error_message', facts.errorMessage ?? ''],
    ...(hasFailed ? [['merchant_error_message', facts.merchantErrorMessage ?? ''] satisfies [string, string]] : []),
    ['cardholder_message_must_be_shown', String(facts.mustShowMessage)],
    ...Object.entries(facts.transactionInfo).map(([key, value]): [string, string] => [`transaction_info[${key}]`, value]),
    ...(facts.mode ? [['mode', facts.mode] satisfies [string, string]] : []),
    ...(checksumSecret ? [['checksum', checksumOf({ amount, currency, orderId: facts.merchantOrderId }, checksumSecret)] satisfies [string, string]] : []),
    ['xml', callbackXml(facts)],
  ];
  return new URLSearchParams(fields).toString();
}
