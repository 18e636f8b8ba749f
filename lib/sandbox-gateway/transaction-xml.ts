import { later } from '../clock.ts';
import type { Prisma } from '../db/generated/client.ts';
import { invariant } from '../errors.ts';
import { type Currency, currencyOf, type Money, numericOf } from '../money.ts';
import { wireAmount } from './amounts.ts';
import { blacklistToken, cardToken } from './card-tokens.ts';
import { customerXml } from './customer-xml.ts';
import { reservedStatuses } from './money-moved.ts';
import { findTerminal, type Terminal } from './terminals.ts';
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

/** A stored field's text; undefined when the shop did not send it. */
export function storedText(fields: Prisma.JsonValue, key: string): string | undefined {
  const value = typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? fields[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

const wireTime = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');
const wireInstant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, '+00:00');

/** One Transaction element of the classic wire. Times are UTC. */
export function transactionXml(transaction: WholeTransaction): Xml {
  const { request, operations } = transaction;
  const currency = currencyOfRequest(request);
  return element('Transaction', [
    ...elements({ TransactionId: String(transaction.id), PaymentId: transaction.paymentId, AuthType: request.type }),
    ...cardMembers(transaction),
    ...elements({
      ShopOrderId: transaction.shopOrderId,
      Shop: transaction.account.shopName,
      Terminal: request.terminal,
      TransactionStatus: transaction.status,
      ReasonCode: transaction.reasonCode,
      MerchantCurrency: numericOf(currency),
      MerchantCurrencyAlpha: currency,
      CardHolderCurrency: numericOf(currency),
      CardHolderCurrencyAlpha: currency,
      ...amountMembers(transaction),
      CreatedDate: wireTime(transaction.createdAt),
      UpdatedDate: wireTime(transaction.changedAt),
    }),
    ...natureMembers(transaction),
    ...fraudMembers(transaction),
    element('AuthorisationExpiryDate', reservedStatuses.includes(transaction.status) ? wireTime(later(transaction.createdAt, reservedForMs)) : ''),
    element(
      'ChargebackEvents',
      operations.filter(({ type }) => type === 'chargeback').map((event) => chargebackXml(event, currency)),
    ),
    element('PaymentInfos', infoMembers(transaction)),
    customerXml(storedTexts(request.fields, 'customer_info')),
    element(
      'ReconciliationIdentifiers',
      operations.filter(({ type }) => type !== 'chargeback').map((each) => reconciliationXml(each, currency)),
    ),
  ]);
}

/** A bank keeps money back for a shop this long. */
const reservedForMs = 7 * 24 * 3_600_000;

function amountMembers({ request, ...transaction }: WholeTransaction): Record<string, string> {
  const currency = currencyOfRequest(request);
  const amount = (minor: bigint) => wireAmount({ minor, currency });
  const givenBack = transaction.operations.filter(({ type }) => type === 'refunded').reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return {
    ReservedAmount: amount(transaction.reservedMinor),
    CapturedAmount: amount(transaction.capturedMinor),
    RefundedAmount: amount(transaction.refundedMinor),
    CreditedAmount: amount(givenBack > transaction.refundedMinor ? givenBack - transaction.refundedMinor : 0n),
    SurchargeAmount: amount(0n),
    RecurringDefaultAmount: amount(request.type.startsWith('subscription') ? request.amountMinor : 0n),
  };
}

function cardMembers({ maskedPan, threeDSecure, cvvResult, accountId, request }: WholeTransaction): Xml[] {
  const isCard = findTerminal(request.terminal)?.kind === 'card';
  const checks = {
    ThreeDSecureResult: threeDSecure ?? (isCard ? 'Not_Attempted' : 'Not_Applicable'),
    LiableForChargeback: threeDSecure === 'Successful' ? 'Issuer' : 'Merchant',
    CVVCheckResult: cvvResult ?? (isCard ? 'Not_Attempted' : 'Not_Applicable'),
    BlacklistToken: maskedPan ? blacklistToken(accountId, maskedPan) : '',
  };
  if (!maskedPan) return elements({ CardStatus: 'NoCreditCard', CreditCardToken: '', CreditCardMaskedPan: '', IsTokenized: 'false', ...checks });
  const [year, month] = storedText(request.fields, 'card_expiry')?.split('-') ?? [];
  const Token = cardToken(accountId, maskedPan);
  // Apple Pay and Google Pay hand over a number of their own in place of the card's.
  const IsTokenized = String(!isCard);
  return [
    element('CardStatus', 'Valid'),
    ...(year && month ? [element('CreditCardExpiry', elements({ Year: year, Month: month }))] : []),
    ...elements({ CreditCardToken: Token, CreditCardMaskedPan: maskedPan, IsTokenized }),
    element('CardInformation', elements({ IsTokenized, Token, MaskedPan: maskedPan, LastFourDigits: maskedPan.slice(-4) })),
    ...elements(checks),
  ];
}

function natureMembers({ request, cardScheme }: WholeTransaction): Xml[] {
  const terminal = findTerminal(request.terminal);
  return [
    element('PaymentNature', terminal?.nature ?? 'CreditCard'),
    element('PaymentSchemeName', cardScheme ?? terminal?.identifier ?? ''),
    element('PaymentSource', storedText(request.fields, 'payment_source') ?? 'eCommerce'),
    element('PaymentNatureService', serviceMembers(terminal), { name: 'SandboxAcquirer' }),
  ];
}

const serviceMembers = (terminal: Terminal | undefined): Xml[] =>
  elements({
    SupportsRefunds: 'true',
    SupportsRelease: 'true',
    SupportsMultipleCaptures: String(terminal?.manyCaptures === true && !terminal.capturesAtOnce),
    SupportsMultipleRefunds: String(terminal?.manyRefunds === true),
  });

const riskScores: Record<string, string> = { Accept: '1', Challenge: '50', Deny: '99', Unknown: '0' };

/** What a fraud service made of the payment; nothing where the shop asked none. */
export function fraudFindings({ fraudRecommendation }: WholeTransaction): { recommendation: string; explanation: string; score: string } | undefined {
  if (fraudRecommendation === null) return undefined;
  const explanation = 'The sandbox’s fraud service decides by the amount: 101.00 accept, 102.00 challenge, 110.00 deny';
  return { recommendation: fraudRecommendation, explanation, score: riskScores[fraudRecommendation] ?? '0' };
}

function fraudMembers(transaction: WholeTransaction): Xml[] {
  const found = fraudFindings(transaction);
  return found ? elements({ FraudRiskScore: found.score, FraudExplanation: found.explanation, FraudRecommendation: found.recommendation }) : [];
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
