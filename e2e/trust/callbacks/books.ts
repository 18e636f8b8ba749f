import type { Mirror, Written } from '#lib/testing/event-writers.ts';
import { groupedBy } from '../grouped.ts';
import type { Reader } from './reader.ts';
import type { Heard, Receiver, Told } from './receivers.ts';

const wants = ({ eventTypes }: Receiver, { type }: Pick<Told, 'type'>): boolean => eventTypes.length === 0 || eventTypes.includes(type);

/** What the reader got, against what the writers know: each event once, in order, whatever was rolled back not at all. */
export function judgeReader({ read, wrongs }: Reader, { committed, rolledBack }: Mirror): string[] {
  const markers = read.map(({ event }) => event.previousStatus);
  const seen = new Set(markers);
  const meant = new Set(committed.map(({ marker }) => marker));
  const undone = new Set(rolledBack);
  return [
    ...wrongs,
    ...(seen.size < markers.length ? [`the reader got ${markers.length - seen.size} events twice`] : []),
    ...markers.filter((marker) => undone.has(marker)).map((marker) => `the reader got ${marker}, which was rolled back`),
    ...markers.filter((marker) => !meant.has(marker) && !undone.has(marker)).map((marker) => `the reader got ${marker}, which nobody wrote`),
    ...[...meant].filter((marker) => !seen.has(marker)).map((marker) => `the reader never got ${marker}, which was committed`),
    ...judgeSequences(read, committed),
  ];
}

/** Of each session: numbers without a gap, positions in their order, and the order in which they were committed where that is known. */
function judgeSequences(read: Reader['read'], committed: readonly Written[]): string[] {
  const written = new Map(committed.map((one) => [one.marker, one]));
  const wrongs: string[] = [];
  for (const [sessionId, told] of groupedBy(read, ({ event }) => event.sessionId)) {
    let latestBegin = Number.NEGATIVE_INFINITY;
    for (const [index, { event }] of told.entries()) {
      if (event.sequence !== index + 1) wrongs.push(`session ${sessionId} has sequence ${event.sequence} at place ${index + 1}`);
      const fact = written.get(event.previousStatus);
      if (!fact) continue;
      if (fact.sessionId !== sessionId) wrongs.push(`${fact.marker} was told of another session`);
      if (fact.committedAt < latestBegin) wrongs.push(`${fact.marker} was committed before what precedes it began`);
      latestBegin = Math.max(latestBegin, fact.begunAt);
    }
  }
  return wrongs;
}

/** What one endpoint heard: each event that it wants, taken once at least; of a session the next never before the one before was taken. */
export function judgeReceiver(receiver: Receiver, told: ReadonlyMap<string, Told>, reader: Reader): string[] {
  const wanted = reader.read.map(({ event }) => event).filter((event) => wants(receiver, event));
  const known = new Set(wanted.map(({ id }) => id));
  const { heard } = receiver;
  const taken = new Set(heard.filter(({ isTaken }) => isTaken).map(({ eventId }) => eventId));
  const wrong = (event: { id: string }, what: string) => `${receiver.name}: ${event.id} ${what}`;
  return [
    ...receiver.wrongs,
    ...wanted.filter(({ id }) => !taken.has(id)).map((event) => wrong(event, 'was never taken')),
    ...[...new Set(heard.map(({ eventId }) => eventId))].filter((id) => !known.has(id)).map((id) => wrong({ id }, 'came though it is not wanted or not there')),
    ...outOfOrder(heard, wanted).map((event) => wrong(event, 'came before the one before it in its session was taken')),
    ...wanted
      .filter((event) => taken.has(event.id) && told.get(event.id)?.previousStatus !== event.previousStatus)
      .map((event) => wrong(event, 'was told otherwise than it is listed')),
  ];
}

/** Events that were tried before the one before them, of those this endpoint wants, had been taken. */
function outOfOrder(heard: readonly Heard[], wanted: readonly Omit<Told, 'digest'>[]): { id: string }[] {
  const before = beforeEach(wanted);
  const taken = new Set<string>();
  const wrong: { id: string }[] = [];
  for (const { eventId, isTaken } of heard) {
    const earlier = before.get(eventId);
    if (earlier && !taken.has(earlier)) wrong.push({ id: eventId });
    if (isTaken) taken.add(eventId);
  }
  return wrong;
}

/** The event before each in its session. */
function beforeEach(wanted: readonly Omit<Told, 'digest'>[]): Map<string, string> {
  const before = new Map<string, string>();
  for (const events of groupedBy(wanted, ({ sessionId }) => sessionId).values()) {
    for (const [index, event] of events.entries()) {
      const earlier = events[index - 1];
      if (earlier) before.set(event.id, earlier.id);
    }
  }
  return before;
}

/**
 * How late the first tries of some events were at an endpoint, in real milliseconds: from the moment when each might be
 * tried (it is committed, the one before it in its session is taken, the last time if its sender never knew, and no pause is
 * on that the endpoint asked for). Failures thus delay nothing here but by the places they take.
 */
export function lagsOf(receiver: Receiver, reader: Reader, committed: ReadonlyMap<string, Written>): number[] {
  const wanted = reader.read.map(({ event }) => event).filter((event) => wants(receiver, event));
  const before = beforeEach(wanted);
  const firstTry = new Map<string, number>();
  const taken = new Map<string, number[]>();
  for (const { at, eventId, isTaken } of receiver.heard) {
    if (!firstTry.has(eventId)) firstTry.set(eventId, at);
    if (isTaken) taken.set(eventId, [...(taken.get(eventId) ?? []), at]);
  }
  return wanted.flatMap(({ id, previousStatus }) => {
    const fact = committed.get(previousStatus);
    const triedAt = firstTry.get(id);
    if (!fact || triedAt === undefined) return [];
    const earlier = before.get(id);
    const earlierTaken = (earlier && taken.get(earlier)?.findLast((at) => at <= triedAt)) || 0;
    const from = Math.max(fact.committedAt, earlierTaken);
    return [Math.max(0, triedAt - from - pausedWithin(receiver, from, triedAt))];
  });
}

function pausedWithin({ pauses }: Receiver, from: number, to: number): number {
  let paused = 0;
  let reached = from;
  for (const pause of pauses) {
    const [begins, ends] = [Math.max(pause.from, reached), Math.min(pause.to, to)];
    if (ends > begins) {
      paused += ends - begins;
      reached = ends;
    }
  }
  return paused;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
