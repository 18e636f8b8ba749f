import type { AltaPayErrorCode, Merchant, Order, PaymentMethod, Receipt, SessionState, TimeLeft } from './altapay.d.ts';

/** How the last try ended, or that it has not, in words for the customer. */
export type LastTry = { paymentId: string; outcome: 'declined' | 'cancelled' | 'unfinished' | 'surplus'; message: string };

/** What the page says, in the customer's language. */
export type Words = {
  methods: string;
  onlyMethod: string;
  /** "Pay DKK 512.50" */
  pay: string;
  connecting: string;
  nextStep: string;
  orderHeading: string;
  shipping: string;
  tax: string;
  total: string;
  /** "You can pay until {time}." */
  until: string;
  /** "You have 10 minutes to pay once you begin." */
  begin: string;
  /** "Add 10 minutes" */
  extend?: string;
  noMethods: string;
  testMode: string;
  /** Said instead of the methods in every state but open. */
  heading?: string;
  detail?: string;
  /** What the receipt says, as label and fact. */
  receipt?: readonly (readonly [string, string])[];
  /** Said of an error. */
  notices: Partial<Record<AltaPayErrorCode, string>>;
};

/** All that the service tells of a session. Another `version` is another page; another `mark` also another time. */
export type Checkout = {
  sessionId: string;
  state: SessionState;
  version: string;
  mark: string;
  isTest: boolean;
  merchant: Merchant;
  revision: number;
  order?: Order;
  methods?: readonly PaymentMethod[];
  time?: TimeLeft;
  receipt?: Receipt;
  lastTry?: LastTry;
  /** Names of functions of the page, "shop.onPaid". */
  callbacks: { success?: string; failure?: string };
  /** `locale` writes dates; it may name a region. */
  language: { tag: string; direction: 'ltr' | 'rtl'; locale: string };
  words: Words;
};

/** The customer came back from the gateway, and this is what became of the payment. */
export type Returned = { paymentId: string; outcome: 'paid' | 'failed' | 'checking' | 'pending' | 'surplus' };

/** The answer to a link's token. */
export type Exchange = { token: string; expiresIn: number; checkout: Checkout; returned?: Returned };
