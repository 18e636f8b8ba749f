import type { EventTrial } from '#lib/testing/event-trial.ts';
import type { Mirror, Written } from '#lib/testing/event-writers.ts';
import type { FastClock } from './fast-clock.ts';
import type { Common, Receiver } from './receivers.ts';
import type { Crew } from './worker-crew.ts';

export type Given = {
  events: number;
  endpoints: number;
  /** How many of them are dead. */
  dead: number;
  /** Of a hundred tries, how many the living do not take. */
  fail: number;
  kills: number;
  workers: number;
  speed: number;
  seed: number;
  minutes: number;
};

/** An endpoint as the run knows it: its receiver, and the id the product gave it. */
export type Endpoint = { id: string; receiver: Receiver };

/** Events that were written in a part of the run, by their markers, and how long that took. */
export type Chapter = { written: Map<string, Written>; seconds: number };

export type Scene = Omit<Given, 'dead'> & {
  deadEndpoints: number;
  trial: EventTrial;
  clock: FastClock;
  crew: Crew;
  common: Common;
  live: Endpoint[];
  dead: Endpoint[];
  mirror: Mirror;
  killed: { underWay: number }[];
  wrongs: string[];
  /** In `performance.now()`: nothing is waited for after it. */
  deadline: number;
  tell: (what: string) => void;
};

export const idsOf = (endpoints: readonly Endpoint[]): string[] => endpoints.map(({ id }) => id);
export const leftMs = ({ deadline }: Scene): number => Math.max(0, deadline - performance.now());
