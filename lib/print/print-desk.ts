import type { Worker } from 'node:worker_threads';
import { ApiError, invariant } from '../errors.ts';
import { log } from '../log.ts';
import { processWide } from '../process.ts';
import type { PrintAnswer } from './print-worker.ts';
import type { PrintJob } from './prints.ts';

/** A receipt takes tens of milliseconds, of 500 lines in any script a second or two; what takes longer does not end. */
const deadlineMs = 20_000;
const mostWaiting = 40;
/** The thread keeps the fonts that it has read: it may have them for so long after its last document. */
const idleMs = 60_000;

type Desk = { start: (() => Worker) | undefined; worker: Worker | undefined; idle: NodeJS.Timeout | undefined; waiting: number; last: Promise<unknown> };

/** One document at a time a process, in one thread: fonts take its memory once. */
const desk = processWide<Desk>('print-desk', () => ({ start: undefined, worker: undefined, idle: undefined, waiting: 0, last: Promise.resolve() }));

/** Says how the thread is started that prints: only the server knows where its files are. Without one, callers print in their own. */
export async function providePrintWorker(start: (() => Worker) | undefined): Promise<void> {
  desk.start = start;
  await endWorker();
}

/** Prints a document, in the thread when this process has one. 503 when forty wait already. */
export async function print(job: PrintJob): Promise<Uint8Array<ArrayBuffer>> {
  if (!desk.start) return (await import('./prints.ts')).drawn(job);
  if (desk.waiting >= mostWaiting) throw new ApiError('unavailable', 'Many documents are being printed at once. Try again.', { retryAfterSeconds: 2 });
  desk.waiting += 1;
  const turn = desk.last.then(() => printInThread(job));
  desk.last = turn.catch(() => undefined);
  return turn.finally(() => {
    desk.waiting -= 1;
  });
}

async function printInThread(job: PrintJob): Promise<Uint8Array<ArrayBuffer>> {
  const worker = readyWorker();
  let stop: () => void = () => undefined;
  try {
    return await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
      const hear = (answer: PrintAnswer) => ('pdf' in answer ? resolve(answer.pdf) : reject(new Error(`A document failed to print: ${answer.error}`)));
      const timer = setTimeout(() => reject(new Error('A document took too long to print')), deadlineMs);
      const end = () => reject(new Error('The printing thread ended'));
      worker.on('message', hear).on('error', reject).on('exit', end).postMessage(job);
      stop = () => {
        clearTimeout(timer);
        worker.off('message', hear).off('error', reject).off('exit', end);
      };
    });
  } catch (error) {
    // Whatever it is doing still, the next document gets a new one.
    await endWorker();
    throw error;
  } finally {
    stop();
    desk.idle = setTimeout(() => void endWorker(), idleMs).unref();
  }
}

function readyWorker(): Worker {
  clearTimeout(desk.idle);
  if (desk.worker) return desk.worker;
  invariant(desk.start, 'only a process with a thread to print in comes here');
  const worker = desk.start();
  // Between two documents nobody else hears it; it must keep no process from ending.
  worker.on('error', (error: unknown) => log().warn({ error: error instanceof Error ? error.message : 'unknown' }, 'the printing thread failed'));
  worker.on('exit', () => {
    if (desk.worker === worker) desk.worker = undefined;
  });
  worker.unref();
  desk.worker = worker;
  return worker;
}

async function endWorker(): Promise<void> {
  const worker = desk.worker;
  desk.worker = undefined;
  await worker?.terminate();
}
