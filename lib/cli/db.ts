import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { draftMigration, isMigrationName, migrate } from '../../prisma/migrate.ts';
import { startEmbeddedDatabase } from '../db/embedded.ts';
import { type OpenDatabase, openDatabase } from '../db/open.ts';
import { EnvironmentError, env } from '../env.ts';
import { tellFailure } from './failure.ts';

const localHosts = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

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
async function writeMigration({ name }: Given): Promise<void> {
  if (!name) throw new EnvironmentError('Name the migration: npm run db:migration -- add_something');
  if (!isMigrationName(name)) throw new EnvironmentError('A migration is named in lower case letters, digits and underscores, such as add_something.');
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
async function resetDatabase({ isAgreed }: Given): Promise<void> {
  const target = resettable();
  if (!isAgreed && !(await isConfirmed(target))) return console.log('Nothing was changed.');
  const opened = await openDatabase({ role: 'guest' });
  try {
    if (opened.joined) throw new EnvironmentError('A server is using this database. Stop it first.');
    await empty(opened.url);
    console.log(`Emptied ${target}.`);
    await migrateAndTell(opened);
  } finally {
    await opened.close();
  }
}

/** The database of the settings in words, if it is one that may be emptied. */
function resettable(): string {
  const { MODE: mode, DATABASE_URL: serverUrl, DATA_DIR: dataDir } = env();
  if (mode === 'live') throw new EnvironmentError('Live mode: the database is not reset.');
  if (!serverUrl) return `the embedded database in ${dataDir}`;
  // Asked of the client that will connect, because parameters of the address can name another host than it shows.
  const { host, port, database } = new pg.Client({ connectionString: serverUrl });
  const isLocal = localHosts.has(host) || host.startsWith('/');
  if (!isLocal) throw new EnvironmentError('DATABASE_URL names another machine: its database is not reset.');
  return `the PostgreSQL database "${database}" on ${host}:${port}`;
}

async function isConfirmed(target: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new EnvironmentError(`This would empty ${target}. To do it: npm run db:reset -- --yes`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Empty ${target}? Everything in it is lost. [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function empty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  } finally {
    await client.end();
  }
}

async function migrateAndTell({ url, joined }: OpenDatabase): Promise<void> {
  if (joined) return console.log('A running server owns this database and keeps it up to date.');
  const applied = await migrate(url, { onApplied: (name) => console.log(`Applied ${name}`) });
  if (applied.length === 0) console.log('Nothing to apply: the database is up to date.');
}

type Given = { name: string | undefined; isAgreed: boolean };
type Command = { usage: string; takesName?: true; asks?: true; run: (given: Given) => Promise<void> };

const commands: Record<string, Command> = {
  migrate: {
    usage: 'Usage: npm run db:migrate\n\nBrings the database up to date. Safe to run twice.',
    run: applyMigrations,
  },
  migration: {
    usage: 'Usage: npm run db:migration -- what_it_does\n\nWrites a migration from the difference between the migrations so far and prisma/schema.prisma.',
    takesName: true,
    run: writeMigration,
  },
  reset: {
    usage: 'Usage: npm run db:reset [-- --yes]\n\nEmpties the database and applies all migrations, in test mode only. Asks first, unless told --yes.',
    asks: true,
    run: resetDatabase,
  },
};

async function main([name = '', ...args]: string[]): Promise<void> {
  const command = commands[name];
  if (!command) throw new EnvironmentError('Usage: npm run db:migrate | db:migration | db:reset');
  const options = { help: { type: 'boolean', short: 'h' }, yes: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) return console.log(command.usage);
  const unknown = values.yes && !command.asks ? '--yes' : positionals[command.takesName ? 1 : 0];
  if (unknown !== undefined) throw new EnvironmentError(`Unknown argument: ${unknown}. See --help.`);
  await command.run({ name: positionals[0], isAgreed: values.yes ?? false });
}

main(process.argv.slice(2)).catch(tellFailure);
