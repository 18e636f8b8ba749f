import { parentPort } from 'node:worker_threads';
import { drawn, type PrintJob } from './prints.ts';

/** What the thread tells of a job: the document, or what went wrong. */
export type PrintAnswer = { pdf: Uint8Array<ArrayBuffer> } | { error: string };

parentPort?.on('message', (job: PrintJob) => {
  drawn(job).then(
    (pdf) => parentPort?.postMessage({ pdf } satisfies PrintAnswer, [pdf.buffer]),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : 'unknown' } satisfies PrintAnswer),
  );
});
