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

/** Waits for what is running now; used by a process that is about to end. */
export async function backgroundDone(): Promise<void> {
  await Promise.allSettled([...running]);
}
