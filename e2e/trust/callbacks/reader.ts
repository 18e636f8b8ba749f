import type { EventTrial } from '#lib/testing/event-trial.ts';
import type { Told } from './receivers.ts';

/** What a merchant reads who asks for all events after the last one it has, from the beginning of the run to its end. */
export type Reader = { read: { position: number; event: Omit<Told, 'digest'> }[]; asked: () => number; wrongs: string[]; stop: () => Promise<void> };

const askEveryMs = 100;
const page = 200;

/** Begins to read, and never looks back: what appears below a position that was read is missed. */
export function startReader(trial: EventTrial): Reader {
  const reader: Reader = { read: [], asked: () => asked, wrongs: [], stop: () => Promise.resolve() };
  let asked = 0;
  let isStopping = false;
  const readPage = async (): Promise<boolean> => {
    const after = reader.read.at(-1)?.position ?? 0;
    const { events, hasMore } = await trial.eventsAfter(after, page);
    asked += 1;
    for (const { position, event } of events) {
      const expected = (reader.read.at(-1)?.position ?? 0) + 1;
      if (position !== expected) reader.wrongs.push(`the reader got position ${position} where ${expected} comes next`);
      const { id, sequence, sessionId, type, previousStatus } = event;
      reader.read.push({ position: position ?? -1, event: { id, sequence, sessionId, type, previousStatus: previousStatus ?? '' } });
    }
    return hasMore;
  };
  const loop = async (): Promise<void> => {
    while (!isStopping) {
      if (!(await readPage())) await new Promise((resolve) => setTimeout(resolve, askEveryMs));
    }
    while (await readPage());
  };
  const done = loop().catch((error: unknown) => void reader.wrongs.push(`the reader ended: ${String(error)}`));
  reader.stop = () => {
    isStopping = true;
    return done;
  };
  return reader;
}
