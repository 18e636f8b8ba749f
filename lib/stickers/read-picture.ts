import type { Worker } from 'node:worker_threads';
import { invariant } from '../errors.ts';
import { log } from '../log.ts';
import { processWide } from '../process.ts';
import { pictureSize } from './picture-size.ts';
import type { WorkerAnswer } from './picture-worker.ts';

/** What was found in a picture: the text of every QR code, or why nothing was looked for. */
export type PictureAnswer = { outcome: 'read'; texts: string[] } | { outcome: 'unreadable' | 'too_large' | 'busy' | 'visitor_waits' };

/** More than any phone's camera makes in 8 MB. Unpacked, a pixel takes four bytes at most here. */
const mostPixels = 40_000_000;
const mostBytes = 4 * mostPixels;
/** The largest picture takes a second or two; what takes longer was made to. */
export const pictureDeadlineMs = 5_000;
const mostWaiting = 8;

type StartWorker = (file: Uint8Array) => Worker;

/** One picture at a time a process, because each may take half a gigabyte for a second or two. */
const desk = processWide('picture-desk', () => ({ start: undefined as StartWorker | undefined, visitors: new Set<string>(), last: Promise.resolve() }));

/** Says how a thread is started that reads one picture: only the server knows where its files are. */
export function providePictureWorker(start: StartWorker): void {
  desk.start = start;
}

/**
 * Reads every QR code in a PNG or JPEG. What it is like is told by its header first: nothing huge is ever unpacked. A
 * `visitor` has one picture here at a time, so that nobody keeps all others from theirs.
 */
export async function readPicture(file: Uint8Array, visitor: string): Promise<PictureAnswer> {
  const size = pictureSize(file);
  if (!size) return { outcome: 'unreadable' };
  if (size.width * size.height > mostPixels || size.bytes > mostBytes) return { outcome: 'too_large' };
  if (desk.visitors.has(visitor)) return { outcome: 'visitor_waits' };
  if (desk.visitors.size >= mostWaiting) return { outcome: 'busy' };
  desk.visitors.add(visitor);
  const turn = desk.last.then(() => readInThread(file));
  desk.last = turn.then(
    () => undefined,
    () => undefined,
  );
  return turn.finally(() => {
    desk.visitors.delete(visitor);
  });
}

/** The thread ends with its picture, and gives back the memory that it took; one that takes too long is ended. */
async function readInThread(file: Uint8Array): Promise<PictureAnswer> {
  invariant(desk.start, 'the server says how pictures are read before it serves');
  const worker = desk.start(file);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<PictureAnswer>((resolve) => {
      timer = setTimeout(() => resolve({ outcome: 'unreadable' }), pictureDeadlineMs);
      worker.once('message', (answer: WorkerAnswer) => resolve('texts' in answer ? { outcome: 'read', texts: answer.texts } : { outcome: 'unreadable' }));
      worker.once('error', (error: unknown) => {
        log().warn({ error: error instanceof Error ? error.message : 'unknown' }, 'a picture ended its reader');
        resolve({ outcome: 'unreadable' });
      });
      worker.once('exit', () => resolve({ outcome: 'unreadable' }));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
