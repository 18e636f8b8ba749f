import { expect, test } from '@playwright/test';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { newId } from '../ids.ts';
import { closeDatabase, db, type Tx, transaction, useDatabase } from './client.ts';

let database: ThrowAwayDatabase;
test.beforeAll(async () => {
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
});
test.afterAll(async () => {
  await closeDatabase();
  await database.stop();
});

const lock = (tx: Tx, id: string) => tx.$queryRaw`SELECT 1 FROM merchant WHERE id = ${id}::uuid FOR UPDATE`;

test('two transactions that wait for each other in raw queries both end well: the one given up by the database runs again', async () => {
  const [one, other] = [newId(), newId()];
  await db().merchant.createMany({ data: [one, other].map((id) => ({ id, name: 'Shop', origins: [], createdAt: new Date() })) });
  let runs = 0;
  let bothHold: () => void = () => undefined;
  const met = new Promise<void>((resolve) => (bothHold = resolve));
  const work = (first: string, second: string) =>
    transaction(async (tx) => {
      runs += 1;
      await lock(tx, first);
      if (runs === 2) bothHold();
      await met;
      await lock(tx, second);
      return 'done';
    });
  expect(await Promise.all([work(one, other), work(other, one)])).toEqual(['done', 'done']);
  expect(runs).toBe(3);
});
