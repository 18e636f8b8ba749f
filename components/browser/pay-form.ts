/** A press that led nowhere in this time (stopped, no answer) may be made again. */
const busyMs = 15_000;

/** The pay form: one press at a time, none while offline, and a person's first gesture is told; `onOpened` runs when it was. */
export function guardPayForm(form: HTMLFormElement, onOpened: () => void): void {
  const status = form.querySelector<HTMLElement>('[data-connecting]');
  const setBusy = (isBusy: boolean) => {
    form.dataset.busy = String(isBusy);
    if (status) status.textContent = isBusy ? (status.dataset.text ?? '') : '';
  };
  form.addEventListener('submit', (event) => {
    if (form.dataset.busy === 'true' || !navigator.onLine) return event.preventDefault();
    setBusy(true);
    setTimeout(setBusy, busyMs, false);
  });
  tellOpened(form, onOpened);
}

const gestures = ['pointerdown', 'keydown', 'touchstart', 'wheel'] as const;

/** Tells the server once that a person is here: a trusted gesture on a visible page. Scanners make none. */
function tellOpened(form: HTMLFormElement, onOpened: () => void): void {
  const { opened: url, nonce } = form.dataset;
  if (!url || !nonce) return;
  let isTold = false;
  const tell = async (event: Event) => {
    if (isTold || !event.isTrusted || document.visibilityState !== 'visible') return;
    isTold = true;
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ nonce }), keepalive: true }).catch(() => undefined);
    // Told in vain: the next gesture tries again. Any answer but a server's failure is final.
    if (!answer || answer.status >= 500) isTold = false;
    else {
      for (const gesture of gestures) removeEventListener(gesture, tell);
      if (answer.ok) onOpened();
    }
  };
  for (const gesture of gestures) addEventListener(gesture, tell, { passive: true });
}
