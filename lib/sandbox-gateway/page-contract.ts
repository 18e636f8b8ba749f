import type { Money } from '../money.ts';

/** What the sandbox's pages draw. */

/** `method` is the way to pay by its own name: "Card", "MobilePay". */
export type PaymentFacts = { pid: string; shopName: string; amount: Money; shopOrderId: string; method: string };

/** Whether a shop's own page around a step could be used; the sandbox draws none of it. */
export type ShopPage = 'none' | 'usable' | 'unusable';

type Form = PaymentFacts & { state: 'form'; shopPage: ShopPage };

/** A card number the page offers, and what happens with it. */
export type OfferedCard = { number: string; scheme: string; description: string };

/** What a card form that was not taken shows again: never its number or security code. */
export type TypedCard = { name: string; expiry: string };

/** An amount that makes something happen, and what. */
export type TriggerAmount = { amount: string; effect: string };

export type SandboxPage =
  /** `savedCard` is the mask of the card the shop named by its token; `isCheckOnly`: nothing is paid, the card is looked at. */
  | (Form & { kind: 'card'; cards: readonly OfferedCard[]; savedCard: string | undefined; isCheckOnly: boolean })
  /** Apple Pay and Google Pay: `card` is the card in the customer's wallet. */
  | (Form & { kind: 'sheet'; card: string })
  | (Form & { kind: 'wallet' })
  | (Form & { kind: 'bank'; isSignedIn: boolean })
  /** `buyer` is who the shop says buys. */
  | (Form & { kind: 'invoice'; buyer: { name: string; email: string } })
  /** `card` waits for its bank's confirmation by `code`, with `codesLeft` tries; `shopPage` tells whether the shop's own page could be used. */
  | (PaymentFacts & { state: 'challenge'; card: string; code: string; codesLeft: number; shopPage: ShopPage })
  /** Another submit is being worked on, or the shop is being told. */
  | (PaymentFacts & { state: 'working' })
  | (PaymentFacts & { state: 'done'; result: 'paid' | 'pending' | 'declined' | 'cancelled'; message: string; location: string | undefined; words: string });
