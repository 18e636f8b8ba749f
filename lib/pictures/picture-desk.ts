import type { Worker } from 'node:worker_threads';
import { invariant } from '../errors.ts';
import { log } from '../log.ts';
import { processWide } from '../process.ts';
import type { LogoPicture } from './logo-picture.ts';
import { pictureSize } from './picture-size.ts';

/** What is done with one picture: its QR codes are read, or it is made a logo. */
export type PictureJob = { task: 'codes' | 'logo'; file: Uint8Array };

/** What a thread tells of its one picture: what it was asked for, or that it is no picture. */
export type WorkerAnswer = { texts: string[] } | { logo: LogoPicture } | { isUnreadable: true };

/** The same, or why no thread was begun; `late`: one was, and had not ended in time, which is not known to be the picture's fault. */
export type DeskAnswer = WorkerAnswer | { refused: 'unreadable' | 'too_large' | 'busy' | 'visitor_waits' | 'late' };

/**
 * How much a picture may be: told by its header first, so that nothing huge is ever unpacked. Unpacked, a pixel takes
 * four bytes at most here. And how long its thread may take.
 */
export type PictureBounds = { pixels: number; ms?: number };

/** The largest picture takes a second or two; what takes longer was made to, or the machine is busy. */
export const pictureDeadlineMs = 5_000;
const mostWaiting = 8;

type StartWorker = (job: PictureJob) => Worker;

/** One picture at a time a process, because each may take half a gigabyte for a second or two. */
const desk = processWide('picture-desk', () => ({ start: undefined as StartWorker | undefined, visitors: new Set<string>(), last: Promise.resolve() }));

/** Says how a thread is started that works on one picture: only the server and its commands know where their files are. */
export function providePictureWorker(start: StartWorker): void {
  desk.start = start;
}

/** Works on a PNG or JPEG when its turn comes. A `visitor` has one picture here at a time, so that nobody keeps all others from theirs. */
export async function atPictureDesk(job: PictureJob, visitor: string, bounds: PictureBounds): Promise<DeskAnswer> {
  const size = pictureSize(job.file);
  if (!size) return { refused: 'unreadable' };
  if (size.width * size.height > bounds.pixels || size.bytes > 4 * bounds.pixels) return { refused: 'too_large' };
  if (desk.visitors.has(visitor)) return { refused: 'visitor_waits' };
  if (desk.visitors.size >= mostWaiting) return { refused: 'busy' };
  desk.visitors.add(visitor);
  const turn = desk.last.then(() => inThread(job, bounds.ms ?? pictureDeadlineMs));
  desk.last = turn.then(
    () => undefined,
    () => undefined,
  );
  return turn.finally(() => {
    desk.visitors.delete(visitor);
  });
}

/** The thread ends with its picture, and gives back the memory that it took; one that takes too long is ended. */
async function inThread(job: PictureJob, withinMs: number): Promise<DeskAnswer> {
  invariant(desk.start, 'who works on pictures says first how');
  const worker = desk.start(job);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<DeskAnswer>((resolve) => {
      timer = setTimeout(() => resolve({ refused: 'late' }), withinMs);
      worker.once('message', resolve);
      worker.once('error', (error: unknown) => {
        log().warn({ error: error instanceof Error ? error.message : 'unknown' }, 'a picture ended its reader');
        resolve({ isUnreadable: true });
      });
      worker.once('exit', () => resolve({ isUnreadable: true }));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
