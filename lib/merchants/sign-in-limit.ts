import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../errors.ts';
import { processWide } from '../process.ts';

const freeFailures = 3;
const firstDelayMs = 250;
const maximumDelayMs = 4_000;
const forgetAfterMs = 15 * 60_000;
const maximumWaiting = 10;
const maximumKeys = 50_000;

type Failures = { count: number; waiting: number; lastAt: number };
const failuresByKey = processWide('sign-in-failures', () => new Map<string, Failures>());

/**
 * Runs a check of credentials; after three failures each further try waits, doubling up to 4 s. The right
 * password still works, so that a stranger's guesses do not lock a merchant out. Kept in this process only:
 * it slows guessing, and 160 random bits do the rest.
 */
export async function afterFailures<T>(key: string, check: () => Promise<T>): Promise<T> {
  const known = recent(key);
  if (known && known.count >= freeFailures) await waitTurn(known);
  try {
    const result = await check();
    failuresByKey.delete(key);
    return result;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated') recordFailure(key);
    throw error;
  }
}

function recent(key: string): Failures | undefined {
  const known = failuresByKey.get(key);
  if (known && performance.now() - known.lastAt > forgetAfterMs) {
    failuresByKey.delete(key);
    return undefined;
  }
  return known;
}

async function waitTurn(known: Failures): Promise<void> {
  const waitMs = Math.min(maximumDelayMs, firstDelayMs * 2 ** (known.count - freeFailures));
  if (known.waiting >= maximumWaiting) {
    throw new ApiError('rate_limited', 'Too many failed sign-ins. Wait, then try again.', { retryAfterSeconds: Math.ceil(maximumDelayMs / 1000) });
  }
  known.waiting += 1;
  try {
    await delay(waitMs);
  } finally {
    known.waiting -= 1;
  }
}

function recordFailure(key: string): void {
  const known = recent(key);
  if (known) {
    known.count += 1;
    known.lastAt = performance.now();
    return;
  }
  if (failuresByKey.size >= maximumKeys) {
    const oldest = failuresByKey.keys().next().value;
    if (oldest !== undefined) failuresByKey.delete(oldest);
  }
  failuresByKey.set(key, { count: 1, waiting: 0, lastAt: performance.now() });
}
