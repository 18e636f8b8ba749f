import { db } from './client.ts';
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
export async function readPlaces(
  { from, where, createdAt, id }: Listing,
  { after, isOldestFirst, limit }: Range,
): Promise<{ places: { at: Date; id: string }[]; hasMore: boolean }> {
  const [compare, direction] = isOldestFirst ? [Prisma.sql`>`, Prisma.sql`ASC`] : [Prisma.sql`<`, Prisma.sql`DESC`];
  const behind = after ? [Prisma.sql`(${createdAt}, ${id}) ${compare} (${after.at}, ${after.id}::uuid)`] : [];
  const rows = await db().$queryRaw<{ at: Date; id: string }[]>`
    SELECT ${createdAt} AS at, ${id} AS id ${from} WHERE ${Prisma.join([...where, ...behind], ' AND ')}
    ORDER BY ${createdAt} ${direction}, ${id} ${direction} LIMIT ${limit + 1}`;
  return { places: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** How many rows the filters let through, counted up to 100,000. */
export async function countRows({ from, where }: Listing): Promise<{ total: number; isExact: boolean }> {
  const rows = await db().$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (SELECT 1 ${from} WHERE ${Prisma.join([...where], ' AND ')} LIMIT ${mostCounted + 1}) AS found`;
  const total = rows[0]?.total ?? 0;
  return { total: Math.min(total, mostCounted), isExact: total <= mostCounted };
}
