import { log } from '../log.ts';
import { processWide } from '../process.ts';

const running = processWide('background', () => new Set<Promise<void>>());

/**
 * Runs work that nobody waits for, after the facts it serves were committed. Whatever fails or is cut off here
 * is still owed in the database, and the worker does it later.
 */
export function inBackground(name: string, work: () => Promise<unknown>): void {
  const task: Promise<void> = work()
    .then(() => undefined)
    .catch((error: unknown) => log().warn({ name, error: error instanceof Error ? error.message : 'unknown' }, 'background work failed; the worker will do it'))
    .finally(() => running.delete(task));
  running.add(task);
}

/** Works on claimed rows side by side; one that fails is told and keeps no other from its turn. */
export async function eachApart<T>(name: string, rows: readonly T[], work: (row: T) => Promise<unknown>): Promise<void> {
  const results = await Promise.allSettled(rows.map(work));
  for (const result of results) {
    if (result.status === 'rejected')
      log().error({ name, error: result.reason instanceof Error ? result.reason.message : 'unknown' }, 'work on one row failed; it runs again');
  }
}

/** Waits for what is running now; used by a process that is about to end. */
export async function backgroundDone(): Promise<void> {
  await Promise.allSettled([...running]);
}
