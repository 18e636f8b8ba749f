const registry = Symbol.for('payment-links.process');

/**
 * One value for the whole process. The front, the route bundle and the page bundle each hold their own
 * copy of every module, so whatever must exist once (pool, clock, log, settings) is kept here by name.
 */
export function processWide<T>(name: string, make: () => T): T {
  const holder = globalThis as { [registry]?: Map<string, unknown> };
  holder[registry] ??= new Map();
  const values = holder[registry];
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}
