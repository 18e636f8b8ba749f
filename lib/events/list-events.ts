import type { z } from 'zod';
import { db } from '../db/client.ts';
import type { Event } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { getSession } from '../sessions/sessions.ts';
import type { EventsAnswer, EventsQuery } from './contract.ts';

/**
 * A merchant's events in order. By position: nothing ever appears below one that was read. By session: by its sequence,
 * which has no gap. 422 for a mixture of both, 404 for another merchant's session.
 */
export async function listEvents(principal: Principal, query: EventsQuery): Promise<z.input<typeof EventsAnswer>> {
  const { after, sessionId, afterSequence, limit } = query;
  if (sessionId === undefined && afterSequence !== undefined) throw new ApiError('invalid_field', 'afterSequence needs a sessionId; without one, use after.');
  if (sessionId !== undefined && after !== undefined) throw new ApiError('invalid_field', 'With a sessionId, use afterSequence in place of after.');
  const { merchantId } = principal;
  if (sessionId !== undefined) await getSession(principal, sessionId);
  const rows = await db().event.findMany({
    where: sessionId ? { merchantId, sessionId, sequence: { gt: afterSequence ?? 0 } } : { merchantId, position: { gt: BigInt(after ?? 0) } },
    orderBy: sessionId ? { sequence: 'asc' } : { position: 'asc' },
    take: limit + 1,
  });
  return { events: rows.slice(0, limit).map(listed), hasMore: rows.length > limit };
}

const listed = ({ position, body }: Event) => ({ position: position === null ? null : Number(position), event: JSON.parse(body) });
