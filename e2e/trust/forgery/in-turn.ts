/** The items one after the other, and from the first one on again. */
export function inTurn<T>(items: readonly T[], number: number): T {
  const item = items[number % items.length];
  if (item === undefined) throw new Error('There is nothing to take turns');
  return item;
}
