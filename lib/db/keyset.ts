import { db, transaction } from './client.ts';
import { Prisma } from './generated/client.ts';

/** Counting further takes longer than anybody waits for. */
const mostCounted = 100_000;

/** A list sorted by time: `FROM …`, what lets a row through, and the columns of its time and its id. */
export type Listing = { from: Prisma.Sql; where: readonly Prisma.Sql[]; createdAt: Prisma.Sql; id: Prisma.Sql };

/** Where a page begins and which way it goes. */
type Range = { after: { at: Date; id: string } | undefined; isOldestFirst: boolean; limit: number };

/**
 * The places of one page, and whether there is more. Each page goes on behind the last row of the one before, whatever
 * is written meanwhile: what was there when the first page was read is told once and only once.
 */
export async function readPlaces(listing: Listing, range: Range): Promise<{ places: { at: Date; id: string }[]; hasMore: boolean }> {
  const rows = await db().$queryRaw<{ at: Date; id: string }[]>(placesQuery(listing, range));
  return { places: rows.slice(0, range.limit), hasMore: rows.length > range.limit };
}

/** The query of a page: one row more than the page has tells whether there is another. */
export function placesQuery({ from, where, createdAt, id }: Listing, { after, isOldestFirst, limit }: Range): Prisma.Sql {
  const [compare, direction] = isOldestFirst ? [Prisma.sql`>`, Prisma.sql`ASC`] : [Prisma.sql`<`, Prisma.sql`DESC`];
  const behind = after ? [Prisma.sql`(${createdAt}, ${id}) ${compare} (${after.at}, ${after.id}::uuid)`] : [];
  return Prisma.sql`SELECT ${createdAt} AS at, ${id} AS id ${from} WHERE ${Prisma.join([...where, ...behind], ' AND ')}
    ORDER BY ${createdAt} ${direction}, ${id} ${direction} LIMIT ${limit + 1}`;
}

/** How many rows the filters let through, counted up to 100,000, and never by reading a whole table that others wait for. */
export async function countRows(listing: Listing): Promise<{ total: number; isExact: boolean }> {
  const rows = await transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    return tx.$queryRaw<{ total: number }[]>(countQuery(listing));
  });
  const total = rows[0]?.total ?? 0;
  return { total: Math.min(total, mostCounted), isExact: total <= mostCounted };
}

export const countQuery = ({ from, where }: Listing): Prisma.Sql =>
  Prisma.sql`SELECT count(*)::int AS total FROM (SELECT 1 ${from} WHERE ${Prisma.join([...where], ' AND ')} LIMIT ${mostCounted + 1}) AS found`;
