import { now } from '../clock.ts';
import { type Tx, transaction } from '../db/client.ts';
import type { WebhookEndpoint } from '../db/generated/client.ts';
import { owedWebhook, type Placed } from './owe-webhooks.ts';

/** Names the one claimer among all processes ("even", as a number). */
const claimKey = 0x65_76_65_6e;

/**
 * Gives events that were committed their positions, and owes them to the endpoints that want them. Only one process
 * does so at a time, and each sees all that the one before committed: whoever has read up to a position has missed
 * nothing below it. Answers how many events were given one.
 */
export function publishEvents(limit: number): Promise<number> {
  return transaction(async (tx) => {
    const [claim] = await tx.$queryRaw<{ isMine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${claimKey}::bigint) AS "isMine"`;
    if (!claim?.isMine) return 0;
    const placed = await place(tx, limit);
    if (placed.length > 0) await oweToEndpoints(tx, placed);
    return placed.length;
  });
}

/** The positions of a session's events follow their sequence: their times never run backwards. */
const place = (tx: Tx, limit: number): Promise<Placed[]> => tx.$queryRaw<Placed[]>`
  WITH fresh AS (
    SELECT id, merchant_id, created_at, session_id, sequence FROM event WHERE position IS NULL ORDER BY created_at, session_id, sequence LIMIT ${limit}),
  counted AS (
    SELECT id, (SELECT coalesce(max(known.position), 0) FROM event known WHERE known.merchant_id = fresh.merchant_id)
      + row_number() OVER (PARTITION BY merchant_id ORDER BY created_at, session_id, sequence) AS position FROM fresh)
  UPDATE event SET position = counted.position FROM counted WHERE event.id = counted.id
  RETURNING event.id::text, event.merchant_id::text AS "merchantId", event.session_id::text AS "sessionId", event.sequence, event.type`;

/** Owed here, after the commit of the fact, so that a fact waits for no endpoint's row. */
async function oweToEndpoints(tx: Tx, placed: Placed[]): Promise<void> {
  const endpoints = await lockEnabledEndpoints(tx, [...new Set(placed.map(({ merchantId }) => merchantId))]);
  if (endpoints.length === 0) return;
  const at = now();
  const turnOf = await turnsOf(tx, [...new Set(placed.map(({ sessionId }) => sessionId))]);
  const owed = placed.flatMap((event) =>
    endpoints
      .filter(({ merchantId }) => merchantId === event.merchantId)
      .flatMap((endpoint) => owedWebhook(endpoint, event, turnOf(endpoint.id, event.sessionId) ?? at, at)),
  );
  await tx.delivery.createMany({ data: owed, skipDuplicates: true });
}

/** One that is being switched off is waited for: it would be owed what nobody gives up any more. */
const lockEnabledEndpoints = (tx: Tx, merchantIds: string[]) => tx.$queryRaw<Pick<WebhookEndpoint, 'id' | 'merchantId' | 'eventTypes'>[]>`
  SELECT id::text, merchant_id::text AS "merchantId", event_types AS "eventTypes" FROM webhook_endpoint
  WHERE merchant_id = ANY(${merchantIds}::uuid[]) AND disabled_at IS NULL ORDER BY id FOR SHARE`;

/** When the earlier events of these sessions are tried, by endpoint: later ones are due with them. */
async function turnsOf(tx: Tx, sessionIds: string[]): Promise<(endpointId: string, sessionId: string) => Date | undefined> {
  const where = { sessionId: { in: sessionIds }, kind: 'webhook', status: 'pending' } as const;
  const waiting = await tx.delivery.groupBy({ by: ['endpointId', 'sessionId'], where, _max: { dueAt: true } });
  const turns = new Map(waiting.map(({ endpointId, sessionId, _max }) => [`${endpointId} ${sessionId}`, _max.dueAt ?? undefined]));
  return (endpointId, sessionId) => turns.get(`${endpointId} ${sessionId}`);
}
