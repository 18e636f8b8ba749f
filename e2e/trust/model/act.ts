import type { Model } from './facts.ts';
import type { World } from './world.ts';

/**
 * One thing somebody does. It may run beside others and may be cut off at any of its steps by the end of the
 * process, so it learns only from answers it was given.
 */
export type Act = {
  /** What is counted, such as "pay by card". */
  kind: string;
  /** How it reads in a counterexample. */
  words: string;
  can: (model: Model) => boolean;
  run: (model: Model, world: World) => Promise<unknown>;
};
