import type { Currency, Money } from '../money.ts';

/** Where and as whom a merchant's gateway is called, opened from its sealed row. */
export type GatewayAccess = {
  baseUrl: string;
  username: string;
  password: string;
  /** Shared secret of the terminals' callback checksum. */
  callbackSecret: string;
  /** The terminals whose shared secret is another. */
  terminalSecrets?: ReadonlyMap<string, string>;
};

/** The secret that signs the callbacks of one terminal. */
export const callbackSecretOf = ({ callbackSecret, terminalSecrets }: GatewayAccess, terminal: string): string =>
  terminalSecrets?.get(terminal) ?? callbackSecret;

/** A method the gateway offers this merchant. */
export type OfferedMethod = {
  terminal: string;
  /** AltaPay's identifier: "CreditCard", "MobilePay", "BankPayment" … */
  identifier: string;
  description: string;
  currencies: Currency[];
  country: string | undefined;
};

/** One line as the gateway wants it; amounts in minor units of the payment's currency. */
export type GatewayOrderLine = {
  itemId: string;
  description: string;
  quantity: number;
  unitPriceMinor: bigint;
  taxMinor: bigint;
  goodsType: string;
};

export type GatewayAddress = { street?: string; city?: string; zipCode?: string; country?: string };

export type GatewayCustomer = {
  firstName?: string;
  lastName?: string;
  email?: string;
  billingAddress?: GatewayAddress;
  shippingAddress?: GatewayAddress;
};

export type StartRequest = {
  paymentId: string;
  gatewayOrderId: string;
  terminal: string;
  amount: Money;
  /** Capture at once instead of authorising only. */
  captureAtOnce: boolean;
  /** ISO 639-1, when known. */
  language: string | undefined;
  lines: GatewayOrderLine[];
  customer: GatewayCustomer;
  /** The merchant's own keys; given back in callbacks. */
  transactionInfo: Record<string, string>;
  /** The gateway's callbacks go to `${callbackBase}/ok`, `/fail`, `/open`, `/redirect`, `/notification`, `/verify-order`. */
  callbackBase: string;
};

/** Starting moves no money, so an unreachable gateway means: nothing happened, try again. */
export type StartResult =
  | { outcome: 'started'; url: string }
  | { outcome: 'refused'; code: string; customerMessage: string | undefined }
  | { outcome: 'unreachable' };

export type TransactionStatus = 'authorized' | 'captured' | 'pending' | 'failed' | 'cancelled' | 'released';

/** What the gateway says happened. Nothing but this is believed. */
export type GatewayTransaction = {
  /** The gateway's id of the transaction. */
  reference: string;
  gatewayOrderId: string;
  /** Our payment id as the gateway gives it back; undefined when it does not. */
  paymentId: string | undefined;
  terminal: string;
  currency: Currency | undefined;
  status: TransactionStatus;
  authorizedMinor: bigint;
  capturedMinor: bigint;
  refundedMinor: bigint;
  /** What the customer's bank has taken back (chargebacks). */
  disputedMinor: bigint;
  /** When the gateway made it, by its own clock. */
  createdAt: Date;
  failureCode: string | undefined;
  /** The gateway's words for the customer: those it insists on, and those that say more than our `DeclineReason` would. */
  customerMessage: string | undefined;
  maskedCard: string | undefined;
  /** Captures, refunds and releases made with an operation id of ours. */
  operations: { id: string; kind: 'capture' | 'refund' | 'release'; amountMinor: bigint }[];
};

export type LookUpResult = { outcome: 'found'; transactions: GatewayTransaction[] } | { outcome: 'unreachable' };

/** `unknown`: the answer was lost; look for the operation id among the transaction's operations. */
export type OperationResult =
  | { outcome: 'succeeded' }
  /** A plain no: no money moved. `merchantMessage`: the gateway's words, for the merchant's eyes. */
  | { outcome: 'failed'; code: string; merchantMessage: string | undefined }
  | { outcome: 'unknown' };

export type OperationRequest = {
  operationId: string;
  reference: string;
  amount: Money;
  /** What a partial capture or refund is about; none when the merchant did not say. A release takes none. */
  lines: GatewayOrderLine[];
};

/** Why a payment was refused, as a customer can be told. `other`: the gateway gave no reason we know. */
export type DeclineReason =
  | 'insufficient_funds'
  | 'expired_card'
  | 'wrong_details'
  | 'limit_exceeded'
  /** Its type, its country, or the card itself: blocked, lost and stolen are told as no more than this. */
  | 'card_not_accepted'
  /** 3-D Secure or the bank's app: failed, turned down, timed out, too many codes. */
  | 'not_confirmed'
  | 'try_later'
  | 'other';

/** A payment gateway. Every function that calls it answers within its own time limit and never throws for what the gateway did. */
export type Gateway = {
  listMethods(access: GatewayAccess): Promise<{ outcome: 'listed'; methods: OfferedMethod[] } | { outcome: 'unreachable' | 'refused' }>;
  startPayment(access: GatewayAccess, request: StartRequest): Promise<StartResult>;
  /** Every transaction of one try, by the order id we gave it. */
  findTransactions(access: GatewayAccess, gatewayOrderId: string): Promise<LookUpResult>;
  capture(access: GatewayAccess, request: OperationRequest): Promise<OperationResult>;
  refund(access: GatewayAccess, request: OperationRequest): Promise<OperationResult>;
  /** Gives back the whole authorisation. */
  release(access: GatewayAccess, request: OperationRequest): Promise<OperationResult>;
  /** What a failed transaction's `failureCode` means; asks nobody. */
  declineReason(code: string | undefined): DeclineReason;
};
