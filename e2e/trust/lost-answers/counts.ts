import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../../fixtures/server.ts';

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
