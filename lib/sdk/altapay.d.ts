/** A payment link's order and ways to pay on the shop's own page: the globals of the script, exports of the module `/sdk/v1.mjs`. */

/** Money in major units, as everywhere in the contract: 512.5 is 512 kroner and 50 øre. */
export interface Amount {
  value: number;
  /** ISO 4217, three capitals. */
  currency: string;
}

export type GoodsType = 'item' | 'shipment' | 'handling' | 'digital' | 'discount' | 'gift_card' | 'physical' | 'sales_tax' | 'subscription_model';

/** A line of an order as a shop sends it to create a session. */
export interface OrderLineModel {
  itemId: string;
  description: string;
  quantity: number;
  /** Without tax, in major units. */
  unitPrice: number;
  taxAmount?: number;
  goodsType?: GoodsType;
}

export interface AddressModel {
  street?: string;
  city?: string;
  /** ISO 3166-1, two letters. */
  country?: string;
  zipCode?: string;
}

export interface CustomerModel {
  firstName?: string;
  lastName?: string;
  email?: string;
  billingAddress?: AddressModel;
  shippingAddress?: AddressModel;
}

/** An order as a shop sends it to create a session. */
export interface OrderModel {
  orderId: string;
  amount: Amount;
  orderLines: OrderLineModel[];
  customer?: CustomerModel;
  transactionInfo?: Record<string, string>;
}

/** Builds the models of the contract. Each throws a `TypeError` that names what is wrong with what it was given. */
export interface AltaPayFactory {
  /** `getAmount(30098.52, 'DKK')`. */
  getAmount(value: number, currency: string): Amount;
  getOrderLine(
    itemId: string,
    description: string,
    quantity: number,
    unitPrice: number,
    more?: Pick<OrderLineModel, 'taxAmount' | 'goodsType'>,
  ): OrderLineModel;
  getAddress(address: AddressModel): AddressModel;
  getCustomer(customer: CustomerModel): CustomerModel;
  getOrder(orderId: string, amount: Amount, orderLines: OrderLineModel[], more?: Pick<OrderModel, 'customer' | 'transactionInfo'>): OrderModel;
}

/** An amount, and how its reader writes it: "DKK 512.50". */
export interface ShownAmount extends Amount {
  text: string;
}

/** A line of the order as its customer reads it; its total, tax included. */
export interface OrderLine {
  description: string;
  quantity: number;
  /** "Quantity 2", where it is not one. */
  quantityText?: string;
  amount: ShownAmount;
}

export interface Order {
  orderId: string;
  amount: ShownAmount;
  lines: OrderLine[];
  shipping?: ShownAmount;
  /** Tax contained in or added to the lines. */
  tax?: ShownAmount;
}

export interface Merchant {
  name: string;
}

export interface PaymentMethod {
  id: string;
  /** CARD, MOBILEPAY, BANKPAYMENT … */
  type: string;
  name: string;
  description: string;
  logoUrl: string;
}

export interface Receipt {
  /** ISO 8601, UTC. */
  paidAt: string;
  method: string;
  lastFourDigits?: string;
  /** What customer and shop can quote to each other. */
  reference: string;
}

/** How long the link can still be paid. */
export interface TimeLeft {
  /** Whether a person has touched the page yet: from then on the time runs. */
  isOpened: boolean;
  /** ISO 8601, UTC: the end as it stands now. */
  endsAt: string;
  /** Until a person began, all that there will be. */
  secondsLeft: number;
  /** What one `extendTime()` adds; 0 when nothing can be added. */
  extensionSeconds: number;
  extensions: number;
}

/** `checking`: a payment's outcome is being asked for. `pending`: the bank decides later. `surplus`: money came too late, and goes back. */
export type SessionState = 'open' | 'checking' | 'pending' | 'paid' | 'expired' | 'replaced' | 'cancelled' | 'disabled' | 'surplus';

export type AltaPayErrorCode =
  /** The page's address has no `paymentLink`, and none was given. */
  | 'no_link'
  | 'unknown'
  | 'expired'
  | 'replaced'
  | 'cancelled'
  | 'paid'
  /** The shop takes no payments at the moment. */
  | 'disabled'
  /** This page's origin is not registered for the shop of the link. */
  | 'wrong_origin'
  | 'offline'
  /** The service cannot answer now. `retryAfterSeconds` may tell when to try again. */
  | 'unavailable'
  | 'no_methods'
  /** `initiatePayment` without a method, and none is selected. */
  | 'no_selection'
  /** The order was changed since the page showed it. Nothing was charged; the session shows the new one. */
  | 'order_changed'
  | 'payment_in_progress'
  | 'method_unavailable'
  /** A try came to nothing: the bank declined it, or the customer turned back. Told to `failure` only. */
  | 'payment_failed'
  | 'gateway_unreachable'
  | 'too_many_tries'
  /** The token given to `initiate` is wrong or over. */
  | 'unauthenticated'
  | 'destroyed'
  | 'unexpected';

export interface AltaPayError extends Error {
  readonly name: 'AltaPayError';
  readonly code: AltaPayErrorCode;
  readonly retryAfterSeconds?: number;
  /** Quote it to whoever runs the service. */
  readonly requestId?: string;
}

export interface InitiatedPayment {
  paymentId: string;
  /** The gateway's page, where the customer pays. */
  url: string;
}

/** What each event carries in `event.detail`. */
export interface AltaPayEvents {
  /** Something that the page shows has changed: state, order, methods or time. Draw again what you drew yourself. */
  change: IAltaPay;
  selected: PaymentMethod;
  /** The payment was begun and the browser is about to go to `url`; `event.preventDefault()` keeps it here. */
  initiated: InitiatedPayment;
  paid: IAltaPay;
  /** A try came to nothing; the session is still open unless its state says otherwise. */
  failed: IAltaPay;
  /** The link can no longer be paid: it ended, was replaced or was cancelled. */
  expired: IAltaPay;
}

export interface InjectMethodsOptions {
  /** Whether a pay button is drawn below the methods. True unless told otherwise. */
  button?: boolean;
}

/** One checkout session in the customer's browser. */
export interface IAltaPay {
  readonly sessionId: string;
  /** A session of `initiate` is `open` without order and methods until its first `change`. */
  readonly state: SessionState;
  readonly isTest: boolean;
  readonly merchant: Merchant;
  /** Absent where the state shows none (expired, replaced, cancelled, disabled). */
  readonly order: Order | undefined;
  /** In the order customers read them; empty unless `open`. */
  readonly paymentMethods: readonly PaymentMethod[];
  /** The method that is chosen in the injected list. */
  readonly selected: PaymentMethod | undefined;
  readonly receipt: Receipt | undefined;
  readonly time: TimeLeft | undefined;
  /** Draws the ways to pay and keeps them true. Rejects, and calls the failure callback, when there is none (`no_methods`) or drawing fails. */
  injectPaymentMethods(element: Element, options?: InjectMethodsOptions): Promise<IAltaPay>;
  /** Draws the order and keeps it true. */
  injectOrder(element: Element): Promise<IAltaPay>;
  /** Begins a payment (with the selected method, unless one is named) and goes to the gateway's page. */
  initiatePayment(methodId?: string): Promise<InitiatedPayment>;
  /** Adds time, when `time.extensionSeconds` is not 0. */
  extendTime(): Promise<IAltaPay>;
  /** Listens; the answer stops it. Whoever begins to listen for `paid`, `failed` or `expired` after the fact is told at once. */
  on<K extends keyof AltaPayEvents>(event: K, listener: (event: CustomEvent<AltaPayEvents[K]>) => void): () => void;
  /** Takes away what was drawn and stops asking the service. */
  destroy(): void;
}

export interface InitOptions {
  /** Called when the order is paid, with the session. Goes before a FUNCTION that the session's `callbacks.success` names. */
  success?: (session: IAltaPay) => void;
  /** Called when a try came to nothing, when the link ended, or when nothing can be drawn; without a session when `initFromQR` rejects. Not when the order is paid. */
  failure?: (error: AltaPayError, session: IAltaPay | undefined) => void;
  /** BCP 47; else the page's own `<html lang>`, else the browser's. The session's `configuration.language` goes before both. */
  language?: string;
  /** Where the service is; else where this script came from. */
  baseUrl?: string;
}

export interface InitFromQROptions extends InitOptions {
  /** The link or its token; else the parameter `paymentLink` of the page's address. */
  paymentLink?: string;
}

export interface AltaPay {
  /** The version of this file, "1.0.0". */
  readonly version: string;
  /** Takes the link out of the page's address and exchanges it for its session. Begins nothing. Rejects when it cannot be paid. */
  initFromQR(options?: InitFromQROptions): Promise<IAltaPay>;
  /** The regular checkout: `token` is one of `POST /session/{sessionId}/token`. What fails is told by the promises of the session. */
  initiate(token: string, sessionId: string, options?: InitOptions): IAltaPay;
}

export const AltaPay: AltaPay;
export const AltaPayFactory: AltaPayFactory;

declare global {
  var AltaPay: AltaPay;
  var AltaPayFactory: AltaPayFactory;
}
