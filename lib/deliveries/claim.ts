import { later, now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { Claimed } from './request.ts';

/** A claim outlives the longest try; a process that dies in between frees it by time. */
const claimMs = 30_000;

/** Takes those of these deliveries that are due, each for one caller. */
export async function claimDeliveries(ids: readonly string[]): Promise<Claimed[]> {
  const at = now();
  return db().delivery.updateManyAndReturn({
    where: { id: { in: [...ids] }, status: 'pending', dueAt: { lte: at } },
    data: { dueAt: later(at, claimMs), attempts: { increment: 1 } },
    include: { endpoint: true, event: { select: { body: true } } },
  });
}

/**
 * What may be tried now, at most `limit` and of each queue as many as it has room for (`room`, else `usualRoom`), oldest
 * first. A webhook waits for the earlier events of its session to the same endpoint, and for the end of a pause that the
 * endpoint has asked for.
 */
export async function dueDeliveries(room: Record<string, number>, usualRoom: number, limit: number): Promise<{ id: string; queue: string }[]> {
  const at = now();
  return db().$queryRaw`
    WITH RECURSIVE queues AS (
      (SELECT queue FROM delivery WHERE due_at IS NOT NULL ORDER BY queue LIMIT 1)
      UNION ALL
      SELECT (SELECT next.queue FROM delivery next WHERE next.due_at IS NOT NULL AND next.queue > queues.queue ORDER BY next.queue LIMIT 1)
        FROM queues WHERE queues.queue IS NOT NULL)
    SELECT due.id::text, queues.queue::text FROM queues LEFT JOIN webhook_endpoint endpoint ON endpoint.id = queues.queue CROSS JOIN LATERAL (
      SELECT candidate.id, candidate.due_at FROM delivery candidate
      WHERE candidate.queue = queues.queue AND candidate.due_at <= ${at}
        AND (candidate.sequence IS NULL OR NOT EXISTS (SELECT FROM delivery earlier WHERE earlier.endpoint_id = candidate.endpoint_id
          AND earlier.session_id = candidate.session_id AND earlier.sequence < candidate.sequence AND earlier.due_at IS NOT NULL))
      ORDER BY candidate.due_at LIMIT coalesce((${JSON.stringify(room)}::jsonb ->> queues.queue::text)::int, ${usualRoom}::int)) due
    WHERE endpoint.paused_until IS NULL OR endpoint.paused_until <= ${at}
    ORDER BY due.due_at LIMIT ${limit}`;
}
