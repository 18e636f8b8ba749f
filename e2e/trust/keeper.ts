/** Keeps what a run opens, to close it in the opposite order; what does not close is told and stops nothing. */
export function keeper() {
  const opened: (() => Promise<unknown>)[] = [];
  return {
    keep: <T>(thing: T, end: (thing: T) => Promise<unknown>): T => {
      opened.push(() => end(thing));
      return thing;
    },
    close: async (): Promise<void> => {
      for (const end of opened.splice(0).reverse()) await end().catch((error: unknown) => console.error(error));
    },
  };
}
