import { randomInt } from 'node:crypto';

/** Chance that can be had again: the same seed and round draw the same. */
export type Chance = {
  /** A whole number from `from` to `to`, both included. */
  whole: (from: number, to: number) => number;
  /** True in this share of all draws. */
  isOnce: (share: number) => boolean;
  of: <T>(choices: readonly [T, ...T[]]) => T;
  shuffled: <T>(items: readonly T[]) => T[];
};

export const newSeed = (): number => randomInt(2 ** 31);

/** The chance of one round: rounds that run side by side do not draw from each other. */
export function chanceOf(seed: number, round: number): Chance {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(round + 1, 0x85ebca6b)) >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    const more = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
    return ((more ^ (more >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    whole,
    isOnce: (share) => next() < share,
    of: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    shuffled: (items) =>
      items
        .map((item) => ({ item, at: next() }))
        .sort((one, other) => one.at - other.at)
        .map(({ item }) => item),
  };
}

/** What every race may be told of its rounds. */
export const raceSizes = {
  gatewayMs: { what: 'how late the gateway answers, in milliseconds', full: 50, quick: 50, from: 0, to: 5_000 },
  atOnce: { what: 'rounds that run side by side', full: 4, quick: 3, from: 1, to: 50 },
  minutes: { what: 'no round begins after that long', full: 40, quick: 4, from: 1, to: 600 },
} as const;

type Given<T> = { rounds: number; atOnce: number; minutes: number; run: (round: number) => Promise<T>; tell: (done: number) => void };

/** Runs the rounds, a few at a time; none begins after the time is up. Answers those that ended, and what went wrong in the others. */
export async function runRounds<T>({ rounds, atOnce, minutes, run, tell }: Given<T>): Promise<{ ended: T[]; brokenOff: string[] }> {
  const deadline = performance.now() + 60_000 * minutes;
  const ended: T[] = [];
  const brokenOff: string[] = [];
  let begun = 0;
  const runner = async (): Promise<void> => {
    while (begun < rounds && performance.now() < deadline) {
      const round = begun;
      begun += 1;
      try {
        ended.push(await run(round));
      } catch (error) {
        brokenOff.push(`round ${round}: ${error instanceof Error ? error.message : String(error)}`);
      }
      tell(ended.length + brokenOff.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runner));
  if (begun < rounds) brokenOff.push(`${rounds - begun} rounds were not begun: the time of ${minutes} minutes was up`);
  return { ended, brokenOff };
}

const tellEveryMs = 10_000;

/** Says on standard error how far the rounds are, now and then. */
export function progress(rounds: number): (done: number) => void {
  const startedAt = performance.now();
  let toldAt = startedAt;
  return (done) => {
    const at = performance.now();
    if (at - toldAt < tellEveryMs && done !== rounds) return;
    toldAt = at;
    process.stderr.write(`  ${done} of ${rounds} rounds, ${((at - startedAt) / 1_000).toFixed(0)} s\n`);
  };
}
