/** Calls when the Back button brings the page back, as it was when it was left. */
export function onReturn(call: () => unknown, life: AbortSignal): void {
  addEventListener('pageshow', ({ persisted }) => persisted && call(), { signal: life });
}
