import type { EventTrial } from '#lib/testing/event-trial.ts';
import type { FastClock } from './fast-clock.ts';
import { type Endpoint, idsOf, leftMs, type Scene } from './scene.ts';

/** What is owed to some endpoints and could be tried next, were it due: of a session at an endpoint, the earliest. */
const next = `
  SELECT DISTINCT ON (d.endpoint_id, d.session_id) d.attempts, greatest(d.due_at, e.paused_until) AS due_at
  FROM delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
  WHERE d.due_at IS NOT NULL AND d.endpoint_id = ANY($1::uuid[]) ORDER BY d.endpoint_id, d.session_id, d.sequence`;

/** How many events have no position yet, how many deliveries could be tried now for the first time, and what is due when. */
async function waitingFor(trial: EventTrial, endpointIds: string[], at: Date): Promise<{ unplaced: number; ready: number; next: number; dueAt: Date | null }> {
  const [row] = await trial.rows<{ unplaced: number; ready: number; next: number; dueAt: Date | null }>(
    `WITH next AS (${next}) SELECT (SELECT count(*)::int FROM event WHERE position IS NULL) AS unplaced, count(*)::int AS next, min(due_at) AS "dueAt",
      count(*) FILTER (WHERE attempts = 0 AND due_at <= $2)::int AS ready FROM next`,
    endpointIds,
    at,
  );
  return row ?? { unplaced: 0, ready: 0, next: 0, dueAt: null };
}

const lookEveryMs = 200;
const quietAtLeastMs = 1_000;
const dayMs = 86_400_000;
const mostLeaptMs = 12 * dayMs;
/** Beyond the next due time, so that what is due about then is done together; too little for anything to be long overdue. */
const beyondMs = 15 * 60_000;

/** Writers may begin while few deliveries wait for their first try, so that what is measured is how fast these are, not how many. */
export function holdWriters(trial: EventTrial, clock: FastClock, live: string[], mostReady: number) {
  let room = 0;
  const look = async () => {
    const { unplaced, ready } = await waitingFor(trial, live, clock.now());
    room = Math.floor((mostReady - ready) / live.length) - unplaced;
  };
  let looking: Promise<void> = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, lookEveryMs);
  return {
    mayWrite: async () => {
      while (room <= 0) await new Promise((resolve) => setTimeout(resolve, lookEveryMs / 4));
      // A transaction tells of two events on average.
      room -= 2;
    },
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/**
 * Waits until these endpoints are owed nothing. Where nothing is due to them for a while and no try is under way, seen
 * twice, the clock leaps: processes hear of it one after the other, and a try in between would take two times for one.
 * What still waits after days is wrong.
 */
export async function drain(scene: Scene, endpoints: readonly Endpoint[]): Promise<void> {
  const { trial, clock, crew } = scene;
  const mostMs = clock.leaps().ms + mostLeaptMs;
  const ids = idsOf(endpoints);
  let wasQuiet = false;
  for (;;) {
    const at = clock.now();
    const { unplaced, next: waits, dueAt } = await waitingFor(trial, ids, at);
    if (unplaced === 0 && waits === 0) return;
    if (leftMs(scene) === 0 || clock.leaps().ms > mostMs) {
      scene.wrongs.push(`${waits} deliveries and more behind them still waited when the time was up`);
      return;
    }
    const quietMs = (dueAt?.getTime() ?? 0) - at.getTime();
    const isQuiet = unplaced === 0 && quietMs > quietAtLeastMs && crew.isIdle(ids);
    if (isQuiet && wasQuiet) clock.leap(Math.min(quietMs + beyondMs, dayMs));
    wasQuiet = isQuiet && !wasQuiet;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
