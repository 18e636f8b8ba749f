/** Somebody's work that waits: whose it is, and whether a person waits for it or nobody does, as with an e-mail. */
export type Turn<J> = { owner: string; isMail: boolean; job: J };

/** What waits, by owner; owners in the order of their turns. */
export type Turns<J> = Map<string, { pages: Turn<J>[]; mails: Turn<J>[]; isMailNext: boolean }>;

/** Puts work behind its owner's other work. An owner who has none waiting has the turn after all others. */
export function enqueue<J>(turns: Turns<J>, turn: Turn<J>): void {
  const own = turns.get(turn.owner) ?? { pages: [], mails: [], isMailNext: true };
  (turn.isMail ? own.mails : own.pages).push(turn);
  turns.set(turn.owner, own);
}

/** Takes the next work: one of each owner in their order, and of one owner's pages and e-mails by turns. */
export function takeNext<J>(turns: Turns<J>): Turn<J> | undefined {
  const [next] = turns;
  if (!next) return undefined;
  const [owner, own] = next;
  const turn = own.isMailNext ? (own.mails.shift() ?? own.pages.shift()) : (own.pages.shift() ?? own.mails.shift());
  turns.delete(owner);
  if (own.pages.length + own.mails.length > 0) turns.set(owner, { ...own, isMailNext: !turn?.isMail });
  return turn;
}

/** Takes back work that nobody wants any more; whether it still waited. */
export function withdraw<J>(turns: Turns<J>, turn: Turn<J>): boolean {
  const own = turns.get(turn.owner);
  const lane = own && (turn.isMail ? own.mails : own.pages);
  const at = lane?.indexOf(turn) ?? -1;
  if (!own || !lane || at < 0) return false;
  lane.splice(at, 1);
  if (own.pages.length + own.mails.length === 0) turns.delete(turn.owner);
  return true;
}

/** How many pages wait: an owner's, or everybody's. E-mails are not counted: their job asks for five at a time. */
export const pagesWaiting = <J>(turns: Turns<J>, owner?: string): number =>
  owner === undefined ? [...turns.values()].reduce((sum, { pages }) => sum + pages.length, 0) : (turns.get(owner)?.pages.length ?? 0);
