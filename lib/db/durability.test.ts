import { expect, test } from '@playwright/test';
import pg from 'pg';
import { startPostgres } from '#lib/testing/database.ts';
import { assertDurable } from './open.ts';

test('a PostgreSQL that can lose what it acknowledged is refused by the name of the setting', async () => {
  const database = await startPostgres();
  const set = async (sql: string) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(sql);
    await client.query('SELECT pg_reload_conf()');
    await client.end();
  };
  try {
    await assertDurable(database.url);
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
      await set(`ALTER SYSTEM SET ${setting} = off`);
      await expect
        .poll(() =>
          assertDurable(database.url).then(
            () => 'durable',
            (error: Error) => error.message,
          ),
        )
        .toContain(setting);
      await set(`ALTER SYSTEM RESET ${setting}`);
      await expect
        .poll(() =>
          assertDurable(database.url).then(
            () => 'durable',
            () => 'refused',
          ),
        )
        .toBe('durable');
    }
  } finally {
    await database.stop();
  }
});
