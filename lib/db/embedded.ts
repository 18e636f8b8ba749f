import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What the owning process tells the one that started it. */
export type EmbeddedMessage = { kind: 'ready'; socketFolder: string } | { kind: 'owned'; pid: number } | { kind: 'failed'; reason: string };

export type EmbeddedDatabase = { isMine: true; url: string; pid: number; close: () => Promise<void> };

const closeWithinMs = 10_000;

/** A connection string for the socket in `folder`, which may hold spaces. */
export const socketUrl = (folder: string): string => `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;

/**
 * Starts the database of `dataDir` in a process of its own and answers once it can be connected to, or tells
 * which live process owns the folder. `onLost` is called when it ends without having been asked to.
 */
export async function startEmbeddedDatabase(dataDir: string, onLost: () => void): Promise<EmbeddedDatabase | { isMine: false; pid: number }> {
  const child = forkOwner(dataDir);
  let isClosing = false;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const first = await Promise.race([
    new Promise<EmbeddedMessage>((resolve) => child.once('message', (message) => resolve(message as EmbeddedMessage))),
    exited.then((): EmbeddedMessage => ({ kind: 'failed', reason: `its process ended with ${child.signalCode ?? child.exitCode}` })),
  ]);
  if (first.kind === 'failed') throw new Error(`The embedded database in ${dataDir} did not start: ${first.reason}`);
  if (first.kind === 'owned') {
    await exited;
    return { isMine: false, pid: first.pid };
  }
  void exited.then(() => isClosing || onLost());
  // A command that forgets to close ends all the same, and the child with it.
  child.unref();
  child.channel?.unref();
  const close = async () => {
    if (!isClosing && child.connected) child.send('close');
    isClosing = true;
    child.ref();
    const timer = setTimeout(() => child.kill('SIGKILL'), closeWithinMs);
    await exited;
    clearTimeout(timer);
  };
  return { isMine: true, url: socketUrl(first.socketFolder), pid: child.pid ?? 0, close };
}

/** In development this file and its neighbours are TypeScript and need tsx; in the bundles they are `.js`, side by side. */
function forkOwner(dataDir: string) {
  const isSource = import.meta.url.endsWith('.ts');
  const entry = fileURLToPath(new URL(isSource ? './embedded-process.ts' : './embedded-process.js', import.meta.url));
  const execArgv = isSource ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];
  // The child needs none of the settings and secrets in the environment.
  return fork(entry, [dataDir], { execArgv, env: { NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}
