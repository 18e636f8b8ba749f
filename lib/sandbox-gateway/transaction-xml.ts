import type { Prisma } from '../db/generated/client.ts';
import { invariant } from '../errors.ts';
import { type Currency, currencyOf, type Money, numericOf } from '../money.ts';
import { wireAmount } from './amounts.ts';
import { findTerminal } from './terminals.ts';
import { element, elements, type Xml } from './xml.ts';

/** What the wire tells of a transaction needs its request, its shop and its operations. */
export const wholeTransaction = {
  request: true,
  account: true,
  operations: { orderBy: { createdAt: 'asc' } },
} as const satisfies Prisma.SandboxTransactionInclude;

export type WholeTransaction = Prisma.SandboxTransactionGetPayload<{ include: typeof wholeTransaction }>;

export const currencyOfRequest = (request: { currency: string }): Currency => {
  const currency = currencyOf(request.currency);
  invariant(currency, 'a stored payment request has a known currency');
  return currency;
};

/** The text members of a stored field group, such as transaction_info. */
export function storedTexts(fields: Prisma.JsonValue, group: string): Record<string, string> {
  const inner = typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? fields[group] : undefined;
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return {};
  return Object.fromEntries(Object.entries(inner).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

const wireTime = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');
const wireInstant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, '+00:00');

/** One Transaction element of the classic wire. Times are UTC. */
export function transactionXml(transaction: WholeTransaction): Xml {
  const { request, operations } = transaction;
  const currency = currencyOfRequest(request);
  const amount = (minor: bigint) => wireAmount({ minor, currency });
  return element('Transaction', [
    ...elements({
      TransactionId: String(transaction.id),
      PaymentId: transaction.paymentId,
      AuthType: request.type,
      ...cardMembers(transaction),
      ShopOrderId: transaction.shopOrderId,
      Shop: transaction.account.shopName,
      Terminal: request.terminal,
      TransactionStatus: transaction.status,
      ReasonCode: transaction.reasonCode,
      MerchantCurrency: numericOf(currency),
      MerchantCurrencyAlpha: currency,
      CardHolderCurrency: numericOf(currency),
      CardHolderCurrencyAlpha: currency,
      ReservedAmount: amount(transaction.reservedMinor),
      CapturedAmount: amount(transaction.capturedMinor),
      RefundedAmount: amount(transaction.refundedMinor),
      CreditedAmount: amount(0n),
      SurchargeAmount: amount(0n),
      RecurringDefaultAmount: amount(0n),
      CreatedDate: wireTime(transaction.createdAt),
      UpdatedDate: wireTime(transaction.changedAt),
    }),
    ...natureMembers(transaction),
    element(
      'ChargebackEvents',
      operations.filter(({ type }) => type === 'chargeback').map((event) => chargebackXml(event, currency)),
    ),
    element('PaymentInfos', infoMembers(transaction)),
    element(
      'ReconciliationIdentifiers',
      operations.filter(({ type }) => type !== 'chargeback').map((each) => reconciliationXml(each, currency)),
    ),
  ]);
}

function cardMembers({ maskedPan, threeDSecure }: WholeTransaction): Record<string, string> {
  if (!maskedPan) return { CardStatus: 'NoCreditCard', CreditCardToken: '', CreditCardMaskedPan: '' };
  const isProven = threeDSecure === 'Successful';
  return {
    CardStatus: 'Valid',
    CreditCardToken: '',
    CreditCardMaskedPan: maskedPan,
    IsTokenized: 'false',
    ThreeDSecureResult: threeDSecure ?? 'Not_Attempted',
    LiableForChargeback: isProven ? 'Issuer' : 'Merchant',
  };
}

function natureMembers({ request, cardScheme }: WholeTransaction): Xml[] {
  const terminal = findTerminal(request.terminal);
  const manyCaptures = String(terminal?.capturesAtOnce === false);
  const service = elements({
    SupportsRefunds: 'true',
    SupportsRelease: 'true',
    SupportsMultipleCaptures: manyCaptures,
    SupportsMultipleRefunds: 'true',
  });
  return [
    element('PaymentNature', terminal?.nature ?? 'CreditCard'),
    element('PaymentSchemeName', cardScheme ?? terminal?.identifier ?? ''),
    element('PaymentSource', 'eCommerce'),
    element('PaymentNatureService', service, { name: 'SandboxAcquirer' }),
  ];
}

const infoMembers = ({ request }: WholeTransaction): Xml[] =>
  Object.entries(storedTexts(request.fields, 'transaction_info')).map(([name, value]) => element('PaymentInfo', value, { name }));

type Operation = WholeTransaction['operations'][number];

const amountXml = (minor: bigint, currency: Money['currency']): Xml => element('Amount', wireAmount({ minor, currency }), { currency: numericOf(currency) });

const reconciliationXml = (operation: Operation, currency: Currency): Xml =>
  element('ReconciliationIdentifier', [
    element('Id', operation.reconciliationId ?? operation.id),
    amountXml(operation.amountMinor, currency),
    element('Type', operation.type),
    element('Date', wireInstant(operation.createdAt)),
  ]);

const chargebackXml = (operation: Operation, currency: Currency): Xml =>
  element('ChargebackEvent', [
    ...elements({ Date: wireInstant(operation.createdAt), Type: 'fraud', ReasonCode: '10.4', ReasonMessage: 'Fraud, card absent' }),
    amountXml(operation.amountMinor, currency),
    element('Currency', numericOf(currency)),
  ]);
