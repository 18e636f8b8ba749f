import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../../fixtures/server.ts';
import { untilEmpty } from '../until.ts';

/** How many rows each table has, the gateway's too. */
export type Counts = Readonly<Record<string, number>>;

export async function countRows({ settings }: RunningServer): Promise<Counts> {
  const tables = await queryAsGuest<{ name: string }>(settings, `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`);
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS count FROM "${name}"`).join(' UNION ALL ');
  const rows = await queryAsGuest<{ name: string; count: number }>(settings, counts);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** What was added, table by table. */
export const added = (before: Counts, after: Counts): Counts =>
  Object.fromEntries(Object.entries(after).flatMap(([name, count]) => (count === before[name] ? [] : [[name, count - (before[name] ?? 0)]])));

/** Where there is not exactly so often what one undisturbed call adds. */
export const wrongsInCounts = (found: Counts, once: Counts, times: number): string[] =>
  [...new Set([...Object.keys(found), ...Object.keys(once)])].sort().flatMap((name) => {
    const [is, wanted] = [found[name] ?? 0, times * (once[name] ?? 0)];
    return is === wanted ? [] : [`${times} calls made ${is} rows of ${name} instead of ${wanted}`];
  });

const quietWithinMs = 20_000;

/** Nothing is under way that still adds rows. */
export async function untilQuiet({ settings }: RunningServer): Promise<void> {
  const left = await untilEmpty(async () => (await queryAsGuest<{ what: string }>(settings, underWay)).map(({ what }) => what), quietWithinMs);
  if (left.length > 0) throw new Error(`it does not become quiet: ${left.join(', ')}`);
}

const underWay = `
  SELECT 'event ' || id AS what FROM event WHERE position IS NULL
  UNION ALL SELECT 'delivery ' || id FROM delivery WHERE status = 'pending'
  UNION ALL SELECT 'key ' || key FROM idempotency_key WHERE status IS NULL AND lease_until > now()
  UNION ALL SELECT 'payment ' || id FROM payment WHERE status = 'processing'`;
