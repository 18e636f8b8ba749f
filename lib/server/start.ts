import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { retireDemo, seedDemo } from '../../prisma/seed.ts';
import { startClock } from '../clock.ts';
import { EnvironmentError, env } from '../env.ts';
import { startWorker } from '../jobs/worker.ts';
import { log } from '../log.ts';
import { refuseUnusableGateways } from '../merchants/gateway-account.ts';
import { checkSecretKey } from '../merchants/token-keys.ts';
import { refreshMethods } from '../methods/refresh.ts';
import { providePrintWorker } from '../print/print-desk.ts';
import { activeKeyVersion } from '../secrets.ts';
import { providePictureWorker } from '../stickers/read-picture.ts';
import { readyDatabase } from './database.ts';
import { drainOnSignal } from './drain.ts';
import { type Backend, createFront } from './front.ts';
import { styleHashes } from './headers.ts';
import type { Door } from './hosts.ts';
import { becomeReady } from './readiness.ts';
import { sdkFiles } from './sdk-files.ts';
import { startPictureWorker, startPrintWorker } from './threads.ts';

type Options = { isDevelopment: boolean };

/** Starts everything this process is: database, clock, worker, Next, and the doors in front of it. */
export async function startServer({ isDevelopment }: Options): Promise<void> {
  const directory = process.cwd();
  const { MODE, PUBLIC_URL, SANDBOX_URL } = env();
  activeKeyVersion(); // an unusable SECRET_KEY is told now, not at the first payment
  const policy = {
    isDevelopment,
    isHttps: PUBLIC_URL.startsWith('https://'),
    styleHashes: isDevelopment ? [] : builtStyles(directory),
  };
  const backend: Backend = { policy, pageScript: builtScript(directory, 'page'), docsScript: builtScript(directory, 'docs'), sdk: sdkFiles(directory) };
  providePictureWorker(startPictureWorker);
  await providePrintWorker(startPrintWorker);
  const drain = drainOnSignal();
  // Bound before anything is touched: a taken port must not leave a half-started database behind.
  for (const door of doors()) drain.addServer(await listen(door, backend));
  try {
    const database = await readyDatabase();
    drain.add('database', () => database.close());
    await startClock();
    await checkSecretKey();
    await refuseUnusableGateways();
    drain.add('next', await startNext(directory, backend));
    // The sandbox gateway is this process too, so the demo's terminals can be read only now.
    if (env().DEMO) await refreshMethods(await seedDemo());
    else await retireDemo();
    const worker = startWorker();
    drain.add('worker', () => worker.stop());
    becomeReady();
  } catch (error) {
    await drain.abandon();
    throw error;
  }
  log().info({ mode: MODE, url: PUBLIC_URL, ...(MODE === 'test' && { sandbox: SANDBOX_URL }) }, 'ready');
  // A program that started this one waits for its own child, not for whoever answers on the port.
  process.send?.('ready');
  process.channel?.unref();
}

const doors = (): Door[] => (env().MODE === 'test' ? ['payment', 'sandbox'] : ['payment']);

const noBuild = 'There is no build here. Run: npm run build';

function builtStyles(directory: string): string[] {
  if (!existsSync(join(directory, '.next', 'BUILD_ID'))) throw new EnvironmentError(noBuild);
  return styleHashes(join(directory, '.next'));
}

function builtScript(directory: string, name: 'page' | 'docs'): string {
  const path = join(directory, '.build', `${name}-script.js`);
  if (!existsSync(path)) throw new EnvironmentError(noBuild);
  return readFileSync(path, 'utf8').trim();
}

async function listen(door: Door, backend: Backend): Promise<Server> {
  const server = createFront(door, backend);
  const variable = door === 'payment' ? 'PORT' : 'SANDBOX_PORT';
  const port = env()[variable];
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new EnvironmentError(`Port ${port} is taken by another program. Choose another one with ${variable}=<port>.`) : error);
    });
    server.listen({ port, host: env().HOST }, resolve);
  });
  return server;
}

/** Starts Next and hands it to the front. Answers what stops it. */
async function startNext(directory: string, backend: Backend): Promise<() => Promise<void>> {
  Object.assign(process.env, { NODE_ENV: backend.policy.isDevelopment ? 'development' : 'production' });
  // Loaded late: React and Next choose their build by NODE_ENV when they are loaded.
  const { default: next } = await import('next');
  // Next would attach itself to the server for upgrades; it gets one that never listens, and the front decides.
  const httpServer = createServer();
  const app = next({ dev: backend.policy.isDevelopment, dir: directory, hostname: 'localhost', port: env().PORT, httpServer });
  await app.prepare();
  backend.handle = app.getRequestHandler();
  backend.upgrade = (request, socket, head) => void httpServer.emit('upgrade', request, socket, head);
  return () => app.close();
}
