import { expect, test } from '@playwright/test';
import pg from 'pg';
import { startEmbedded, startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate, pendingMigrations, schemaDrift } from '../../prisma/migrate.ts';

for (const [name, start] of [
  ['embedded', startEmbedded],
  ['server', startPostgres],
] as const) {
  test.describe(`migrations on the ${name} database`, () => {
    let database: ThrowAwayDatabase;
    test.beforeEach(async () => {
      database = await start();
    });
    test.afterEach(() => database.stop());

    test('all migrations together make exactly what schema.prisma says, and a second run applies nothing', async () => {
      const pending = await pendingMigrations(database.url);
      expect(pending.length).toBeGreaterThan(0);
      const seen: string[] = [];
      expect(await migrate(database.url, { onApplied: (migration) => seen.push(migration) })).toEqual(pending);
      expect(seen).toEqual(pending);
      expect(await schemaDrift(database.url)).toBe('');
      expect(await pendingMigrations(database.url)).toEqual([]);
      expect(await migrate(database.url)).toEqual([]);
    });

    test('a column that schema.prisma does not know is seen as drift', async () => {
      await migrate(database.url);
      await run(database.url, 'ALTER TABLE merchant ADD COLUMN stray text');
      expect(await schemaDrift(database.url)).toContain('DROP COLUMN "stray"');
    });

    test('a migration that was cut off is applied by the next run', async () => {
      await migrate(database.url);
      // What a process killed in mid-migration leaves: its row without an end, and none of its tables.
      await run(
        database.url,
        `
        CREATE SCHEMA aside; ALTER TABLE _prisma_migrations SET SCHEMA aside;
        DROP SCHEMA public CASCADE; CREATE SCHEMA public; ALTER TABLE aside._prisma_migrations SET SCHEMA public;
        UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0`,
      );
      expect((await migrate(database.url)).length).toBeGreaterThan(0);
      expect(await schemaDrift(database.url)).toBe('');
    });

    test('a migration that was changed after it was applied stops the next run', async () => {
      await migrate(database.url);
      await run(database.url, `UPDATE _prisma_migrations SET checksum = 'another'`);
      await expect(migrate(database.url)).rejects.toThrow(/0001_init/);
    });
  });
}

test('two processes that migrate a server at once apply each migration once', async () => {
  const database = await startPostgres();
  try {
    const pending = await pendingMigrations(database.url);
    const runs = await Promise.all([migrate(database.url), migrate(database.url)]);
    expect(runs.flat()).toEqual(pending);
  } finally {
    await database.stop();
  }
});

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
