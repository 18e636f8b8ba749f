import { isPassing } from './errors.ts';
import { type Holder, isSame, type Marks } from './hold-checkout.ts';
import { openTimer } from './timer.ts';

type Ask = (query: string, end: AbortController) => Promise<Marks>;

/** However fast the service answers, and however it fails. The service itself holds an answer for about 25 s. */
const leastMs = 1_000;
const mostMs = 30_000;
/** Between two looks at a session whose status and checkout disagree. */
const disagreeMs = 5_000;

const isAwake = (): boolean => document.visibilityState === 'visible' && navigator.onLine;

/** Keeps a session true until it is paid, as long as its page is looked at. Answers what asks at once, without waiting for news. */
export function watchStatus(holder: Holder, ask: Ask, life: AbortSignal): () => void {
  const setTimer = openTimer(life);
  let failures = 0;
  let asking: AbortController | undefined;
  const stop = () => {
    setTimer();
    asking?.abort();
    asking = undefined;
  };
  const turn = async (isPatient: boolean) => {
    stop();
    const { checkout } = holder;
    if (checkout.state === 'paid' || !isAwake() || life.aborted) return;
    const mine = new AbortController();
    asking = mine;
    const askedMs = performance.now();
    try {
      const status = await ask(isPatient ? `?seen=${encodeURIComponent(checkout.mark)}` : '', mine);
      // Stopped, or asked anew meanwhile.
      if (asking !== mine) return;
      const failed = isSame(status, checkout) ? undefined : await holder.refresh();
      if (failed) throw failed;
      failures = 0;
      again(mine, askedMs + (isSame(status, holder.checkout) ? leastMs : disagreeMs) - performance.now());
    } catch (error) {
      if (asking !== mine) return;
      failures += 1;
      if (isPassing(error)) again(mine, backOffMs(failures));
      // It ended, or the token did: asked again when somebody comes back to the page.
      else await holder.refresh();
    }
  };
  const again = (mine: AbortController, pauseMs: number) => asking === mine && setTimer(() => turn(true), pauseMs);
  const wake = () => (isAwake() ? turn(false) : stop());
  document.addEventListener('visibilitychange', wake, { signal: life });
  for (const change of ['online', 'offline']) addEventListener(change, wake, { signal: life });
  life.addEventListener('abort', stop);
  void turn(true);
  return () => void turn(false);
}

/** Doubles with every failure, and differs by page, so that not all come back at once. */
const backOffMs = (failures: number): number => Math.min(mostMs, leastMs * 2 ** (failures - 1)) * (0.75 + Math.random() / 4);
