import { setTimeout as pause } from 'node:timers/promises';
import { recordAudit } from '../audit/audit.ts';
import { gatherUntilCommit, type Tx, transaction } from '../db/client.ts';
import { type EventType, eventTypes } from '../events/contract.ts';
import { recordEvent } from '../events/record-event.ts';
import { newId } from '../ids.ts';
import type { Principal } from '../merchants/principal.ts';
import { Order } from '../sessions/contract.ts';
import { createSession } from '../sessions/sessions.ts';
import { anOrder } from './orders.ts';

/** What a writer meant to tell, known again by its marker, which stands in the event's `previousStatus`. Times of `performance.now()`. */
export type Written = { marker: string; sessionId: string; type: EventType; begunAt: number; committedAt: number };

/** What was committed and what was not, as those know who wrote it. */
export type Mirror = { committed: Written[]; rolledBack: string[]; transactions: number; rollbacks: number; lateCommits: number };

export type Draws = { whole: (from: number, to: number) => number; isOnce: (share: number) => boolean; shuffled: <T>(items: readonly T[]) => T[] };

type Fact = Pick<Written, 'marker' | 'type'> & { sessionId: string };
type Writer = { merchant: Principal; mirror: Mirror; sessions: string[]; name: string; draws: Draws };

export const newMirror = (): Mirror => ({ committed: [], rolledBack: [], transactions: 0, rollbacks: 0, lateCommits: 0 });

const share = { newSession: 0.5, rolledBackLate: 0.08, rolledBackEarly: 0.04, late: 0.12, twoSessions: 0.03 };
/** Writers meet in the sessions that were begun last. */
const meetingPlaces = 6;

class RolledBack extends Error {}

type Wanted = {
  merchant: Principal;
  mirror: Mirror;
  /** How many are committed in the end. */
  events: number;
  writers: readonly Draws[];
  /** Answers when the next transaction may begin. */
  mayWrite: () => Promise<void>;
};

/**
 * Writes events of many sessions from several writers at once, in the product's own transactions: some told by an audit
 * entry, some of two sessions, some committed late while others wait for the session's row, some rolled back before or
 * after their events were written.
 */
export async function writeEvents({ merchant, mirror, events, writers, mayWrite }: Wanted): Promise<void> {
  const sessions: string[] = [];
  let left = events;
  await Promise.all(
    writers.map(async (draws, index) => {
      const writer = { merchant, mirror, sessions, name: `W${index}`, draws };
      while (left > 0) {
        await mayWrite();
        const count = Math.min(left, draws.whole(1, 3));
        left -= count;
        const isCommitted = count > 0 && (await writeOnce(writer, count));
        if (!isCommitted) left += count;
      }
    }),
  );
}

async function writeOnce(writer: Writer, count: number): Promise<boolean> {
  const { merchant, mirror, sessions, draws } = writer;
  const isNew = sessions.length < meetingPlaces || draws.isOnce(share.newSession);
  const facts = drawFacts(writer, count);
  const known = sessions.slice(-meetingPlaces)[draws.whole(0, meetingPlaces - 1)];
  const second = draws.isOnce(share.twoSessions) ? sessions.at(-1) : undefined;
  const fate = fateOf(draws);
  const begunAt = performance.now();
  mirror.transactions += 1;
  try {
    const told = await transaction(async (tx) => {
      const sessionId = isNew || known === undefined ? await newSession(tx, merchant) : known;
      const placed = facts.map((fact, index) => ({ ...fact, sessionId: index > 0 && second ? second : sessionId }));
      for (const [index, fact] of placed.entries()) await tell(tx, merchant, fact, index);
      if (fate.isRolledBackEarly) throw new RolledBack();
      // Registered after the events, so that it runs when they are written and before they are committed.
      gatherUntilCommit('what comes before the commit', () => fate, meetFate);
      return placed;
    });
    const committedAt = performance.now();
    mirror.committed.push(...told.map((fact) => ({ ...fact, begunAt, committedAt })));
    if (fate.lateMs > 0) mirror.lateCommits += 1;
    if (isNew) sessions.push(...told.slice(0, 1).map(({ sessionId }) => sessionId));
    return true;
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    mirror.rollbacks += 1;
    mirror.rolledBack.push(...facts.map(({ marker }) => marker));
    return false;
  }
}

type Fate = { isRolledBackEarly: boolean; isRolledBackLate: boolean; lateMs: number };

function fateOf(draws: Draws): Fate {
  const [isRolledBackEarly, isRolledBackLate, isLate] = [share.rolledBackEarly, share.rolledBackLate, share.late].map((part) => draws.isOnce(part));
  return { isRolledBackEarly: isRolledBackEarly === true, isRolledBackLate: isRolledBackLate === true, lateMs: isLate ? draws.whole(20, 300) : 0 };
}

async function meetFate(_tx: Tx, { isRolledBackLate, lateMs }: Fate): Promise<void> {
  if (lateMs > 0) await pause(lateMs);
  if (isRolledBackLate) throw new RolledBack();
}

function drawFacts({ mirror, name, draws }: Writer, count: number): { marker: string; type: EventType }[] {
  const types = draws.shuffled(eventTypes).slice(0, count);
  return types.map((type, index) => ({ type, marker: `${name}-${mirror.transactions}-${index}` }));
}

async function newSession(tx: Tx, merchant: Principal): Promise<string> {
  const body = { order: Order.parse(anOrder()), callbacks: undefined, configuration: undefined, isNativeFlow: undefined };
  return (await createSession(tx, merchant, body)).sessionId;
}

/** Tells of it as the product does: by the audit entry of a change, or outright. */
async function tell(tx: Tx, { merchantId }: Principal, { sessionId, type, marker }: Fact, index: number): Promise<void> {
  const isAudited = index === 0 && /^(?:payment|refund)\./.test(type);
  if (!isAudited) return recordEvent({ sessionId, type, previousStatus: marker });
  await recordAudit(tx, { merchantId, sessionId, subject: 'operation', subjectId: newId(), action: type, fromStatus: marker, actor: 'system' });
}
