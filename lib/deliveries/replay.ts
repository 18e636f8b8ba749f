import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { WebhookEndpoint } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import { owedWebhook } from '../events/owe-webhooks.ts';
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
  return { replayed: again + (await oweUnsent(tx, endpoint, since, at)) };
}

/** Events are read by their endpoint's lack of them, so many at a time. */
const pageSize = 1_000;

/** Owes what an endpoint was never sent because it was switched off. */
async function oweUnsent(tx: Tx, endpoint: WebhookEndpoint, since: Date, at: Date): Promise<number> {
  const { id: endpointId, merchantId, eventTypes } = endpoint;
  const wanted = eventTypes.length > 0 ? { type: { in: eventTypes } } : {};
  const where = { merchantId, createdAt: { gte: since }, position: { not: null }, ...wanted, deliveries: { none: { endpointId } } };
  for (let count = 0; ; ) {
    const events = await tx.event.findMany({ where, orderBy: { position: 'asc' }, take: pageSize });
    const owed = await tx.delivery.createMany({ data: events.flatMap((event) => owedWebhook(endpoint, event, at)), skipDuplicates: true });
    count += owed.count;
    if (events.length < pageSize) return count;
  }
}
