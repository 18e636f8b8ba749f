import type { Money } from '../money.ts';
import type { OfferedCard, TriggerAmount } from './page-contract.ts';

/** What the fault board draws. */

/** A callback that was sent about an order: `answer` in words, `faults` by their names. */
export type BoardCallback = { id: string; kind: string; sentAt: Date; answer: string; faults: string[] };

export type BoardTransaction = {
  id: string;
  shopOrderId: string;
  terminal: string;
  maskedCard: string | undefined;
  createdAt: Date;
  /** TransactionStatus of the wire, and what it means. */
  status: string;
  meaning: string;
  amount: Money;
  reserved: Money;
  captured: Money;
  refunded: Money;
  chargedBack: Money | undefined;
  isUndecided: boolean;
  canChargeBack: boolean;
  callbacks: BoardCallback[];
};

/** A fault that is on; `timesLeft` undefined: until it is switched off. */
export type BoardFault = {
  id: string;
  name: string;
  sentence: string;
  method: string | undefined;
  order: string | undefined;
  timesLeft: number | undefined;
  delayMs: number;
};

export type OfferedFault = { kind: string; name: string; sentence: string };

/** Fields of the form that switches a fault on, as they were typed. */
export type FaultFields = { kind: string; order: string; times: string; delay: string; method: string };
/** A field that cannot be taken as it is, or a board with as many faults as it holds. */
export type FaultProblem = keyof FaultFields | 'full';

export type SandboxBoard = {
  shopName: string;
  username: string;
  /** What the form that led here did: a payment as it is now, or a fault by its name. */
  news: { kind: 'payment'; payment: BoardTransaction } | { kind: 'on' | 'off'; fault: string } | undefined;
  faults: BoardFault[];
  offered: { group: string; faults: OfferedFault[] }[];
  methods: string[];
  typed: FaultFields;
  problems: FaultProblem[];
  /** The newest that wait for a decision. */
  undecided: BoardTransaction[];
  transactions: BoardTransaction[];
  /** What is looked for, and where older transactions begin. */
  find: string;
  isNewest: boolean;
  older: string | undefined;
  /** The page's own place, for its forms to come back to. */
  view: string;
  cards: readonly OfferedCard[];
  amounts: readonly TriggerAmount[];
};
