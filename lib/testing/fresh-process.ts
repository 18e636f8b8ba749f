/** From here on this process is as one that was started with these settings, keys and all read anew; call the answer to end that. */
export function beginFreshProcess(settings: Record<string, string>): () => void {
  const holder = globalThis as { [key: symbol]: unknown };
  const registry = Symbol.for('payment-links.process');
  const [valuesBefore, environmentBefore] = [holder[registry], process.env];
  // Modules hold on to the clock they found.
  const clock = (valuesBefore as Map<string, unknown> | undefined)?.get('clock');
  holder[registry] = new Map(clock === undefined ? [] : [['clock', clock]]);
  process.env = { NODE_ENV: 'test', MODE: 'test', ...settings };
  return () => {
    holder[registry] = valuesBefore;
    process.env = environmentBefore;
  };
}
