'use client';

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';

/** A press that led nowhere in this time (stopped, offline) may be made again. */
const busyMs = 15_000;

type PayFormProps = {
  action: string;
  /** Where a person's first gesture is told, with the page's nonce; absent when it was told before. */
  opened: { url: string; nonce: string } | undefined;
  connecting: string;
  children: ReactNode;
};

/** The pay form. Without script it is a plain form; script only adds two things: one press at a time, and "opened". */
export function PayForm({ action, opened, connecting, children }: PayFormProps) {
  const [isBusy, setBusy] = useState(false);
  const since = useRef(-busyMs);
  useEffect(() => tellOpened(opened?.url, opened?.nonce), [opened?.url, opened?.nonce]);
  useEffect(reloadWhenRestored, []);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setTimeout(() => setBusy(false), busyMs);
    return () => clearTimeout(timer);
  }, [isBusy]);

  const guard = (event: FormEvent) => {
    if (event.timeStamp - since.current < busyMs) return event.preventDefault();
    since.current = event.timeStamp;
    setBusy(true);
  };
  return (
    <form method="post" action={action} autoComplete="off" data-busy={isBusy} onSubmit={guard} className="flex flex-1 flex-col">
      {children}
      <p role="status" className="sr-only">
        {isBusy ? connecting : ''}
      </p>
    </form>
  );
}

/** A page brought back by the Back button shows an old state and an old intent: ask for it anew. */
function reloadWhenRestored() {
  const restored = (event: PageTransitionEvent) => {
    if (event.persisted) location.reload();
  };
  addEventListener('pageshow', restored);
  return () => removeEventListener('pageshow', restored);
}

const gestures = ['pointerdown', 'keydown', 'touchstart', 'wheel'] as const;

/** Tells the server once that a person is here: a trusted gesture on a visible page. Scanners make none. */
function tellOpened(url: string | undefined, nonce: string | undefined) {
  if (url === undefined || nonce === undefined) return;
  const stop = new AbortController();
  let isTold = false;
  const tell = async (event: Event) => {
    if (isTold || !event.isTrusted || document.visibilityState !== 'visible') return;
    isTold = true;
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ nonce }), keepalive: true }).catch(() => undefined);
    // Told in vain: the next gesture tries again. Any answer but a server's failure is final.
    if (!answer || answer.status >= 500) isTold = false;
    else stop.abort();
  };
  for (const gesture of gestures) addEventListener(gesture, tell, { passive: true, signal: stop.signal });
  return () => stop.abort();
}
