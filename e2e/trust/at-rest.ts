import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { untilEmpty } from './until.ts';

const quietWithinMs = 20_000;

/** What the service and its gateway do by themselves, each as a query of `what`. */
const underWay = [
  "SELECT 'event ' || id || ' has no place' AS what FROM event WHERE position IS NULL",
  "SELECT 'delivery ' || id || ' is ' || status FROM delivery WHERE status = 'pending'",
  "SELECT 'operation ' || id || ' is outstanding' FROM payment_operation WHERE status = 'outstanding'",
  "SELECT 'the gateway has a notification to send' FROM sandbox_notification WHERE due_at IS NOT NULL",
  "SELECT 'the gateway is at work on a payment' FROM sandbox_payment_request WHERE step = 'paying'",
];

/** Requests whose callers hung up. Those of a process that was killed stay so until their lease is over. */
export const requestsInWork = [
  "SELECT 'key ' || key || ' is in work' FROM idempotency_key WHERE status IS NULL AND lease_until > now()",
  "SELECT 'payment ' || id || ' is being started' FROM payment WHERE status = 'processing'",
];

/** Waits, for a bounded time, until nothing of this is under way, nor of `also`; what still is. */
export const untilQuiet = ({ settings }: Pick<RunningServer, 'settings'>, also: readonly string[] = []): Promise<string[]> =>
  untilEmpty(async () => (await queryAsGuest<{ what: string }>(settings, [...underWay, ...also].join(' UNION ALL '))).map(({ what }) => what), quietWithinMs);

const askNobody = "UPDATE payment SET check_at = now() + interval '1 day' WHERE check_at IS NOT NULL";

/**
 * Waits until the service does nothing by itself any more: what changes from now on, somebody has changed. The gateway
 * is asked about payments now and then by nobody's wish; that is put off.
 */
export async function comeToRest(server: Pick<RunningServer, 'settings'>): Promise<void> {
  await queryAsGuest(server.settings, askNobody);
  const left = await untilQuiet(server);
  if (left.length > 0) throw new Error(`The service does not come to rest: ${left.join(', ')}`);
  await queryAsGuest(server.settings, askNobody);
}
