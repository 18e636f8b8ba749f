import { now } from '../clock.ts';
import { isDatabaseAway } from '../db/unavailable.ts';
import { ApiError } from '../errors.ts';
import { log } from '../log.ts';
import { processWide } from '../process.ts';
import type { PageStatus } from './pay-page-contract.ts';

/** A page by its id, and the print of the facts that were read last. */
export type Known = { id: string; print: string };
export type Read<Facts> = Known & { facts: Facts };

/** A kind of page that can be waited for: how its facts are read, many at once, and what they say at an instant. */
export type Subject<Facts> = {
  kind: string;
  /** Facts with another print than the known one; more may be answered, never fewer. */
  readChanged: (known: readonly Known[]) => Promise<Read<Facts>[]>;
  /** The mark of the status alone: asked about every page at every look. */
  markOf: (facts: Facts, at: Date) => string;
  statusOf: (facts: Facts, at: Date) => PageStatus;
};

/** What a page asks: tell me when your mark is another than mine. */
export type Question = { seen: string | null; signal: AbortSignal };

/** Between the end of one look at the database and the next: with it, a fact is told well within a second. */
const pauseMs = 700;
/** Proxies give up on an answer after 30 s or more; the spread keeps pages that opened together from asking together. */
const longestHoldMs = 25_000;
const spreadMs = 3_000;
/** What one process holds; whoever asks beyond that is answered at once. */
const mostWaiting = 20_000;
/** Looks at which a page nobody waits for is still remembered: a page that asks again needs no query of its own. */
const looksRemembered = 10;

type Waiter = { seen: string; settle: (status: PageStatus) => void; fail: (error: unknown) => void };

/** A page somebody waits for, or did a moment ago, with what was read of it last. */
type Watched = { subject: Subject<unknown>; read: Read<unknown>; waiters: Set<Waiter>; idleLooks: number };

const state = processWide('page-watch', () => ({ watched: new Map<string, Watched>(), waiting: 0, isLooking: false, isEnding: false }));

/**
 * Answers at once when the page's mark is not the one seen; else when it becomes another, or after about 25 s with
 * the same. While it waits, one loop a process reads the facts of all watched pages. Undefined when there is no such
 * page: `find` reads one by the name `key` that the asker has for it.
 */
export async function watchPage<Facts>(
  subject: Subject<Facts>,
  { key, find }: { key: string; find: () => Promise<Read<Facts> | undefined> },
  { seen, signal }: Question,
): Promise<PageStatus | undefined> {
  const name = `${subject.kind}:${key}`;
  const known = state.watched.get(name);
  // What was read for an earlier question may be old, but the next look will tell.
  if (known && markOf(known, now()) === seen && isHolding(signal)) return hold(known, seen, signal);
  const read = await find();
  if (!read) return undefined;
  const at = now();
  if (subject.markOf(read.facts, at) !== seen || !isHolding(signal)) return subject.statusOf(read.facts, at);
  const watched = state.watched.get(name) ?? { subject: subject as Subject<unknown>, read, waiters: new Set(), idleLooks: 0 };
  watched.read = read;
  state.watched.set(name, watched);
  return hold(watched, seen, signal);
}

const markOf = ({ subject, read }: Watched, at: Date): string => subject.markOf(read.facts, at);
const statusOf = ({ subject, read }: Watched, at: Date): PageStatus => subject.statusOf(read.facts, at);
const isHolding = (signal: AbortSignal): boolean => !state.isEnding && state.waiting < mostWaiting && !signal.aborted;

/** From here on every question is answered at once, also those that wait now: the process is about to stop. */
export function endPageWatch(): void {
  state.isEnding = true;
  if (state.waiting === 0) return;
  const at = now();
  for (const watched of state.watched.values()) for (const waiter of [...watched.waiters]) waiter.settle(statusOf(watched, at));
}

function hold(watched: Watched, seen: string, signal: AbortSignal): Promise<PageStatus> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      if (watched.waiters.delete(waiter)) state.waiting -= 1;
    };
    const waiter: Waiter = {
      seen,
      settle: (status) => {
        leave();
        resolve(status);
      },
      fail: (error) => {
        leave();
        reject(error);
      },
    };
    // Nobody reads the answer of a question that was broken off, but the promise has to end.
    const giveUp = (): void => waiter.settle(statusOf(watched, now()));
    const timer = setTimeout(giveUp, longestHoldMs - Math.random() * spreadMs);
    signal.addEventListener('abort', giveUp);
    watched.waiters.add(waiter);
    watched.idleLooks = 0;
    state.waiting += 1;
    if (!state.isLooking) void lookWhileAnybodyWaits();
  });
}

async function lookWhileAnybodyWaits(): Promise<void> {
  state.isLooking = true;
  while (state.waiting > 0) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
    const pages = waitedFor();
    const kinds = new Set(pages.map(({ subject }) => subject.kind));
    await Promise.all([...kinds].map((kind) => look(pages.filter(({ subject }) => subject.kind === kind))));
  }
  state.watched.clear();
  state.isLooking = false;
}

/** The pages that somebody waits for; those that nobody has asked about for a while are forgotten. */
function waitedFor(): Watched[] {
  const pages: Watched[] = [];
  for (const [name, watched] of state.watched) {
    if (watched.waiters.size > 0) pages.push(watched);
    else if (watched.idleLooks >= looksRemembered) state.watched.delete(name);
    else watched.idleLooks += 1;
  }
  return pages;
}

/**
 * Reads the facts of watched pages of one kind and answers whoever waited for others. Who came while it was read is
 * left for the next look: they may have seen what is newer. Never throws.
 */
async function look(pages: Watched[]): Promise<void> {
  const [first] = pages;
  if (!first) return;
  const asked = pages.map((page) => ({ page, waiters: [...page.waiters] }));
  try {
    const changed = await first.subject.readChanged(pages.map(({ read }) => read));
    const readById = new Map(changed.map((read) => [read.id, read]));
    const at = now();
    for (const { page, waiters } of asked) {
      page.read = readById.get(page.read.id) ?? page.read;
      const mark = markOf(page, at);
      for (const waiter of waiters) if (waiter.seen !== mark) waiter.settle(statusOf(page, at));
    }
  } catch (error) {
    const failure = told(error);
    for (const { waiters } of asked) for (const waiter of waiters) waiter.fail(failure);
  }
}

/** Logged here once, not once for everybody who waits. */
function told(error: unknown): ApiError {
  const isAway = isDatabaseAway(error);
  const facts = { error: error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : 'not an Error' };
  if (isAway) log().warn(facts, 'watched pages cannot be read: the database is unavailable');
  else log().error(facts, 'watched pages cannot be read');
  return isAway
    ? new ApiError('unavailable', 'The database cannot be reached. Try again.', { retryAfterSeconds: 2 })
    : new ApiError('internal', 'Something went wrong on our side. Quote the requestId when you ask about it.');
}
