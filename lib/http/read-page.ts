import { countRows, type Listing, readPlaces } from '../db/keyset.ts';
import { cursorOf, type Page } from './paging.ts';

type PagingAnswer = { next: string | null; count?: { total: number; isExact: boolean } };

/** The rows of one page of a list, in its order, and what every list answers beside them. */
export async function readPage<Row>(
  listing: Listing,
  page: Page,
  read: (places: readonly { id: string }[]) => Promise<Row[]>,
): Promise<{ rows: Row[]; paging: PagingAnswer }> {
  const { places, hasMore } = await readPlaces(listing, page);
  const last = places.at(-1);
  const next = last && hasMore ? cursorOf(last, page) : null;
  return { rows: await read(places), paging: { next, ...(page.counts && { count: await countRows(listing) }) } };
}

/** Rows that were read by their ids, in the order of the places. */
export function inOrderOf<Row extends { id: string }>(places: readonly { id: string }[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return places.flatMap(({ id }) => byId.get(id) ?? []);
}
