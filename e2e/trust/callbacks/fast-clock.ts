import { now, shiftClock } from '#lib/clock.ts';

/** From the instant `sinceMs` (of the machine's clock) on, `speed` seconds pass in one, beginning `shiftMs` ahead. */
export type Pace = { speed: number; sinceMs: number; shiftMs: number };

const moveEveryMs = 20;
const shiftAt = ({ speed, sinceMs, shiftMs }: Pace, atMs: number): number => shiftMs + Math.max(0, atMs - sinceMs) * (speed - 1);

/** Keeps this process's clock at a pace that may change; every process derives the same time from the same pace. */
export function keepPace(first: Pace): { change: (pace: Pace) => void; stop: () => void } {
  let pace = first;
  const move = () => shiftClock(shiftAt(pace, Date.now()));
  move();
  const timer = setInterval(move, moveEveryMs);
  return {
    change: (next) => {
      pace = next;
      move();
    },
    stop: () => clearInterval(timer),
  };
}

/** A clock for several processes that runs fast, and leaps where nothing would happen. `tell` hears of every leap. */
export type FastClock = {
  now: () => Date;
  pace: () => Pace;
  leap: (ms: number) => void;
  leaps: () => { count: number; ms: number };
  /** The earliest time it may have been, so many real milliseconds ago. */
  ago: (realMs: number) => Date;
  stop: () => void;
};

export function startFastClock(speed: number, tell: (pace: Pace) => void): FastClock {
  let pace: Pace = { speed, sinceMs: Date.now(), shiftMs: 0 };
  const paces = [pace];
  const kept = keepPace(pace);
  const leaps = { count: 0, ms: 0 };
  return {
    now,
    pace: () => pace,
    leaps: () => ({ ...leaps }),
    leap: (ms) => {
      const at = Date.now();
      pace = { speed, sinceMs: at, shiftMs: shiftAt(pace, at) + ms };
      paces.push(pace);
      Object.assign(leaps, { count: leaps.count + 1, ms: leaps.ms + ms });
      kept.change(pace);
      tell(pace);
    },
    ago: (realMs) => {
      const at = Date.now() - realMs;
      const then = paces.findLast(({ sinceMs }) => sinceMs <= at) ?? paces[0] ?? pace;
      return new Date(now().getTime() - realMs - shiftAt(pace, Date.now()) + shiftAt(then, at));
    },
    stop: kept.stop,
  };
}
