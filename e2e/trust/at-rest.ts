import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { askUntil } from './until.ts';

const waiting = `SELECT FROM event WHERE position IS NULL UNION ALL SELECT FROM delivery WHERE status = 'pending'
  UNION ALL SELECT FROM payment_operation WHERE status = 'outstanding' UNION ALL SELECT FROM sandbox_notification WHERE due_at IS NOT NULL`;

/**
 * Waits until the service does nothing by itself any more: what changes from now on, somebody has changed. The gateway
 * is asked about payments now and then by nobody's wish; that is put off.
 */
export async function comeToRest({ settings }: Pick<RunningServer, 'settings'>): Promise<void> {
  await queryAsGuest(settings, "UPDATE payment SET check_at = now() + interval '1 day' WHERE check_at IS NOT NULL");
  const left = await askUntil(
    () => queryAsGuest(settings, waiting),
    (found) => found.length === 0,
    20_000,
  );
  if (left.length > 0) throw new Error(`The service does not come to rest: ${left.length} things are under way`);
  await queryAsGuest(settings, "UPDATE payment SET check_at = now() + interval '1 day' WHERE check_at IS NOT NULL");
}
