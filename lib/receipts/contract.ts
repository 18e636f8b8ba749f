import type { Money } from '../money.ts';
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
  total: Money;
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
