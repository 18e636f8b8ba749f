import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { startEmbedded, startPostgres } from '#lib/testing/database.ts';
import type { EmbeddedMessage } from './embedded.ts';
import { findOwner } from './owner-lock.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payment-links-test '));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

for (const [name, start] of [
  ['embedded', () => startEmbedded(folder)],
  ['server', startPostgres],
] as const) {
  test(`rows acknowledged by the ${name} database are there after kill -9`, async () => {
    const database = await start();
    await withClient(database.url, (client) => client.query('CREATE TABLE kept (n int PRIMARY KEY)'));
    const acknowledged: number[] = [];
    const writer = new pg.Client({ connectionString: database.url });
    writer.on('error', () => undefined);
    await writer.connect();
    const writing = (async () => {
      for (let n = 0; ; n += 1) {
        await writer.query('INSERT INTO kept VALUES ($1)', [n]);
        acknowledged.push(n);
      }
    })().catch(() => undefined);
    await expect.poll(() => acknowledged.length).toBeGreaterThan(100);
    await database.kill9();
    await writing;
    await database.restart();
    const rows = await withClient(database.url, (client) => client.query<{ n: number }>('SELECT n FROM kept ORDER BY n'));
    expect(rows.rows.map((row) => row.n).slice(0, acknowledged.length)).toEqual(acknowledged);
    await database.stop();
  });
}

test('single queries and transactions of many clients do not mix on the one session', async () => {
  const database = await startEmbedded(folder);
  const pool = new pg.Pool({ connectionString: database.url, max: 20 });
  const single = async (n: number, client: pg.Pool | pg.PoolClient = pool) =>
    // Every text differs, so that an answer to another's statement is a wrong number.
    (await client.query<{ sum: number }>(`SELECT $1::int + ${n} AS sum`, [n])).rows[0]?.sum;
  const grouped = async (n: number) => {
    const client = await pool.connect();
    await client.query('BEGIN');
    const sum = await single(n, client);
    await client.query('COMMIT');
    client.release();
    return sum;
  };
  const sums = await Promise.all(Array.from({ length: 1_000 }, (_, n) => (n % 5 === 0 ? grouped(n) : single(n))));
  expect(sums).toEqual(sums.map((_, n) => 2 * n));
  await pool.end();
  await database.stop();
});

test('a client that vanishes in mid-transaction leaves nothing behind and nobody waiting', async () => {
  const database = await startEmbedded(folder);
  await withClient(database.url, (client) => client.query('CREATE TABLE left_over (n int)'));
  const vanishing = new pg.Client({ connectionString: database.url });
  vanishing.on('error', () => undefined);
  await vanishing.connect();
  await vanishing.query('BEGIN');
  await vanishing.query('INSERT INTO left_over VALUES (1)');
  const others = withClient(database.url, (client) => client.query('SELECT * FROM left_over'));
  (vanishing as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
  expect((await others).rows).toEqual([]);
  await database.stop();
});

test('a data folder with a long path works through a short socket folder that goes with the process', async () => {
  const long = join(folder, 'a'.repeat(60), 'b'.repeat(60));
  mkdirSync(long, { recursive: true });
  const database = await startEmbedded(long);
  const socketFolder = (await findOwner(long))?.socketFolder ?? '';
  expect((await withClient(database.url, (client) => client.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
  await database.stop();
  expect(existsSync(socketFolder)).toBe(false);
});

test('a second owner of one data folder is refused and the first keeps working', async () => {
  const database = await startEmbedded(folder);
  const second = startOwner(folder);
  expect(await second.message).toMatchObject({ kind: 'owned' });
  expect((await withClient(database.url, (client) => client.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
  await database.stop();
});

test('of several racers exactly one takes over from a dead owner, also when its pid was recycled', async () => {
  // This process lives, but it did not start at the recorded moment: the owner is dead.
  writeFileSync(join(folder, 'owner.7'), JSON.stringify({ pid: process.pid, startedAt: 'long ago', socketFolder: folder }));
  const racers = Array.from({ length: 4 }, () => startOwner(folder));
  const kinds = (await Promise.all(racers.map((racer) => racer.message))).map((message) => message.kind);
  expect(kinds.sort()).toEqual(['owned', 'owned', 'owned', 'ready']);
  expect(readdirSync(folder).filter((name) => name.startsWith('owner.'))).toEqual(['owner.8']);
  await Promise.all(racers.map((racer) => racer.end()));
});

test('the owning process ends when the process that started it is killed, and the folder is free again', async () => {
  const parent = fork(fileURLToPath(new URL('./open.test-process.ts', import.meta.url)), ['owner'], processOptions(folder));
  await nextMessage(parent);
  const owner = await findOwner(folder);
  expect(owner?.pid).not.toBe(parent.pid);
  parent.kill('SIGKILL');
  await expect.poll(() => findOwner(folder)).toBeUndefined();
  const successor = await startEmbedded(folder);
  await successor.stop();
});

test('signals to the whole group do not end the database before its server has drained', async () => {
  const database = await startEmbedded(folder);
  const owner = await findOwner(folder);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(owner?.pid ?? 0, signal);
  expect((await withClient(database.url, (client) => client.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
  await database.stop();
});

test('a guest joins the owner of the folder, and a second server is refused with the pid and the remedy', async () => {
  const entry = fileURLToPath(new URL('./open.test-process.ts', import.meta.url));
  const first = fork(entry, ['owner'], processOptions(folder));
  const opened = await nextMessage(first);
  expect(opened).toMatchObject({ kind: 'embedded', joined: false });
  const guest = fork(entry, ['guest'], processOptions(folder));
  expect(await nextMessage(guest)).toMatchObject({ url: opened.url, joined: true, one: 1 });
  const second = fork(entry, ['owner'], processOptions(folder));
  const refusal = await nextMessage(second);
  expect(refusal.error).toContain(`process ${first.pid}`);
  expect(refusal.error).toContain('DATA_DIR');
  const again = fork(entry, ['guest'], processOptions(folder));
  expect(await nextMessage(again)).toMatchObject({ joined: true, one: 1 });
  await Promise.all([first, guest, second, again].map(ended));
});

test('a guest without an owner becomes one and leaves the folder free', async () => {
  const guest = fork(fileURLToPath(new URL('./open.test-process.ts', import.meta.url)), ['guest'], processOptions(folder));
  expect(await nextMessage(guest)).toMatchObject({ kind: 'embedded', joined: false, one: 1 });
  await ended(guest);
  await expect.poll(() => findOwner(folder)).toBeUndefined();
});

const execArgv = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
const processOptions = (dataDir: string) => ({ execArgv, env: { NODE_ENV: 'test' as const, MODE: 'test', DATA_DIR: dataDir } });

type Report = { url?: string; kind?: string; joined?: boolean; one?: number; error?: string };
const nextMessage = (child: ChildProcess) => new Promise<Report>((resolve) => child.once('message', (message) => resolve(message as Report)));

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise<void>((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', () => resolve()) : resolve()));
  if (child.connected) child.send('close', () => undefined);
  await exit;
}

function startOwner(dataDir: string) {
  const child = fork(fileURLToPath(new URL('./embedded-process.ts', import.meta.url)), [dataDir], { execArgv });
  const message = new Promise<EmbeddedMessage>((resolve) => child.once('message', (given) => resolve(given as EmbeddedMessage)));
  return { message, end: () => ended(child) };
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}
