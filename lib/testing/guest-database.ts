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
