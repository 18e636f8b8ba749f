import type { AltaPayEvents, IAltaPay } from './altapay.d.ts';

export type Events = {
  on: IAltaPay['on'];
  /** Answers false when a listener prevented what would follow. */
  emit: <K extends keyof AltaPayEvents>(event: K, detail: AltaPayEvents[K]) => boolean;
};

/** Told also to whoever begins to listen after the fact. */
const isLasting = (event: string): boolean => /^(paid|failed|expired)$/.test(event);

/** Listeners are called as the browser calls its own: one that throws is reported and stops nobody. */
export function openEvents(): Events {
  const target = new EventTarget();
  const facts = new Map<string, unknown>();
  return {
    emit(event, detail) {
      // Whoever begins to pay again, or has paid, has not failed.
      if (event === 'initiated' || event === 'paid') facts.delete('failed');
      if (isLasting(event)) facts.set(event, detail);
      return target.dispatchEvent(new CustomEvent(event, { detail, cancelable: true }));
    },
    on(event, listener) {
      let isOn = true;
      const hear = (told: Event) => isOn && listener(told as Parameters<typeof listener>[0]);
      target.addEventListener(event, hear);
      if (facts.has(event)) queueMicrotask(() => hear(new CustomEvent(event, { detail: facts.get(event) })));
      return () => {
        isOn = false;
      };
    },
  };
}
