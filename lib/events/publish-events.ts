import { now } from '../clock.ts';
import { type Tx, transaction } from '../db/client.ts';

/** Names the one claimer among all processes ("events", as a number). */
const claimKey = 0x65_76_65_6e;

/**
 * Gives events that were committed their positions, and owes them to the endpoints that want them. Only one process
 * does so at a time, and each sees all that the one before committed: whoever has read up to a position has missed
 * nothing below it. Answers how many events were given one.
 */
export function publishEvents(limit: number): Promise<number> {
  return transaction(async (tx) => {
    const [claim] = await tx.$queryRaw<{ isMine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${claimKey}::bigint) AS "isMine"`;
    return claim?.isMine ? place(tx, limit) : 0;
  });
}

/**
 * The positions of a session's events follow their sequence: their times never run backwards. Deliveries are due at
 * once, and are written here, after the commit of the fact, so that the fact waits for no endpoint's row.
 */
async function place(tx: Tx, limit: number): Promise<number> {
  const at = now();
  const placed = await tx.$queryRaw<{ count: bigint }[]>`
    WITH fresh AS (
      SELECT id, merchant_id, created_at, session_id, sequence FROM event WHERE position IS NULL ORDER BY created_at, session_id, sequence LIMIT ${limit}),
    counted AS (
      SELECT id, (SELECT coalesce(max(known.position), 0) FROM event known WHERE known.merchant_id = fresh.merchant_id)
        + row_number() OVER (PARTITION BY merchant_id ORDER BY created_at, session_id, sequence) AS position FROM fresh),
    placed AS (
      UPDATE event SET position = counted.position FROM counted WHERE event.id = counted.id RETURNING event.*),
    owed AS (
      INSERT INTO delivery (id, merchant_id, session_id, kind, queue, endpoint_id, event_id, sequence, status, due_at, created_at)
      SELECT gen_random_uuid(), placed.merchant_id, placed.session_id, 'webhook', endpoint.id, endpoint.id, placed.id, placed.sequence, 'pending', ${at}, ${at}
      FROM placed JOIN webhook_endpoint endpoint ON endpoint.merchant_id = placed.merchant_id AND endpoint.disabled_at IS NULL
        AND (cardinality(endpoint.event_types) = 0 OR placed.type = ANY(endpoint.event_types))
      ON CONFLICT (endpoint_id, event_id) DO NOTHING)
    SELECT count(*) AS count FROM placed`;
  return Number(placed[0]?.count ?? 0);
}
