import { Worker } from 'node:worker_threads';

/** A thread that reads one picture (lib/stickers/picture-worker.ts). It handles what strangers send, and needs none of the secrets in the environment. */
export function startPictureWorker(file: Uint8Array): Worker {
  const options = { workerData: file, env: { NODE_ENV: 'production' }, execArgv: [] };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./picture-worker.js', import.meta.url), options);
  // From sources it is TypeScript, which a thread reads only when tsx was registered in it.
  const entry = new URL('../stickers/picture-worker.ts', import.meta.url);
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import('${entry.href}'); });`, { ...options, eval: true });
}
