import { readFileSync } from 'node:fs';
import pg from 'pg';
import { EnvironmentError, env } from '../env.ts';
import { log } from '../log.ts';
import { useDatabase } from './client.ts';
import { socketUrl, startEmbeddedDatabase } from './embedded.ts';
import { findOwner, type Owner } from './owner-lock.ts';

/**
 * An opened database. `joined` is true for a guest of another process's embedded database: migrating is then
 * that process's business. `close` ends the embedded database if it is ours; close the pool before.
 */
export type OpenDatabase = { url: string; kind: 'server' | 'embedded'; joined: boolean; close: () => Promise<void> };

type Options = {
  /** A server owns the embedded database; a command is content to be another process's guest. */
  role: 'owner' | 'guest';
  /** Called when our own embedded database ended by itself; the process cannot go on. */
  onLost?: () => void;
};

const ownerPatienceMs = 5_000;
const guestPatienceMs = 30_000;
const retryMs = 100;

/** Finds or starts the database that the settings name and tells lib/db/client.ts where it is. */
export async function openDatabase({ role, onLost = endProcess }: Options): Promise<OpenDatabase> {
  const { DATABASE_URL: serverUrl, DATA_DIR: dataDir, MODE: mode } = env();
  if (mode === 'live') await assertDurable(serverUrl);
  const opened = serverUrl
    ? { url: serverUrl, kind: 'server' as const, joined: false, close: async () => undefined }
    : await openEmbedded(dataDir, role, onLost);
  useDatabase(opened.url);
  return opened;
}

/** Refuses a database that acknowledges what a power cut can take back. */
export async function assertDurable(url: string | undefined): Promise<void> {
  if (!url) throw new EnvironmentError('DATABASE_URL must name a PostgreSQL in live mode: the embedded database does not fsync');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const settings = ['fsync', 'full_page_writes', 'synchronous_commit'];
    const { rows } = await client.query<{ name: string; setting: string }>('SELECT name, setting FROM pg_settings WHERE name = ANY($1)', [settings]);
    const off = rows.filter((row) => row.setting === 'off').map((row) => row.name);
    if (off.length > 0)
      throw new EnvironmentError(`Live mode refuses this PostgreSQL, because it can lose payments it acknowledged: turn on ${off.join(', ')}`);
  } finally {
    await client.end();
  }
}

async function openEmbedded(dataDir: string, role: Options['role'], onLost: () => void): Promise<OpenDatabase> {
  const started = performance.now();
  const patienceMs = role === 'owner' ? ownerPatienceMs : guestPatienceMs;
  for (;;) {
    const owner = await findOwner(dataDir);
    if (role === 'guest' && owner?.socketFolder) return { url: socketUrl(owner.socketFolder), kind: 'embedded', joined: true, close: async () => undefined };
    if (!owner) {
      const mine = await startEmbeddedDatabase(dataDir, onLost);
      if (mine.isMine) return { url: mine.url, kind: 'embedded', joined: false, close: mine.close };
    }
    // An owner whose parent was killed is about to end; one that just started is about to answer.
    if (performance.now() - started > patienceMs) throw inUse(dataDir, owner);
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

function inUse(dataDir: string, owner: Owner | undefined): EnvironmentError {
  const who = owner ? `process ${parentOf(owner.pid) ?? owner.pid}` : 'another process';
  return new EnvironmentError(
    `The embedded database in ${dataDir} is in use by ${who}. Stop that process first, or set DATA_DIR to another folder, ` +
      'or set DATABASE_URL to a PostgreSQL, which several processes can share.',
  );
}

/** The server behind the owning child, which is what a person can stop; known on Linux only. */
function parentOf(pid: number): number | undefined {
  try {
    const parent = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    return parent > 1 ? parent : undefined;
  } catch {
    return undefined;
  }
}

function endProcess(): void {
  log().error('the embedded database ended by itself; this process ends too and can be started again');
  process.exit(1);
}
