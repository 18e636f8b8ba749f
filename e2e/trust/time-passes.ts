import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { untilEmpty } from './until.ts';

const quietWithinMs = 15_000;

/** Waits until nothing is under way: events have their positions and every one that is due has been sent. */
export const untilQuiet = (server: RunningServer, withinMs = quietWithinMs): Promise<string[]> =>
  untilEmpty(async () => (await queryAsGuest<{ what: string }>(server.settings, stillToDo)).map(({ what }) => what), withinMs);

const stillToDo = `
  SELECT 'event ' || id || ' has no place' AS what FROM event WHERE position IS NULL
  UNION ALL SELECT 'delivery ' || id || ' is ' || status FROM delivery WHERE status = 'pending'
  UNION ALL SELECT 'operation ' || id || ' is outstanding' FROM payment_operation WHERE status = 'outstanding'
  UNION ALL SELECT 'the gateway has a notification to send' FROM sandbox_notification WHERE due_at IS NOT NULL
  UNION ALL SELECT 'the gateway is at work on a payment' FROM sandbox_payment_request WHERE step = 'paying'`;

/** Time has passed: every lease of who died has run out, and whatever is asked again is asked now. */
export async function letTimePass(server: RunningServer): Promise<void> {
  const [ago, due] = [`now() - interval '1 second'`, "interval '2 minutes'"];
  const changes: readonly [table: string, set: string, where: string][] = [
    ['idempotency_key', `lease_until = ${ago}`, 'status IS NULL'],
    ['sandbox_payment_request', `changed_at = changed_at - ${due}`, `step = 'paying'`],
    ['sandbox_notification', 'due_at = now()', 'due_at IS NOT NULL'],
    ['payment', `created_at = created_at - ${due}, changed_at = changed_at - ${due}, held_at = held_at - ${due}, check_at = ${ago}`, 'check_at IS NOT NULL'],
    ['payment_operation', `check_at = ${ago}, changed_at = changed_at - ${due}`, `status = 'outstanding'`],
    ['delivery', `due_at = ${ago}`, `status = 'pending'`],
  ];
  for (const [table, set, where] of changes) await queryAsGuest(server.settings, rowByRow(table, set, where));
}

const mostTimes = 3;

/** Lets time pass until nothing is left to do: what waits for its turn behind another waits as long as that one did. What is still left after all. */
export async function untilSettled(server: RunningServer): Promise<string[]> {
  let left: string[] = [];
  for (let times = 0; times < mostTimes; times += 1) {
    await letTimePass(server);
    left = await untilQuiet(server);
    if (left.length === 0) break;
  }
  return left;
}

/** Each row in a transaction of its own: one that changed several would wait for the service while the service waits for it. */
const rowByRow = (table: string, set: string, where: string): string => `
  DO $$ DECLARE one tid; BEGIN
    FOR one IN SELECT ctid FROM ${table} WHERE ${where} LOOP
      UPDATE ${table} SET ${set} WHERE ctid = one AND ${where};
      COMMIT;
    END LOOP;
  END $$`;
