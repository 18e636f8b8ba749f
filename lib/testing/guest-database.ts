import pg from 'pg';
import { socketUrl } from '#lib/db/embedded.ts';
import { findOwner } from '#lib/db/owner-lock.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/** Runs one statement on a running service's database, beside the service. */
export async function queryAsGuest<T extends pg.QueryResultRow>(settings: Settings, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: settings.DATABASE_URL ?? (await embeddedUrl(settings.DATA_DIR ?? '')) });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function embeddedUrl(dataDir: string): Promise<string> {
  const owner = await findOwner(dataDir);
  if (!owner?.socketFolder) throw new Error(`No service runs on the embedded database in ${dataDir}.`);
  return socketUrl(owner.socketFolder);
}

/** A fingerprint of every row of every table of ours, by table. */
export async function contentOf(settings: Settings): Promise<Record<string, string>> {
  const tables = await queryAsGuest<{ name: string }>(settings, "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  const parts = tables.map(
    ({ name }) => `SELECT '${name}' AS name, count(*) || ':' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS content FROM "${name}" t`,
  );
  const rows = await queryAsGuest<{ name: string; content: string }>(settings, parts.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, content }) => [name, content]));
}
