import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { WebhookEndpoint } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import { owedWebhook } from '../events/owe-webhooks.ts';
import type { Principal } from '../merchants/principal.ts';
import type { DeliveryAnswer } from './contract.ts';
import { deliveryAnswer, noSuchDelivery } from './delivery-log.ts';

const switchedOff = 'The endpoint is switched off. Enable it first (PATCH /checkout/v1/api/webhooks/{endpointId}).';

/**
 * Owes a delivery once more, with its ten tries ahead and the id it always had. One that still waits is due at once.
 * 409 for a webhook whose endpoint is switched off.
 */
export async function replayDelivery(tx: Tx, { merchantId }: Principal, id: string): Promise<DeliveryAnswer> {
  const found = await tx.delivery.findFirst({ where: { id, merchantId } });
  if (!found) throw noSuchDelivery();
  const endpoint = found.endpointId ? await shareEndpoint(tx, merchantId, found.endpointId) : null;
  if (endpoint?.disabledAt) throw new ApiError('conflict', switchedOff);
  // It may be taken in this very moment: then it is the taken one that is owed once more.
  await tx.$queryRaw`SELECT 1 FROM delivery WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const { status } = await tx.delivery.findUniqueOrThrow({ where: { id }, select: { status: true } });
  // A try that is under way keeps its number, by which its outcome is known.
  const again = status === 'pending' ? {} : ({ status: 'pending', attempts: 0, endedAt: null } as const);
  await tx.delivery.update({ where: { id }, data: { ...again, dueAt: now() } });
  return deliveryAnswer(
    await tx.delivery.findUniqueOrThrow({ where: { id }, include: { event: { select: { type: true, body: true } }, endpoint: { select: { url: true } } } }),
  );
}

/** As it is, until the transaction ends: one that is switched off meanwhile would be owed what nobody gives up any more. */
async function shareEndpoint(tx: Tx, merchantId: string, id: string): Promise<WebhookEndpoint | null> {
  await tx.$queryRaw`SELECT 1 FROM webhook_endpoint WHERE id = ${id}::uuid FOR SHARE`;
  return tx.webhookEndpoint.findFirst({ where: { id, merchantId } });
}

/** One request brings so many; what is left comes with the next. */
const mostAtOnce = 5_000;

/**
 * Owes an endpoint what it did not take since a time, and what it was not sent because it was switched off; of a
 * session in their order. Answers how many, and whether there is more: then the same request brings the next. 409 while
 * it is switched off.
 */
export async function replayEndpoint(tx: Tx, { merchantId }: Principal, endpointId: string, since: Date): Promise<{ replayed: number; hasMore: boolean }> {
  const endpoint = await shareEndpoint(tx, merchantId, endpointId);
  if (!endpoint) throw new ApiError('not_found', 'There is no such webhook endpoint.');
  if (endpoint.disabledAt) throw new ApiError('conflict', switchedOff);
  const at = now();
  const again = await tx.$executeRaw`
    UPDATE delivery SET status = 'pending', attempts = 0, due_at = ${at}, ended_at = NULL WHERE id IN (
      SELECT delivery.id FROM delivery JOIN event ON event.id = delivery.event_id
      WHERE delivery.endpoint_id = ${endpointId}::uuid AND delivery.status = 'exhausted' AND event.created_at >= ${since}
      ORDER BY event.position LIMIT ${mostAtOnce})`;
  const unsent = await oweUnsent(tx, endpoint, since, at);
  return { replayed: again + unsent, hasMore: again === mostAtOnce || unsent === mostAtOnce };
}

/** Owes what an endpoint was never sent because it was switched off, the oldest first. */
async function oweUnsent(tx: Tx, endpoint: WebhookEndpoint, since: Date, at: Date): Promise<number> {
  const { id: endpointId, merchantId, eventTypes } = endpoint;
  const wanted = eventTypes.length > 0 ? { type: { in: eventTypes } } : {};
  const where = { merchantId, createdAt: { gte: since }, position: { not: null }, ...wanted, deliveries: { none: { endpointId } } };
  const select = { id: true, merchantId: true, sessionId: true, sequence: true, type: true } as const;
  const events = await tx.event.findMany({ where, orderBy: { position: 'asc' }, take: mostAtOnce, select });
  const owed = await tx.delivery.createMany({ data: events.flatMap((event) => owedWebhook(endpoint, event, at, at)), skipDuplicates: true });
  return owed.count;
}
