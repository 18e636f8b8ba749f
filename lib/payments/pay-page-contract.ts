import type { Money } from '../money.ts';

/** What the payment page draws. Only fields named here ever reach a customer's browser. */

export type PageMerchant = { name: string };

export type PageLine = { description: string; quantity: number; total: Money };

export type PageOrder = {
  orderId: string;
  lines: PageLine[];
  /** Tax contained in or added to the lines; absent when the order names none. */
  tax: Money | undefined;
  shipping: Money | undefined;
  total: Money;
};

/** `identifier` picks the logo: AltaPay's name of the method, such as "CreditCard". */
export type PageMethod = { id: string; identifier: string; name: string; description: string };

export type PageReceipt = {
  paidAt: Date;
  method: string;
  /** "411111******1111", when a card paid. */
  maskedCard: string | undefined;
  /** Short reference of the payment that both sides can quote. */
  reference: string;
};

/** Why the last press charged nothing, when it did not. */
export type PageNotice = 'order_changed' | 'gateway_unreachable' | 'method_unavailable' | 'choose_method' | 'payment_in_progress' | 'too_many_tries';

type Known = { merchant: PageMerchant; language: string; isTest: boolean };

export type PayPage =
  | { state: 'unknown' }
  | (Known & { state: 'expired' | 'replaced' | 'cancelled' | 'disabled' })
  /** One payment's own end: no money moved, or it moved without paying the order and is given back. */
  | (Known & { state: 'failed' | 'surplus' })
  | (Known & {
      state: 'open';
      order: PageOrder;
      methods: PageMethod[];
      /** How the last try ended without money; the gateway's words for the customer, if it gave any. */
      lastTry: { outcome: 'declined'; message: string | undefined } | { outcome: 'cancelled' } | undefined;
      /** Revision of the order this page shows; the form gives it back. */
      revision: number;
      /** Random name of the next press; the same press twice is one payment. */
      intent: string;
      /** This page's own address, for the QR that carries it to a phone. */
      address: string;
      /** Proof that this page was rendered by us, for the "opened" signal. */
      nonce: string;
      isOpened: boolean;
    })
  /** checking: outcome unknown, we ask. pending: the bank decides later. */
  | (Known & { state: 'checking' | 'pending'; order: PageOrder })
  | (Known & { state: 'paid'; order: PageOrder; receipt: PageReceipt });

/** Another value means that a page showing the earlier one is no longer true and has to be drawn anew. */
export const versionOf = (page: PayPage): string => (page.state === 'open' ? `open.${page.revision}.${page.lastTry?.outcome ?? 'none'}` : page.state);

/** The hand-off page between our form and the gateway. */
export type LeavePage =
  | { state: 'unknown' | 'over' }
  | { state: 'connecting'; merchant: PageMerchant; language: string; amount: Money }
  | { state: 'ready'; merchant: PageMerchant; language: string; amount: Money; method: string; url: string; host: string };

/** Where the customer lands when the gateway is done. */
export type ReturnPage =
  | { state: 'unknown' }
  | { state: 'checking'; language: string }
  /** On to the shop, or back to the payment page. */
  | { state: 'follow'; language: string; url: string; host: string }
  | { state: 'outcome'; page: PayPage };
