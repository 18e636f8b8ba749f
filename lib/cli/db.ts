import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { draftMigration, migrate } from '../../prisma/migrate.ts';
import { startEmbeddedDatabase } from '../db/embedded.ts';
import { type OpenDatabase, openDatabase } from '../db/open.ts';
import { EnvironmentError, env } from '../env.ts';

const localHosts = new Set(['', 'localhost', '127.0.0.1', '[::1]']);

/** Brings the database up to date. Safe to run twice, and from two places at once. */
async function applyMigrations(): Promise<void> {
  const opened = await openDatabase({ role: 'guest' });
  try {
    await migrateAndTell(opened);
  } finally {
    await opened.close();
  }
}

/** Writes a migration from the difference between the migrations so far and prisma/schema.prisma. */
async function writeMigration(name: string | undefined): Promise<void> {
  if (!name) throw new EnvironmentError('Name the migration: npm run db:migration -- add_something');
  const folder = mkdtempSync(join(tmpdir(), 'payment-links-draft-'));
  const scratch = await startEmbeddedDatabase(folder, () => undefined);
  if (!scratch.isMine) throw new Error('a new folder has no other owner');
  try {
    console.log(`Wrote ${await draftMigration(name, scratch.url)}. Read it, finish it, then run: npm run db:migrate`);
  } finally {
    await scratch.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Deletes everything and starts anew. For development: never in live mode, never on another machine's database. */
async function resetDatabase(): Promise<void> {
  const { MODE: mode, DATABASE_URL: serverUrl } = env();
  if (mode === 'live') throw new EnvironmentError('Live mode: the database is not reset.');
  if (serverUrl && !localHosts.has(new URL(serverUrl).hostname)) throw new EnvironmentError('DATABASE_URL names another machine: its database is not reset.');
  const opened = await openDatabase({ role: 'guest' });
  try {
    if (opened.joined) throw new EnvironmentError('A server is using this database. Stop it first.');
    await empty(opened.url);
    await migrateAndTell(opened);
  } finally {
    await opened.close();
  }
}

async function empty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  } finally {
    await client.end();
  }
  console.log('Emptied.');
}

async function migrateAndTell({ url, joined }: OpenDatabase): Promise<void> {
  if (joined) return console.log('A running server owns this database and keeps it up to date.');
  const applied = await migrate(url, { onApplied: (name) => console.log(`Applied ${name}`) });
  if (applied.length === 0) console.log('Nothing to apply: the database is up to date.');
}

const commands: Record<string, (name?: string) => Promise<void>> = { migrate: applyMigrations, migration: writeMigration, reset: resetDatabase };

async function main([name = '', argument]: string[]): Promise<void> {
  const command = commands[name];
  if (!command) throw new EnvironmentError(`Usage: ${Object.keys(commands).join(' | ')}`);
  await command(argument);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof EnvironmentError ? error.message : error);
  process.exitCode = 1;
});
