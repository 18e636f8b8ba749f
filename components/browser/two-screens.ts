import type { Status, Watch } from './watch.ts';

/** Between tries to tell that this screen took over, and how many there are. */
const pauseMs = 3_000;
const mostTries = 5;

/** `[data-join]`: this screen took over from another one, which is told as soon as a reader sees it. */
export function tellTakenOver(): void {
  const panel = document.querySelector<HTMLElement>('[data-join]');
  const { join: url, nonce = '', from = '' } = panel?.dataset ?? {};
  if (!url) return;
  let tries = 0;
  const tell = async (): Promise<void> => {
    if (document.visibilityState !== 'visible') return;
    document.removeEventListener('visibilitychange', tell);
    tries += 1;
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ nonce, from }), keepalive: true }).catch(() => undefined);
    if ((!answer || answer.status >= 500) && tries < mostTries) setTimeout(tell, pauseMs);
  };
  document.addEventListener('visibilitychange', tell);
  void tell();
}

/** `[data-screen]`: follows the other screen once that has taken over from this one. */
export function followOther(watch: Watch): void {
  const code = document.querySelector<HTMLElement>('[data-screen]')?.dataset.screen?.split('.')[1];
  if (code) watch.listeners.push(({ joined = [] }: Status) => joined.includes(code) && watch.reload(false));
}
