import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import type { EmbeddedMessage } from './embedded.ts';
import { keepBatchesWhole } from './embedded-batches.ts';
import { claimOwnership, socketName } from './owner-lock.ts';

// The process that owns the embedded database: started by lib/db/embedded.ts with the data folder as its only
// argument, reached by every client over a Unix socket, and gone when its parent is gone.

const maxConnections = 500;
const longestSocketPath = 100;

const tell = (message: EmbeddedMessage) =>
  new Promise<void>((resolve) => (process.connected && process.send ? process.send(message, () => resolve()) : resolve()));

function end(code: number): never {
  process.exit(code);
}

/** The data folder itself, or a short private one when a socket's path there would be too long. */
function socketFolderFor(dataDir: string): string {
  if (Buffer.byteLength(join(dataDir, socketName)) <= longestSocketPath) return dataDir;
  const base = Buffer.byteLength(join(tmpdir(), 'payment-links-123456', socketName)) <= longestSocketPath ? tmpdir() : '/tmp';
  return mkdtempSync(join(base, 'payment-links-'));
}

async function serve(dataDir: string): Promise<void> {
  process.umask(0o077);
  const claim = await claimOwnership(dataDir);
  if (!claim.isMine) {
    await tell({ kind: 'owned', pid: claim.owner.pid });
    end(0);
  }
  const database = await PGlite.create(join(dataDir, 'postgres'));
  const socketFolder = socketFolderFor(dataDir);
  const path = join(socketFolder, socketName);
  rmSync(path, { force: true });
  const server = new PGLiteSocketServer({ db: keepBatchesWhole(database, () => end(1)), path, maxConnections });
  await server.start();
  chmodSync(path, 0o600);
  claim.announce(socketFolder);

  const close = async () => {
    await server.stop();
    await database.close();
    if (socketFolder !== dataDir) rmSync(socketFolder, { recursive: true, force: true });
    end(0);
  };
  process.once('message', () => void close().catch(() => end(1)));
  await tell({ kind: 'ready', socketFolder });
}

// A terminal and a supervisor signal the whole group; the parent drains first and then closes this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => end(0));

const [dataDir] = process.argv.slice(2);
if (!dataDir || !process.connected) end(2);
serve(dataDir).catch(async (error: unknown) => {
  await tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  end(1);
});
