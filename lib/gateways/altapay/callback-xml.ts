import { majorText, numericOf } from '#lib/money.ts';
import { type CallbackFacts, mayPay } from './callback-facts.ts';
import { escapeXml } from './xml.ts';

const results = {
  succeeded: 'Success',
  failed: 'Failed',
  declined: 'Failed',
  error: 'Error',
  cancelled: 'Cancelled',
  open: 'Open',
  chargeback_event: 'ChargebackEvent',
} as const satisfies Record<CallbackFacts['status'], string>;

const bankIdentifiers = new Set(['BankPayment', 'OpenBanking', 'Trustly', 'Sepa']);
const invoiceIdentifiers = new Set(['Invoice', 'Klarna', 'ViaBill']);

/** AltaPay's kind of payment. */
export function natureOf({ identifier, maskedCard }: CallbackFacts): string {
  if (identifier === 'CreditCard' || (identifier === undefined && maskedCard)) return 'CreditCard';
  if (identifier === 'iDeal') return 'IdealPayment';
  if (identifier && bankIdentifiers.has(identifier)) return 'BankPayment';
  return identifier && invoiceIdentifiers.has(identifier) ? 'Invoice' : 'EPayment';
}

/** The payment's status in AltaPay's words. */
export function wireStatusOf(facts: CallbackFacts): string {
  if (mayPay(facts)) return wireStatusOfPaying(facts);
  if (facts.status === 'cancelled') return 'epayment_cancelled';
  return facts.status === 'error' ? 'preauth_error' : 'preauth_failed';
}

function wireStatusOfPaying(facts: CallbackFacts): string {
  switch (facts.paymentStatus) {
    case 'created':
    case 'processing':
    case 'requires_action':
      return 'created';
    case 'pending':
    case 'released':
      return facts.paymentStatus;
    case 'authorized':
      return natureOf(facts) === 'Invoice' ? 'invoice_initialized' : 'preauth';
    case 'captured': {
      const isBank = natureOf(facts) === 'BankPayment';
      if (facts.refundedMinor > 0n) return isBank ? 'bank_payment_refunded' : 'refunded';
      return isBank ? 'bank_payment_finalized' : 'captured';
    }
    case 'failed':
      return 'preauth_failed';
    case 'cancelled':
      return 'epayment_cancelled';
  }
}

/** A complete answer document, so that a receiver may read nothing else. Ends in a line feed. */
export function callbackXml(facts: CallbackFacts): string {
  return [
    '<?xml version="1.0"?>',
    `<APIResponse version="20251231"><Header><Date>${dateTime(facts.changedAt)}</Date><Path>API/payments</Path><ErrorCode>0</ErrorCode><ErrorMessage></ErrorMessage></Header><Body>`,
    element('Result', results[facts.status]),
    element('MerchantErrorMessage', facts.merchantErrorMessage),
    element('CardHolderErrorMessage', facts.errorMessage),
    element('CardHolderMessageMustBeShown', String(facts.mustShowMessage)),
    `<Transactions>${transactionXml(facts)}</Transactions></Body></APIResponse>`,
    '',
  ].join('\n');
}

function transactionXml(facts: CallbackFacts): string {
  const { currency } = facts.amount;
  const numeric = numericOf(currency);
  // Shops take any reserved amount for a success, so what does not pay the order (a surplus, given back) shows none.
  const amount = (minor: bigint): string => majorText({ minor: mayPay(facts) ? minor : 0n, currency });
  const infos = Object.entries(facts.transactionInfo).map(([key, value]) => `<PaymentInfo name="${escapeXml(key)}">${escapeXml(value)}</PaymentInfo>`);
  return [
    '<Transaction>',
    element('TransactionId', facts.gatewayReference),
    element('PaymentId', facts.paymentId),
    element('AuthType', facts.type),
    element('CardStatus', facts.maskedCard ? 'Valid' : 'NoCreditCard'),
    ...(facts.maskedCard ? [element('CreditCardMaskedPan', facts.maskedCard)] : []),
    element('ShopOrderId', facts.merchantOrderId),
    element('Terminal', facts.terminal),
    element('TransactionStatus', wireStatusOf(facts)),
    element('ReasonCode', 'NONE'),
    element('MerchantCurrency', numeric),
    element('MerchantCurrencyAlpha', currency),
    element('CardHolderCurrency', numeric),
    element('CardHolderCurrencyAlpha', currency),
    element('ReservedAmount', amount(facts.authorizedMinor)),
    element('CapturedAmount', amount(facts.capturedMinor)),
    element('RefundedAmount', amount(facts.refundedMinor)),
    element('CreatedDate', plainDateTime(facts.createdAt)),
    element('UpdatedDate', plainDateTime(facts.changedAt)),
    element('PaymentNature', natureOf(facts)),
    element('PaymentSource', 'eCommerce'),
    ...(facts.disputedMinor > 0n ? [`<ChargebackEvents>${chargebackXml(facts)}</ChargebackEvents>`] : []),
    `<PaymentInfos>${infos.join('')}</PaymentInfos>`,
    '<ReconciliationIdentifiers></ReconciliationIdentifiers>',
    '</Transaction>',
  ].join('');
}

const chargebackXml = ({ amount, disputedMinor, changedAt }: CallbackFacts): string => {
  const numeric = numericOf(amount.currency);
  const taken = `<Amount currency="${numeric}">${majorText({ minor: disputedMinor, currency: amount.currency })}</Amount>`;
  return `<ChargebackEvent>${element('Date', dateTime(changedAt))}${element('Type', 'chargeback')}${taken}${element('Currency', numeric)}</ChargebackEvent>`;
};

const element = (name: string, text = ''): string => `<${name}>${escapeXml(text)}</${name}>`;

const dateTime = (at: Date): string => `${at.toISOString().slice(0, 19)}+00:00`;
const plainDateTime = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');
