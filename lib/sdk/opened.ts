import { isPassing } from './errors.ts';

const gestures = ['pointerdown', 'keydown', 'touchstart', 'wheel'] as const;

/** Tells the service once, when it is due, that a person is here: a trusted gesture on a visible page. Scanners make none. */
export function tellOpened(isDue: () => boolean, tell: () => Promise<unknown>, life: AbortSignal): void {
  let isTold = false;
  const hear = (event: Event) => {
    if (isTold || !event.isTrusted || document.visibilityState !== 'visible' || !isDue() || life.aborted) return;
    isTold = true;
    // Told in vain: the next gesture tries again. A refusal is final.
    tell().catch((error: unknown) => {
      isTold = !isPassing(error);
    });
  };
  for (const gesture of gestures) addEventListener(gesture, hear, { passive: true, capture: true, signal: life });
}
