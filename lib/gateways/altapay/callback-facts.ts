import type { Money } from '#lib/money.ts';

/** What a merchant is told about a payment, in whichever form its callback has. */
export type CallbackFacts = {
  /** The merchant's own order id; our name for the try at the gateway is never shown. */
  merchantOrderId: string;
  amount: Money;
  /** `chargeback_event`: it had paid the order, and the customer's bank took the money back. */
  status: 'succeeded' | 'failed' | 'error' | 'cancelled' | 'declined' | 'open' | 'chargeback_event';
  type: 'payment' | 'paymentAndCapture';
  paymentId: string;
  /** The gateway's id of the transaction, once there is one. */
  gatewayReference?: string;
  gatewayOrderId?: string;
  terminal: string;
  /** AltaPay's name of the method, such as "CreditCard". */
  identifier?: string;
  paymentStatus: 'created' | 'processing' | 'requires_action' | 'pending' | 'authorized' | 'captured' | 'failed' | 'cancelled' | 'released';
  authorizedMinor: bigint;
  capturedMinor: bigint;
  refundedMinor: bigint;
  disputedMinor: bigint;
  maskedCard?: string;
  /** Words for the customer. */
  errorMessage?: string;
  merchantErrorMessage?: string;
  mustShowMessage: boolean;
  transactionInfo: Record<string, string>;
  sessionId: string;
  mode?: 'test';
  createdAt: Date;
  changedAt: Date;
};

/** Whether the payment pays for the order, still may, or did until a bank took it back. */
export const mayPay = ({ status }: CallbackFacts): boolean => status === 'succeeded' || status === 'open' || status === 'chargeback_event';

/** Whether money is authorised for the order and the merchant still has to capture it. Where it asked for that at once, we do. */
export const requiresCapture = (facts: CallbackFacts): boolean =>
  facts.status === 'succeeded' && facts.type === 'payment' && facts.paymentStatus === 'authorized' && facts.capturedMinor < facts.authorizedMinor;
