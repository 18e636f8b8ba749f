import type { Event, Prisma, WebhookEndpoint } from '../db/generated/client.ts';
import { newId } from '../ids.ts';

/** An event that has its position, as far as its deliveries need it. */
export type Placed = Pick<Event, 'id' | 'merchantId' | 'sessionId' | 'sequence' | 'type'>;

/** The delivery that an endpoint is owed of an event, due at a time; none of a type it did not ask for. */
export function owedWebhook(
  { id: endpointId, eventTypes }: Pick<WebhookEndpoint, 'id' | 'eventTypes'>,
  event: Placed,
  dueAt: Date,
  at: Date,
): Prisma.DeliveryCreateManyInput[] {
  const { id: eventId, merchantId, sessionId, sequence, type } = event;
  if (eventTypes.length > 0 && !eventTypes.includes(type)) return [];
  const facts = { merchantId, sessionId, queue: endpointId, endpointId, eventId, sequence };
  return [{ id: newId(), kind: 'webhook', ...facts, status: 'pending', dueAt, createdAt: at }];
}
