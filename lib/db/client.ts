import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type { ClientBase } from 'pg';
import { env } from '../env.ts';
import { invariant } from '../errors.ts';
import { processWide } from '../process.ts';
import { Prisma, PrismaClient } from './generated/client.ts';

/** A transaction's own client. A verb that takes one joins the caller's transaction. */
export type Tx = Prisma.TransactionClient;

/** What has been gathered in the transaction under way, and how each kind of it is written at its end. */
type Scope = Map<string, { gathered: unknown; write: (tx: Tx) => Promise<void> }>;

const inside = processWide('transaction-scope', () => new AsyncLocalStorage<Scope>());
const address = processWide('database-address', () => ({ url: undefined as string | undefined }));

/** Tells the process where its database is: DATABASE_URL, or the embedded one's socket (lib/db/embedded.ts). */
export function useDatabase(url: string): void {
  address.url = url;
}

/** A database that has stopped answering must not keep a request, or a customer, for ever. */
const patience = { connectionTimeoutMillis: 10_000, query_timeout: 20_000, keepAlive: true } as const;

/**
 * A connection that breaks tells whoever asks something of it next. Between two users nobody listens for its error, and
 * one without a listener would be an uncaught exception.
 */
const neverUncaught = { onConnect: (connection: ClientBase) => void connection.on('error', () => undefined) };

/** One client a database: a process that is told of another one (tests do) leaves the first behind. */
function client(): PrismaClient {
  const connectionString = address.url ?? env().DATABASE_URL;
  invariant(connectionString, 'the database is opened before it is used');
  return processWide(
    `database-client:${connectionString}`,
    () => new PrismaClient({ adapter: new PrismaPg({ connectionString, max: env().DATABASE_POOL, ...patience, ...neverUncaught }) }),
  );
}

/**
 * The client for single reads and writes. Refuses to work inside a transaction: on the embedded database a
 * second connection would wait for the first for ever.
 */
export function db(): PrismaClient {
  invariant(!inside.getStore(), 'only the transaction client is used inside a transaction');
  return client();
}

const maximumTries = 5;
const bounds = { maxWait: 15_000, timeout: 20_000 } as const;

/**
 * Runs `work` in one READ COMMITTED transaction and commits. `work` may run again after a deadlock, so it
 * touches nothing but the database. Time inside is bounded; no outside call belongs here.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const prisma = db();
  for (let tries = 1; ; tries += 1) {
    try {
      return await run(prisma, work, bounds);
    } catch (error) {
      if (!isConflict(error) || tries === maximumTries) throw error;
    }
  }
}

/** Reads that belong together: all of them see the database as it is at one moment. */
export function readTogether<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
  const prisma = db();
  return run(prisma, read, { ...bounds, isolationLevel: 'RepeatableRead' });
}

type Bounds = { maxWait: number; timeout: number; isolationLevel?: Prisma.TransactionIsolationLevel };

function run<T>(prisma: PrismaClient, work: (tx: Tx) => Promise<T>, given: Bounds): Promise<T> {
  const scope: Scope = new Map();
  return inside.run(scope, () =>
    prisma.$transaction(async (tx) => {
      const result = await work(tx);
      for (const { write } of scope.values()) await write(tx);
      return result;
    }, given),
  );
}

/**
 * What this transaction has gathered of a kind; `write` runs once, after its work and before its commit, and so sees
 * all that was written. A transaction that is tried again gathers anew.
 */
export function gatherUntilCommit<T>(kind: string, first: () => T, write: (tx: Tx, gathered: T) => Promise<void>): T {
  const scope = inside.getStore();
  invariant(scope, 'only a transaction gathers');
  const known = scope.get(kind);
  if (known) return known.gathered as T;
  const gathered = first();
  scope.set(kind, { gathered, write: (tx) => write(tx, gathered) });
  return gathered;
}

/** Two transactions waited for each other: the database gave this one up. Prisma has a code for it, but not in raw queries. */
function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return (
    error.code === 'P2034' ||
    (error.code === 'P2010' && /"(?:kind|name)":"TransactionWriteConflict"|"originalCode":"40(?:P01|001)"/.test(JSON.stringify(error.meta)))
  );
}

/** Closes the pool; the process can end afterwards. */
export async function closeDatabase(): Promise<void> {
  await client().$disconnect();
}
