const warned = new Set<string>();

/** Calls the function of the page that has this dotted name, "shop.onPaid", as its owner's. */
function callByName(name: string, ...given: unknown[]): void {
  let owner: unknown;
  let found: unknown = window;
  for (const part of name.split('.')) {
    owner = found;
    found = (owner as Record<string, unknown> | null | undefined)?.[part];
  }
  if (typeof found === 'function') return void Reflect.apply(found, owner, given);
  if (!warned.has(name)) console.warn(`AltaPay: there is no function ${name} on this page.`);
  warned.add(name);
}

/** What is thrown is reported, and breaks nothing here. */
export function callSafely(call: () => unknown, onError?: (error: unknown) => void): void {
  try {
    call();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
    onError?.(error);
  }
}

/** Calls what the page gave, else the function that the session names. */
export const callShop = <T extends unknown[]>(given: ((...told: T) => void) | undefined, name: string | undefined, ...told: T): void =>
  callSafely(() => (given ? given(...told) : name && callByName(name, ...told)));
