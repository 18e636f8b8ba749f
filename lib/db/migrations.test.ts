import { readFileSync } from 'node:fs';
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

test('a ledger written before there was an account for each kind of money is carried over, and its sums with it', async () => {
  const database = await startEmbedded();
  try {
    for (const name of ['0001_init', '0002_link_time_and_preview']) await run(database.url, migrationText(name));
    const post = (payment: string, from: string, to: string, minor: number) => `
      WITH posting AS (SELECT gen_random_uuid() AS id)
      INSERT INTO ledger_entry (id, merchant_id, payment_id, posting_id, account, amount_minor, currency, created_at)
      SELECT gen_random_uuid(), gen_random_uuid(), '${payment}', posting.id, side.account, side.minor, 'DKK', now()
      FROM posting, (VALUES ('${from}', ${-minor}), ('${to}', ${minor})) AS side(account, minor);`;
    const [taken, released] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    await run(
      database.url,
      [
        post(taken, 'customer', 'promised', 100),
        post(taken, 'promised', 'taken', 100),
        post(taken, 'taken', 'customer', 30),
        post(released, 'customer', 'promised', 50),
        post(released, 'promised', 'customer', 50),
      ].join(''),
    );
    await run(database.url, migrationText('0003_processing'));
    const { rows } = await run(database.url, 'SELECT payment_id AS id, account, sum(amount_minor)::int AS minor FROM ledger_entry GROUP BY 1, 2 ORDER BY 1, 2');
    expect(rows).toEqual([
      { id: taken, account: 'authorized', minor: 0 },
      { id: taken, account: 'captured', minor: 70 },
      { id: taken, account: 'customer', minor: -100 },
      { id: taken, account: 'refunded', minor: 30 },
      { id: released, account: 'authorized', minor: 0 },
      { id: released, account: 'customer', minor: -50 },
      { id: released, account: 'released', minor: 50 },
    ]);
    await expect(run(database.url, 'DELETE FROM ledger_entry')).rejects.toThrow('only grows');
  } finally {
    await database.stop();
  }
});

const migrationText = (name: string): string => readFileSync(new URL(`../../prisma/migrations/${name}/migration.sql`, import.meta.url), 'utf8');

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

async function run(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}
