import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 50;

/** Waits until something is so, for at most this long. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It did not come to be in time: ${what}`);
    await pause(lookEveryMs);
  }
}
