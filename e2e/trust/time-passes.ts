import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { untilQuiet } from './at-rest.ts';

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
