import { z } from 'zod';
import { instant, uuid } from '../http/fields.ts';
import { lowered, type QueryOf, queryInt } from '../http/query.ts';

const Instant = z.iso.datetime();
const DeliveryParams = z.object({ deliveryId: uuid });

const Delivery = z.object({
  id: uuid,
  /** SUCCESS, FAILURE and NOTIFICATION are AltaPay's callbacks of a session; WEBHOOK tells one endpoint of one event. */
  kind: z.enum(['SUCCESS', 'FAILURE', 'NOTIFICATION', 'WEBHOOK']),
  /** EXHAUSTED: given up, after ten tries, a 410 or the end of its endpoint; it can be replayed. */
  status: z.enum(['PENDING', 'DELIVERED', 'EXHAUSTED']),
  sessionId: uuid,
  paymentId: uuid.nullable(),
  endpointId: uuid.nullable(),
  eventId: uuid.nullable(),
  /** The event's type, or what the callback tells of the payment. */
  tells: z.string(),
  url: z.string(),
  attempts: z.int(),
  /** When it is tried next; null once it is over. */
  nextAt: Instant.nullable(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
});

const WholeDelivery = Delivery.extend({
  request: z.object({ contentType: z.string(), body: z.string() }),
  /** The newest hundred, oldest first. */
  tries: z.array(
    z.object({
      at: Instant,
      durationMs: z.int(),
      status: z.int().nullable(),
      /** Why there was no answer. */
      error: z.string().nullable(),
      /** The answer's first 2,048 characters. */
      answer: z.string().nullable(),
    }),
  ),
});

const kinds = ['SUCCESS', 'FAILURE', 'NOTIFICATION', 'WEBHOOK'] as const;
const statuses = ['PENDING', 'DELIVERED', 'EXHAUSTED'] as const;

const deliveriesQuery = {
  status: lowered(statuses).optional(),
  kind: lowered(kinds).optional(),
  endpointId: uuid.optional(),
  sessionId: uuid.optional(),
  eventId: uuid.optional(),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
  before: z
    .string()
    .regex(/^\d{1,13}\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be the "next" of the page before')
    .optional(),
  limit: queryInt(1, 200).default(50),
};
export type DeliveriesQuery = QueryOf<typeof deliveriesQuery>;

const managed = { needs: 'Management', body: z.object({}), status: 200 } as const;

export const listDeliveriesContract = {
  ...managed,
  summary: 'List what was sent to you, newest first',
  params: z.object({}),
  query: deliveriesQuery,
  /** `next`: the `before` of the next page; null on the last. */
  response: z.object({ deliveries: z.array(Delivery), next: z.string().nullable() }),
} as const;
export const getDeliveryContract = {
  ...managed,
  summary: 'Read a delivery, its request and its tries',
  params: DeliveryParams,
  response: WholeDelivery,
} as const;
export const replayDeliveryContract = { ...managed, summary: 'Deliver once more', params: DeliveryParams, response: Delivery } as const;

export type DeliveryAnswer = z.input<typeof Delivery>;
export type WholeDeliveryAnswer = z.input<typeof WholeDelivery>;
