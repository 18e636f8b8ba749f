import { type Listing, readPlaces } from '../db/keyset.ts';

/** A value of a cell; nothing is an empty one. */
export type Cell = string | number | null;

/** What a spreadsheet takes for a formula when a cell begins with it (OWASP, ASVS 1.2.10). */
const formulaStart = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/u;

/** A row of CSV (RFC 4180): every text is quoted, and one that a spreadsheet would run begins with an apostrophe. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = formulaStart.test(cell.trimStart()) || formulaStart.test(cell) ? `'${cell}` : cell;
  return `"${safe.replaceAll('"', '""')}"`;
}

const rowsAtATime = 200;

/**
 * A whole list as CSV, oldest first, read as fast as it is taken and a little at a time. What is written meanwhile may
 * or may not be in it; what was there before is, once.
 */
export function csvOf<Row>(
  columns: readonly [name: string, cell: (row: Row) => Cell][],
  listing: Listing,
  read: (places: readonly { id: string }[]) => Promise<Row[]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: { at: Date; id: string } | undefined;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(csvRow(columns.map(([name]) => name)))),
    pull: async (controller) => {
      const { places, hasMore } = await readPlaces(listing, { after, isOldestFirst: true, limit: rowsAtATime });
      const rows = await read(places);
      if (rows.length > 0) controller.enqueue(encoder.encode(rows.map((row) => csvRow(columns.map(([, cell]) => cell(row)))).join('')));
      after = places.at(-1);
      if (!hasMore) controller.close();
    },
  });
}
