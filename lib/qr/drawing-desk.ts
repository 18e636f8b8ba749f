import { ApiError } from '../errors.ts';
import { processWide } from '../process.ts';

/** Drawing a code and reading it back takes the process's one thread, of the largest a second of it. */
const mostAtWork = 2;
const mostWaiting = 20;

const desk = processWide('drawing-desk', () => ({ atWork: 0, waiting: [] as (() => void)[] }));

/** Does `work` when fewer than two are at work in this process, in the order they came; 503 when twenty wait already. */
export async function inDrawingTurn<T>(work: () => Promise<T>): Promise<T> {
  if (desk.atWork < mostAtWork) desk.atWork += 1;
  else if (desk.waiting.length < mostWaiting) await new Promise<void>((resolve) => desk.waiting.push(resolve));
  else throw new ApiError('unavailable', 'Many codes are being drawn at once. Try again.', { retryAfterSeconds: 2 });
  try {
    return await work();
  } finally {
    // A place is handed on as it is: nobody who comes in between takes it.
    const next = desk.waiting.shift();
    if (next) next();
    else desk.atWork -= 1;
  }
}
