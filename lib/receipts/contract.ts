import { type Money, sumMinor } from '../money.ts';
import type { MethodName, PageLine } from '../payments/pay-page-contract.ts';

/** What a receipt says, wherever it is shown: page, print, PDF, e-mail, signed file. Money is in minor units. */
export type Receipt = {
  /** Short reference of the payment that both sides can quote. */
  reference: string;
  paymentId: string;
  merchant: {
    name: string;
    /** As registered, when that is another; the address has a line each. */
    legalName: string | undefined;
    legalAddress: string | undefined;
    taxId: string | undefined;
    email: string | undefined;
    phone: string | undefined;
    website: string | undefined;
  };
  orderId: string;
  lines: PageLine[];
  tax: Money | undefined;
  shipping: Money | undefined;
  /** Of the order. */
  total: Money;
  /**
   * What was taken, or will be: the whole total as long as nothing was captured, and from then on what was captured so
   * far. Refunds are not taken off.
   */
  paid: Money;
  paidAt: Date;
  method: MethodName;
  /** Last four digits, when a card paid. */
  last4: string | undefined;
  /** What was given back so far, oldest first. */
  refunds: { at: Date; amount: Money }[];
  /** IANA name of the zone whose time the receipt tells: "Europe/Copenhagen". */
  timeZone: string;
  isTest: boolean;
};

/** What a receipt's page, PDF and e-mail add up below the order, so that all three say the same. */
export type ReceiptSums = {
  /** Less was taken than the order's total: both are told, the total as the order's and `paid` as the amount paid. */
  isPart: boolean;
  /** Paid after refunds; undefined while nothing was refunded. */
  left: Money | undefined;
  isAllRefunded: boolean;
};

export function receiptSums({ total, paid, refunds }: Pick<Receipt, 'total' | 'paid' | 'refunds'>): ReceiptSums {
  const leftMinor = paid.minor - sumMinor(refunds.map(({ amount }) => amount.minor));
  const hasRefunds = refunds.length > 0;
  return {
    isPart: paid.minor < total.minor,
    left: hasRefunds ? { ...paid, minor: leftMinor } : undefined,
    isAllRefunded: hasRefunds && leftMinor <= 0n,
  };
}
