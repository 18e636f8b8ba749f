import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 50;

/** Asks until the answer is as wished, for at most this long; the last answer, as wished or not. */
export async function askUntil<T>(ask: () => Promise<T> | T, isWished: (answer: T) => boolean, withinMs: number): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isWished(answer) || performance.now() > deadline) return answer;
    await pause(lookEveryMs);
  }
}

/** Waits until something is so, for at most this long; throws when it does not come to be. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> {
  if (!(await askUntil(isSo, (is) => is, withinMs))) throw new Error(`It did not come to be in time: ${what}`);
}

/** Asks what is wrong until nothing is, for at most this long; the last answer. */
export const untilEmpty = (ask: () => Promise<string[]>, withinMs: number): Promise<string[]> => askUntil(ask, ({ length }) => length === 0, withinMs);
