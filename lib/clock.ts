import { db } from './db/client.ts';
import { env } from './env.ts';
import { invariant } from './errors.ts';
import { processWide } from './process.ts';

const resyncMs = 30_000;

/** Database time is `baseMs + performance.now()`; the machine's own clock may jump without effect. */
const state = processWide('clock', () => ({ baseMs: undefined as number | undefined, shiftMs: 0 }));

async function sync(): Promise<void> {
  const before = performance.now();
  const rows = await db().$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const after = performance.now();
  const at = rows[0]?.at;
  invariant(at, 'the database tells the time');
  state.baseMs = at.getTime() - (before + after) / 2;
}

/** Reads database time and keeps in step with it. Every process awaits this before it works. */
export async function startClock(): Promise<void> {
  await sync();
  // A failed reading keeps the last one: the monotonic clock carries on from there.
  setInterval(() => void sync().catch(() => undefined), resyncMs).unref();
}

/** Now, by the database's clock. The only time that rules may use. */
export function now(): Date {
  invariant(state.baseMs !== undefined, 'startClock() runs before now()');
  return new Date(Math.round(state.baseMs + performance.now() + state.shiftMs));
}

/** Moves this process's clock by `ms` from real time. Test mode only. */
export function shiftClock(ms: number): void {
  invariant(env().MODE === 'test', 'the clock is shifted in test mode only');
  state.shiftMs = ms;
}

export const minutes = (count: number): number => count * 60_000;
export const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms);
