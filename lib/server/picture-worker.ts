import { Worker } from 'node:worker_threads';
import type { PictureJob } from '../pictures/picture-desk.ts';

/** A thread that works on one picture (lib/pictures/picture-worker.ts). It handles what strangers send, and needs none of the secrets in the environment. */
export function startPictureWorker(job: PictureJob): Worker {
  const options = { workerData: job, env: { NODE_ENV: 'production' }, execArgv: [] };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./picture-worker.js', import.meta.url), options);
  // From sources it is TypeScript, which a thread reads only when tsx was registered in it.
  const entry = new URL('../pictures/picture-worker.ts', import.meta.url);
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import('${entry.href}'); });`, { ...options, eval: true });
}
