import type { Worker } from 'node:worker_threads';
import { ApiError, invariant } from '../errors.ts';
import { log } from '../log.ts';
import { processWide } from '../process.ts';
import type { PrintAnswer } from './print-worker.ts';
import type { PrintJob } from './prints.ts';
import { enqueue, pagesWaiting, type Turns, takeNext, withdraw } from './turns.ts';

/** A receipt takes tens of milliseconds, the longest of 500 lines in any script some seconds; on a busy machine several times that. */
const longestMs = 45_000;
/** Documents that wait for their turn: of one merchant, and of all. */
const mostOfOne = 4;
const mostWaiting = 100;
/** The thread keeps the fonts that it has read: it may have them for so long after its last document. */
const idleMs = 60_000;

/** Whose document it is, and who waits for it: a `signal` tells when nobody does any more. E-mails wait as long as it takes. */
export type PrintTurn = { merchantId: string; for: 'page' | 'mail'; signal?: AbortSignal; deadlineMs?: number };

type Waiting = { job: PrintJob; deadlineMs: number; begin: (pdf: Promise<Uint8Array<ArrayBuffer>>) => void };

type Desk = { start: (() => Worker) | undefined; worker: Worker | undefined; idle: NodeJS.Timeout | undefined; turns: Turns<Waiting>; isPrinting: boolean };

/** One document at a time a process, in one thread: fonts take its memory once. */
const desk = processWide<Desk>('print-desk', () => ({ start: undefined, worker: undefined, idle: undefined, turns: new Map(), isPrinting: false }));

/** Says how the thread is started that prints: only the server knows where its files are. Without one, callers print in their own. */
export async function providePrintWorker(start: (() => Worker) | undefined): Promise<void> {
  desk.start = start;
  await endWorker();
}

/**
 * Prints a document, in the thread when this process has one. Merchants take turns, a document each. 503 when four of this
 * merchant's wait already, when a hundred of all do, or when it took too long.
 */
export async function print(job: PrintJob, { merchantId, signal, deadlineMs = longestMs, ...turn }: PrintTurn): Promise<Uint8Array<ArrayBuffer>> {
  if (!desk.start) return (await import('./prints.ts')).drawn(job);
  const isMail = turn.for === 'mail';
  if (!isMail && (pagesWaiting(desk.turns, merchantId) >= mostOfOne || pagesWaiting(desk.turns) >= mostWaiting))
    throw new ApiError('unavailable', 'Many documents are being printed at once. Try again.', { retryAfterSeconds: 5 });
  if (signal?.aborted) throw nobodyWaits();
  return new Promise((resolve, reject) => {
    const waiting = { owner: merchantId, isMail, job: { job, deadlineMs, begin: resolve } };
    enqueue(desk.turns, waiting);
    signal?.addEventListener('abort', () => withdraw(desk.turns, waiting) && reject(nobodyWaits()), { once: true });
    if (!desk.isPrinting) void printAll();
  });
}

const nobodyWaits = (): ApiError => new ApiError('unavailable', 'Nobody waits for this document any more.', { retryAfterSeconds: 5 });

/** Prints what waits, one after the other, until nothing does. */
async function printAll(): Promise<void> {
  desk.isPrinting = true;
  for (let next = takeNext(desk.turns); next; next = takeNext(desk.turns)) {
    const pdf = printInThread(next.job);
    next.job.begin(pdf);
    await pdf.catch(() => undefined);
  }
  desk.isPrinting = false;
}

const tookTooLong = (): ApiError => new ApiError('unavailable', 'The document took too long to print. Try again.', { retryAfterSeconds: 60 });

async function printInThread({ job, deadlineMs }: Waiting): Promise<Uint8Array<ArrayBuffer>> {
  const worker = readyWorker();
  let stop: () => void = () => undefined;
  try {
    return await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
      const hear = (answer: PrintAnswer) => ('pdf' in answer ? resolve(answer.pdf) : reject(new Error(`A document failed to print: ${answer.error}`)));
      const timer = setTimeout(() => reject(tookTooLong()), deadlineMs);
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
