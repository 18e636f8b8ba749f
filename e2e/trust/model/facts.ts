/** What everybody outside the product knows: what was sent, what was acknowledged, what the bank was told to do. */
export type Model = {
  sessions: Session[];
  links: Link[];
  tries: Try[];
  requests: Sent[];
  /** How often each kind of act was done; how often it led to what. */
  counts: Map<string, number>;
};

export type Session = {
  id: string;
  shop: 0 | 1;
  orderId: string;
  /** Minor units of each revision that was acknowledged. */
  amounts: Map<number, number>;
  /** A change was sent and not answered: the merchant has to look. */
  isInDoubt: boolean;
  /** When it was acknowledged, by the program's clock. */
  sinceMs: number;
  /** The merchant changed or ended something while it could be paid: a success need not settle it. */
  isDisturbed: boolean;
  /** Known to be cancelled: nobody tries to pay it any more, or hardly anybody. */
  isEnded: boolean;
  /** What is told where: "success" and "failure" lead the customer on, "notification" is told everything. */
  callbacks: readonly string[];
  /** Seen once, true for ever. */
  settledBy: string | undefined;
};

export type Link = { id: string; token: string; session: Session; page: Page | undefined };

/** A page as a customer's browser keeps it, whatever has changed since; `pressed` by method. */
export type Page = { intent: string; revision: number; nonce: string; extensions: number; methods: Record<string, string>; pressed: Map<string, string> };

/** One acknowledged try at paying. `isVisited`: its customer did something at the gateway. */
export type Try = { id: string; session: Session; kind: string; isVisited: boolean; asked: Asked[] };

/** What a merchant asked to be done with a payment's money: at most so much, and just that once it was acknowledged. */
export type Asked = { kind: 'capture' | 'refund' | 'release'; minor: number; isAcknowledged: boolean };

/** A POST with an idempotency key, to be sent again one day. */
export type Sent = { shop: 0 | 1; path: string; body: object; key: string; atMs: number; answer: string | undefined; learn: Learn };
export type Learn = (body: Record<string, unknown>) => void;

export const newModel = (): Model => ({ sessions: [], links: [], tries: [], requests: [], counts: new Map() });

/** Something that must never be, in words. */
export class Violation extends Error {}

export function must(condition: unknown, words: string): asserts condition {
  if (!condition) throw new Violation(words);
}

/** One of a list by any number, the newest for 0: shrinking leads to what was made last. */
export function pick<T>(list: readonly T[], number: number): T {
  const found = list[list.length - 1 - (number % list.length)];
  if (found === undefined) throw new Error('Nothing to pick from.');
  return found;
}

/** Those for which something is still open, else all: a program is not spent on what is over. */
export const rather = <T>(list: readonly T[], isOpen: (one: T) => boolean): readonly T[] => (list.some(isOpen) ? list.filter(isOpen) : list);

export function count(model: Model, what: string): void {
  model.counts.set(what, (model.counts.get(what) ?? 0) + 1);
}
