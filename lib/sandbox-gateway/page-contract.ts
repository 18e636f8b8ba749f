import type { Money } from '../money.ts';

/** What the sandbox's pages draw. */

export type PaymentFacts = { pid: string; shopName: string; amount: Money; shopOrderId: string };

/** A card number the page offers, and what happens with it. */
export type OfferedCard = { number: string; scheme: string; description: string };

/** What a card form that was not taken shows again: never its number or security code. */
export type TypedCard = { name: string; expiry: string };

/** An amount that makes something happen, and what. */
export type TriggerAmount = { amount: string; effect: string };

/** The sandbox's first page; `decided` is the payment whose form led here. */
export type SandboxOverview = {
  cards: readonly OfferedCard[];
  amounts: readonly TriggerAmount[];
  waiting: PaymentFacts[];
  decided: Extract<SandboxPage, { state: 'done' }> | undefined;
};

export type SandboxPage =
  | (PaymentFacts & { state: 'form'; kind: 'wallet' | 'bank' })
  | (PaymentFacts & { state: 'form'; kind: 'card'; cards: readonly OfferedCard[] })
  /** `card` waits for its bank's confirmation by `code`, with `codesLeft` tries; `shopPage` tells whether the shop's own page could be used. */
  | (PaymentFacts & { state: 'challenge'; card: string; code: string; codesLeft: number; shopPage: 'none' | 'usable' | 'unusable' })
  /** Another submit is being worked on, or the shop is being told. */
  | (PaymentFacts & { state: 'working' })
  | (PaymentFacts & { state: 'done'; result: 'paid' | 'pending' | 'declined' | 'cancelled'; message: string; location: string | undefined; words: string });
