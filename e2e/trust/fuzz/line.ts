import { connect, type Socket } from 'node:net';
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answered, answerReader, type Reader } from './answers.ts';
import type { Attack } from './attack.ts';

/** What came of an attack: the answers in order, and whether nothing more came for too long. */
export type Outcome = { answers: Answered[]; isHung: boolean; isEnded: boolean; ms: number };

/** What is waited for where the limit does not matter. */
const usualMs = 30_000;
const mostPatience = 3;

/** What runs on this machine besides: a service that waits for its turn does not hang. Ours alone is a load of two for each processor. */
const patienceMs = ({ hungAfterMs }: Open): number => hungAfterMs * Math.min(mostPatience, Math.max(1, (loadavg()[0] ?? 0) / (2 * cpus().length)));

/** `hungAfterMs`: without an answer or an end for longer than this it counts as a hang. */
type Open = { socket: Socket; reader: Reader; isEnded: boolean; heard: () => void; hungAfterMs: number };

/** One caller's line to one door: a connection that is kept as long as the service keeps it. */
export type Line = { send: (attack: Attack) => Promise<Outcome>; close: () => void };

export function openLine(origin: string, hungAfterMs: number): Line {
  let kept: Open | undefined;
  const fresh = () => dial(origin, hungAfterMs);
  return {
    send: async (attack) => {
      if (!attack.whole) return sendBytes(await fresh(), attack);
      const line = kept && !kept.isEnded ? kept : await fresh();
      const outcome = await sendWhole(line, attack, attack.whole.method === 'HEAD');
      const [answer] = outcome.answers;
      const isKept = answer !== undefined && answer.headers.get('connection') !== 'close' && line.reader.isEmpty();
      if (!isKept) line.socket.destroy();
      kept = isKept ? line : undefined;
      return outcome;
    },
    close: () => kept?.socket.destroy(),
  };
}

/** A connection, however it begins: what cannot be connected counts as ended. */
export async function dial(origin: string, hungAfterMs = usualMs): Promise<Open> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ port: Number(port), host: hostname, noDelay: true });
  const open: Open = { socket, reader: answerReader(), isEnded: false, heard: () => undefined, hungAfterMs };
  const end = () => {
    open.isEnded = true;
    open.heard();
  };
  socket.on('data', (bytes) => {
    open.reader.take(bytes);
    open.heard();
  });
  // Whoever refuses may reset the connection while we still write.
  for (const event of ['end', 'close', 'error'] as const) socket.on(event, end);
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve);
    socket.once('close', () => resolve());
  });
  return open;
}

/** Waits until `look` finds something, the other side ends, or it takes too long. */
async function until<T>(open: Open, look: () => T | undefined): Promise<T | 'ended' | 'hung'> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      const check = () => {
        const found = look();
        if (found !== undefined) resolve(found);
        else if (open.isEnded) resolve('ended');
      };
      timer = setTimeout(resolve, patienceMs(open), 'hung');
      open.heard = check;
      check();
    });
  } finally {
    clearTimeout(timer);
    open.heard = () => undefined;
  }
}

async function write({ socket }: Open, { pieces, pauseMs = 0 }: Attack): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await pause(pauseMs);
    if (socket.writable) socket.write(piece);
  }
}

async function sendWhole(open: Open, attack: Attack, isHeadless: boolean): Promise<Outcome> {
  const startedAt = performance.now();
  const writing = write(open, attack);
  const found = await until(open, () => open.reader.next(isHeadless));
  await writing;
  const ms = performance.now() - startedAt;
  if (typeof found === 'object') return { answers: [found], isHung: false, isEnded: open.isEnded, ms };
  const last = found === 'ended' ? open.reader.last(isHeadless) : undefined;
  return { answers: last ? [last] : [], isHung: found === 'hung', isEnded: open.isEnded, ms };
}

async function sendBytes(open: Open, attack: Attack): Promise<Outcome> {
  const startedAt = performance.now();
  await write(open, attack);
  open.socket.end();
  const ended = await until<never>(open, () => undefined);
  const ms = performance.now() - startedAt;
  open.socket.destroy();
  const answers: Answered[] = [];
  for (let answer = open.reader.next(false); answer; answer = open.reader.next(false)) answers.push(answer);
  const rest = open.reader.last(false);
  return { answers: rest ? [...answers, rest] : answers, isHung: ended === 'hung', isEnded: ended === 'ended', ms };
}
