import { Worker } from 'node:worker_threads';

/** Threads handle what strangers send, and need none of the secrets in the environment. */
const options = { env: { NODE_ENV: 'production' }, execArgv: [] };

/** A thread that reads one picture (lib/stickers/picture-worker.ts). */
export const startPictureWorker = (file: Uint8Array): Worker => startThread('stickers/picture-worker', file);

/** A thread that prints documents (lib/print/print-worker.ts). */
export const startPrintWorker = (): Worker => startThread('print/print-worker');

function startThread(path: string, workerData?: unknown): Worker {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`./${name}.js`, import.meta.url), { ...options, workerData });
  // From sources it is TypeScript, which a thread reads only when tsx was registered in it.
  const entry = new URL(`../${path}.ts`, import.meta.url);
  const code = `import('tsx/esm/api').then(({ register }) => { register(); return import('${entry.href}'); });`;
  return new Worker(code, { ...options, workerData, eval: true });
}
