import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import type { DeliveryAnswer } from './contract.ts';
import { deliveryAnswer, noSuchDelivery } from './delivery-log.ts';

/**
 * Owes a delivery once more, with its ten tries ahead and the id it always had. One that still waits is due at once.
 * 409 for a webhook whose endpoint is switched off.
 */
export async function replayDelivery(tx: Tx, { merchantId }: Principal, id: string): Promise<DeliveryAnswer> {
  const found = await tx.delivery.findFirst({ where: { id, merchantId }, include: { endpoint: true } });
  if (!found) throw noSuchDelivery();
  if (found.endpoint?.disabledAt)
    throw new ApiError('conflict', 'The endpoint is switched off. Enable it first (PATCH /checkout/v1/api/webhooks/{endpointId}).');
  await tx.delivery.update({ where: { id }, data: { status: 'pending', attempts: 0, dueAt: now(), endedAt: null } });
  return deliveryAnswer(
    await tx.delivery.findUniqueOrThrow({ where: { id }, include: { event: { select: { type: true, body: true } }, endpoint: { select: { url: true } } } }),
  );
}

/**
 * Owes an endpoint all that it did not take since a time, and what it was not sent because it was switched off; of a
 * session in their order. Answers how many. 409 while it is switched off.
 */
export async function replayEndpoint(tx: Tx, { merchantId }: Principal, endpointId: string, since: Date): Promise<{ replayed: number }> {
  const endpoint = await tx.webhookEndpoint.findFirst({ where: { id: endpointId, merchantId } });
  if (!endpoint) throw new ApiError('not_found', 'There is no such webhook endpoint.');
  if (endpoint.disabledAt) throw new ApiError('conflict', 'The endpoint is switched off. Enable it first (PATCH /checkout/v1/api/webhooks/{endpointId}).');
  const at = now();
  const again = await tx.$executeRaw`
    UPDATE delivery SET status = 'pending', attempts = 0, due_at = ${at}, ended_at = NULL FROM event
    WHERE event.id = delivery.event_id AND delivery.endpoint_id = ${endpointId}::uuid AND delivery.status = 'exhausted' AND event.created_at >= ${since}`;
  const unsent = await tx.$executeRaw`
    INSERT INTO delivery (id, merchant_id, session_id, kind, queue, endpoint_id, event_id, sequence, status, due_at, created_at)
    SELECT gen_random_uuid(), merchant_id, session_id, 'webhook', ${endpointId}::uuid, ${endpointId}::uuid, id, sequence, 'pending', ${at}, ${at} FROM event
    WHERE merchant_id = ${merchantId}::uuid AND created_at >= ${since} AND position IS NOT NULL
      AND (cardinality(${endpoint.eventTypes}::text[]) = 0 OR type = ANY(${endpoint.eventTypes}::text[]))
    ON CONFLICT (endpoint_id, event_id) DO NOTHING`;
  return { replayed: again + unsent };
}
