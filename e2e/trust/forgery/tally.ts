/** What was forged so far, by kind, and what was wrong with it, in words. */
export type Tally = {
  /** Counts one forgery of a kind, and what came of it. */
  add: (kind: string, wrongs: readonly string[]) => void;
  /** Something that is true was not taken for it: then nothing is known of the forgeries either. */
  refused: (what: string) => void;
  forgeries: () => number;
  kinds: () => number;
  accepted: () => number;
  rowsChanged: number;
  wrongs: string[];
};

export function newTally(): Tally {
  const byKind = new Map<string, number>();
  let accepted = 0;
  const wrongs: string[] = [];
  return {
    add: (kind, found) => {
      byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
      if (found.length > 0) accepted += 1;
      wrongs.push(...found.map((wrong) => `${kind}: ${wrong}`));
    },
    refused: (what) => void wrongs.push(`the true thing was refused: ${what}`),
    forgeries: () => [...byKind.values()].reduce((sum, count) => sum + count, 0),
    kinds: () => byKind.size,
    accepted: () => accepted,
    rowsChanged: 0,
    wrongs,
  };
}
