import type { GatewayAddress, GatewayCustomer, GatewayOrderLine, StartRequest } from '#lib/gateways/gateway.ts';
import { type Money, majorText } from '#lib/money.ts';
import type { FormValue } from './client.ts';

/** The parameters of one payment request. The caller has checked `canCarry`. */
export function paymentRequestFields(request: StartRequest): { [name: string]: FormValue } {
  return {
    terminal: request.terminal,
    shop_orderid: request.gatewayOrderId,
    amount: majorText(request.amount),
    currency: request.amount.currency,
    type: request.captureAtOnce ? 'paymentAndCapture' : 'payment',
    language: request.language ? gatewayLanguage(request.language) : undefined,
    transaction_info: { ...merchantInfo(request.transactionInfo), paymentId: request.paymentId },
    sale_reconciliation_identifier: request.paymentId,
    customer_info: customerFields(request.customer),
    orderLines: orderLineFields(request.lines, request.amount),
    config: {
      callback_ok: `${request.callbackBase}/ok`,
      callback_fail: `${request.callbackBase}/fail`,
      callback_open: `${request.callbackBase}/open`,
      callback_redirect: `${request.callbackBase}/redirect`,
      callback_notification: `${request.callbackBase}/notification`,
      callback_verify_order: `${request.callbackBase}/verify-order`,
    },
  };
}

/**
 * The merchant's own keys. `paymentId` is ours; and a key with a bracket would be read by the gateway up to that
 * bracket, so that "paymentId]x" could pass for it: such keys stay with us and come back in our own callbacks.
 */
const merchantInfo = (info: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(info).filter(([key]) => key.trim() !== '' && key.trim() !== 'paymentId' && !/[[\]\p{Cc}]/u.test(key)));

const languages = new Set('br ca cs cy da de el en es et eu fi fr hr hu is it ja lt lv nl no pl pt ro ru sk sl sv th tr zh'.split(' '));
const languageAliases = new Map([
  ['nb', 'no'],
  ['nn', 'no'],
  ['ee', 'et'],
]);

/** The gateway's name of a language; undefined when it has none, and it then asks the customer's browser. */
function gatewayLanguage(language: string): string | undefined {
  const primary = language.toLowerCase().split(/[-_]/)[0] ?? '';
  const known = languageAliases.get(primary) ?? primary;
  return languages.has(known) ? known : undefined;
}

const maximumDescription = 50;

/** At most 50 UTF-16 units, so that it fits however the gateway counts; never half a character. */
function shortDescription(text: string): string {
  const cut = text.toWellFormed().slice(0, maximumDescription);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

const goodsTypes = new Set(['shipment', 'handling', 'item', 'digital', 'discount', 'gift_card', 'physical', 'sales_tax', 'subscription_model']);

/** Order lines of a payment, or of the part of it that is captured or refunded. */
export const orderLineFields = (lines: GatewayOrderLine[], amount: Money): FormValue[] => lines.map((line) => lineFields(line, amount));

const lineFields = (line: GatewayOrderLine, { currency }: Money): FormValue => ({
  // A line without words would be refused.
  description: shortDescription(line.description.trim() || line.itemId),
  itemId: line.itemId,
  quantity: String(line.quantity),
  unitPrice: majorText({ minor: line.unitPriceMinor, currency }),
  taxAmount: majorText({ minor: line.taxMinor, currency }),
  goodsType: goodsTypes.has(line.goodsType) ? line.goodsType : 'item',
});

const customerFields = (customer: GatewayCustomer): FormValue => ({
  email: customer.email,
  ...addressFields('billing', customer, customer.billingAddress),
  ...addressFields('shipping', customer, customer.shippingAddress),
});

const addressFields = (kind: 'billing' | 'shipping', customer: GatewayCustomer, address: GatewayAddress | undefined): { [name: string]: FormValue } => ({
  // A billing name goes along even without an address; a shipping one means nothing without it.
  ...(kind === 'billing' || address ? { [`${kind}_firstname`]: customer.firstName, [`${kind}_lastname`]: customer.lastName } : {}),
  [`${kind}_address`]: address?.street,
  [`${kind}_city`]: address?.city,
  [`${kind}_postal`]: address?.zipCode,
  [`${kind}_country`]: address?.country,
});
