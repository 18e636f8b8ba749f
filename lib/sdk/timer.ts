/** The longest that a browser's timer can wait. */
const mostMs = 2 ** 31 - 1;

/** One thing to do later: another, or none, takes its place, and the end of `life` takes it away. */
export type Timer = (work?: () => void, waitMs?: number) => void;

export function openTimer(life: AbortSignal): Timer {
  let timer = 0;
  const set: Timer = (work, waitMs = 0) => {
    clearTimeout(timer);
    if (work && !life.aborted) timer = window.setTimeout(work, Math.min(mostMs, Math.max(0, waitMs)));
  };
  life.addEventListener('abort', () => set());
  return set;
}
