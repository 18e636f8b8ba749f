import { db } from './db/client.ts';
import { env } from './env.ts';
import { invariant } from './errors.ts';
import { processWide } from './process.ts';

const resyncMs = 30_000;

/** Database time is `baseMs + performance.now()`; the machine's own clock may jump without effect. */
const state = processWide('clock', () => ({ baseMs: undefined as number | undefined, shiftMs: 0, toldMs: Number.NEGATIVE_INFINITY, readAtMs: 0 }));

/** A reading that took longer may be wrong by half of it: the last one carries on, for a while. */
const slowReadingMs = 100;
const carriesOnMs = 600_000;
/** A correction back by less is waited out, so that within a process what is later is never told to be earlier. */
const largestCorrectionMs = 2_000;

async function sync(): Promise<void> {
  const before = performance.now();
  const rows = await db().$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const after = performance.now();
  const at = rows[0]?.at;
  invariant(at, 'the database tells the time');
  if (state.baseMs !== undefined && after - before > slowReadingMs && after - state.readAtMs < carriesOnMs) return;
  state.readAtMs = after;
  state.baseMs = at.getTime() - (before + after) / 2;
}

/** Reads database time and keeps in step with it. Every process awaits this before it works. */
export async function startClock(): Promise<void> {
  // The first reading opens the connection too, and may be wrong by half of the time that takes.
  await sync();
  await sync();
  // A failed reading keeps the last one: the monotonic clock carries on from there.
  setInterval(() => void sync().catch(() => undefined), resyncMs).unref();
}

/** Now, by the database's clock. The only time that rules may use. */
export function now(): Date {
  invariant(state.baseMs !== undefined, 'startClock() runs before now()');
  const ms = Math.round(state.baseMs + performance.now() + state.shiftMs);
  if (ms > state.toldMs || state.toldMs - ms > largestCorrectionMs) state.toldMs = ms;
  return new Date(state.toldMs);
}

/** Moves this process's clock by `ms` from real time. Test mode only. */
export function shiftClock(ms: number): void {
  invariant(env().MODE === 'test', 'the clock is shifted in test mode only');
  Object.assign(state, { shiftMs: ms, toldMs: Number.NEGATIVE_INFINITY });
}

export const minutes = (count: number): number => count * 60_000;
export const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms);
