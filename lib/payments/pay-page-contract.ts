import type { DeclineReason } from '../gateways/gateway.ts';
import type { TimeLeft } from '../links/link-state.ts';
import type { Accents } from '../merchants/brand-colours.ts';
import type { Money } from '../money.ts';
import type { Receipt } from '../receipts/contract.ts';

/** What the payment page draws. Only fields named here ever reach a customer's browser. */

export type PageMerchant = {
  name: string;
  /** The one brand colour as it was chosen, and made fit for both schemes (lib/merchants/brand-colours.ts). */
  colour: ({ brand: string } & Accents) | undefined;
  /** `path` on our own origin and the whole address; the size in pixels. `isLight`: for dark grounds only. */
  logo: { path: string; url: string; width: number; height: number; isLight: boolean } | undefined;
  contact: Record<'email' | 'phone' | 'website' | 'termsUrl' | 'privacyUrl', string | undefined>;
  /** As registered; the address has a line each. */
  legal: Record<'name' | 'address' | 'taxId', string | undefined>;
  /** IANA name of the zone whose time the pages tell. */
  timeZone: string;
};

export type PageLine = { description: string; quantity: number; total: Money };

export type PageOrder = {
  orderId: string;
  lines: PageLine[];
  /** Tax contained in or added to the lines; absent when the order names none. */
  tax: Money | undefined;
  shipping: Money | undefined;
  total: Money;
};

/** `identifier` is AltaPay's name of the method, such as "CreditCard": it picks the logo, and words of the page's own language. */
export type MethodName = { identifier: string; name: string };

export type PageMethod = MethodName & { id: string; description: string };

/** The app whose own browser shows the page. `isLimited`: ways to pay that cannot work there are left out. */
export type PageApp = { name: string | undefined; openUrl: string | undefined; isLimited: boolean };

/** Why the last press charged nothing, when it did not. */
export const pageNotices = ['order_changed', 'gateway_unreachable', 'method_unavailable', 'choose_method', 'payment_in_progress'] as const;
export type PageNotice = (typeof pageNotices)[number];

/** Why a bank said no, in words the page has of its own. */
export type { DeclineReason };

/** How the latest try stands, when a person would want to read it; the page stays payable. */
export type LastTry =
  /** `message`: the gateway's own words, when ours say less or it insists. */
  | { outcome: 'declined'; reason: DeclineReason; message: string | undefined }
  | { outcome: 'cancelled' }
  /** Its money came when the order could no longer take it, and is given back. */
  | { outcome: 'surplus' }
  /** Begun and not ended: the gateway's page, 3-D Secure or an app is open somewhere, perhaps in another tab. */
  | { outcome: 'unfinished'; paymentId: string; method: MethodName };

/** One try at paying, for whoever wonders what became of it. `supportCode` leads the merchant to it. */
export type PageTry = {
  method: MethodName;
  at: Date;
  supportCode: string;
} & ({ outcome: 'declined'; reason: DeclineReason; message: string | undefined } | { outcome: 'cancelled' | 'unfinished' | 'failed' });

/**
 * This screen among those that show the link's page. `only`: a phone's, which offers no code to scan. `first`: another
 * one can take over, by `code` in the address. `taker`: this one came from another. `follower`: another one has taken
 * over from this one, `joinedAt` unless only its reader says so. Both show the words at `pair` of the lists of `words`,
 * the language of the screen that was first.
 */
export type PageScreen =
  | { role: 'only' }
  | { role: 'first'; code: string; words: string | undefined }
  | ({ role: 'taker' } & Paired)
  | ({ role: 'follower'; joinedAt: Date | undefined } & Paired);
type Paired = { name: string; words: string; pair: readonly [number, number] };

/** How long the link can still be paid. Its clock runs from a person's first touch. */
export type PageTime = TimeLeft;

/** `language` is the merchant's wish (configuration.language), if any. */
type Known = { merchant: PageMerchant; language: string | undefined; isTest: boolean };

/** What a page that keeps itself true compares: another version is another page, another mark another end of its time. */
type Watched = { version: string; mark: string };

/** What a page that watches itself is answered; the seconds only for an open page, as `PageTime` has them. */
export type PageStatus = Watched & { state: string } & Partial<Pick<PageTime, 'isOpened' | 'secondsLeft' | 'extensionSeconds' | 'extensions'>> & {
    /** Screens that another one has taken over from. */
    joined?: string[];
  };

/** How the version of every open page begins. */
export const openVersion = (revision: number): string => `open.${revision}.`;

/** The revision of the order that a page of this version showed; undefined when it was not open. */
export function shownRevision(version: string): number | undefined {
  const [, revision] = /^open\.(\d{1,10})\./.exec(version) ?? [];
  return revision === undefined ? undefined : Number(revision);
}

export type PayPage = { state: 'unknown' } | (Watched & KnownPage);

/** The page of a link that exists. */
export type KnownPage =
  | (Known & { state: 'replaced' | 'cancelled' | 'disabled' })
  /** `wasOpened`: the time after opening ran out, not the link's own. */
  | (Known & { state: 'expired'; wasOpened: boolean; unfinished: { paymentId: string; method: MethodName } | undefined })
  /** One payment's own end: no money moved, or it moved without paying the order and is given back. */
  | (Known & { state: 'failed' | 'surplus'; supportCode: string | undefined })
  | (Known & {
      state: 'open';
      order: PageOrder;
      methods: PageMethod[];
      /** Another browser or device would show ways to pay that this one does not. */
      hasMoreElsewhere: boolean;
      /** Set when an app's own browser shows the page, and the reader has something of it. */
      inApp: PageApp | undefined;
      lastTry: LastTry | undefined;
      /** The latest tries, the last one first; only when `lastTry` tells of one. */
      tries: PageTry[];
      screen: PageScreen;
      time: PageTime;
      /** Too many tries: none can be begun before these minutes have passed. */
      coolDownMinutes: number | undefined;
      /** Whether the merchant lets link previews tell the amount. */
      showsAmountInPreview: boolean;
      /** Revision of the order this page shows; the form gives it back. */
      revision: number;
      /** Random name of the next press; the same press twice is one payment. */
      intent: string;
      /** This page's own address, for the QR that carries it to a phone. */
      address: string;
      /** Proof that this page was rendered by us, for the "opened" signal. */
      nonce: string;
    })
  /** checking: outcome unknown, we ask. pending: the bank decides later. */
  | (Known & { state: 'checking' | 'pending'; order: PageOrder; supportCode: string | undefined })
  | (Known & { state: 'paid'; receipt: Receipt });

/** The hand-off page between our form and the gateway. */
export type LeavePage =
  | { state: 'unknown' }
  | (Known & { state: 'over' })
  | (Known & { state: 'connecting'; amount: Money })
  | (Known & { state: 'ready'; amount: Money; method: MethodName; url: string; host: string });

/** Where the customer lands when the gateway is done. */
export type ReturnPage =
  | { state: 'unknown' }
  | (Known & Watched & { state: 'checking' })
  /** On to the shop, or back to the payment page. */
  | (Known & { state: 'follow'; url: string; host: string })
  /** `isPaidElsewhere`: the order is paid, and not by the payment that leads here. */
  | { state: 'outcome'; page: PayPage; isPaidElsewhere: boolean };
