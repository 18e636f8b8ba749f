import { z } from 'zod';
import { instant, uuid } from '../http/fields.ts';
import { lowered, type QueryOf, queryInt } from '../http/query.ts';

const Instant = z.iso.datetime();
const DeliveryParams = z.object({ deliveryId: uuid });

const DeliveryFacts = z.object({
  id: uuid,
  kind: z
    .enum(['SUCCESS', 'FAILURE', 'NOTIFICATION', 'WEBHOOK'])
    .describe('`SUCCESS`, `FAILURE` and `NOTIFICATION` are AltaPay’s callbacks of a session; `WEBHOOK` tells one endpoint of one event.'),
  status: z
    .enum(['PENDING', 'DELIVERED', 'EXHAUSTED'])
    .describe('`EXHAUSTED`: given up, after ten tries, a 410 or the end of its endpoint; it can be replayed.'),
  sessionId: uuid,
  paymentId: uuid.nullable(),
  endpointId: uuid.nullable(),
  eventId: uuid.nullable(),
  tells: z.string().meta({ description: 'The event’s type, or what the callback tells of the payment.', example: 'session.paid' }),
  url: z.string(),
  attempts: z.int(),
  nextAt: Instant.nullable().describe('When it is tried next; null once it is over.'),
  createdAt: Instant,
  endedAt: Instant.nullable(),
});
const Delivery = DeliveryFacts.meta({ id: 'Delivery' });

const Try = z
  .object({
    at: Instant,
    durationMs: z.int(),
    status: z.int().nullable(),
    error: z.string().nullable().describe('Why there was no answer.'),
    answer: z.string().nullable().describe('The answer’s first 2,048 characters.'),
  })
  .meta({ id: 'DeliveryTry' });

const WholeDelivery = DeliveryFacts.extend({
  request: z.object({ contentType: z.string().meta({ example: 'application/json' }), body: z.string() }),
  tries: z.array(Try).describe('The newest hundred, oldest first.'),
}).meta({ id: 'WholeDelivery' });

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
    .optional()
    .describe('The `next` of the page before.'),
  limit: queryInt(1, 200).default(50),
};
export type DeliveriesQuery = QueryOf<typeof deliveriesQuery>;

const managed = { needs: 'Management', body: z.object({}), status: 200 } as const;

export const listDeliveriesContract = {
  ...managed,
  summary: 'List what was sent to you, newest first',
  params: z.object({}),
  query: deliveriesQuery,
  response: z
    .object({ deliveries: z.array(Delivery), next: z.string().nullable().describe('The `before` of the next page; null on the last.') })
    .meta({ id: 'Deliveries' }),
} as const;
export const getDeliveryContract = {
  ...managed,
  summary: 'Read a delivery, its request and its tries',
  params: DeliveryParams,
  response: WholeDelivery,
} as const;
export const replayDeliveryContract = {
  ...managed,
  summary: 'Deliver once more',
  description: 'With the same id, so that a receiver that has it already knows it.',
  params: DeliveryParams,
  refuses: ['conflict'],
  response: Delivery,
} as const;

export type DeliveryAnswer = z.input<typeof Delivery>;
export type WholeDeliveryAnswer = z.input<typeof WholeDelivery>;
