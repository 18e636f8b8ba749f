import { z } from 'zod';
import { uuid } from '../http/fields.ts';
import { type QueryOf, queryInt } from '../http/query.ts';
import { LinkSnapshot } from '../links/link-snapshot.ts';
import { PaymentAnswer } from '../payments/operations-contract.ts';
import { Order, SessionAnswer } from '../sessions/contract.ts';

/** Everything that events tell of, by what it happened to. */
export const eventTypes = [
  'payment_link.opened',
  'payment_link.expired',
  'payment_link.cancelled',
  'payment_link.replaced',
  'payment.authorized',
  'payment.captured',
  'payment.pending',
  'payment.failed',
  'payment.released',
  'payment.surplus',
  'payment.disputed',
  'refund.succeeded',
  'refund.failed',
  'session.paid',
  'session.changed',
  'session.expired',
  'session.cancelled',
] as const;

export const EventType = z.enum(eventTypes).meta({ id: 'EventType' });
export type EventType = z.output<typeof EventType>;

/** One event, as it is sent and listed: what happened, and the whole of it as it was then. `order` may lack its lines. */
export const EventBody = z
  .object({
    id: uuid,
    type: EventType,
    timestamp: z.iso.datetime(),
    sequence: z.int().min(1).describe('1, 2, 3 … within the session, without a gap: a receiver that lacks one knows it.'),
    sessionId: uuid,
    previousStatus: z.string().nullable().describe('The status before, where the event is a change of status.'),
    mode: z.literal('test').optional().describe('In test mode only.'),
    data: z.object({
      session: SessionAnswer.extend({
        order: Order.partial({ orderLines: true }).optional(),
        orderLinesOmitted: z.literal(true).optional().describe('The order has too many lines to send; read the session for them.'),
      }),
      payment: PaymentAnswer.optional(),
      link: LinkSnapshot.optional(),
    }),
  })
  .meta({ id: 'Event', description: 'What happened, and the whole of it as it was then.' });

/** Answered as it was written, whatever contracts say since: what was told once is not taken back. */
const WrittenEvent = z.custom<z.output<typeof EventBody>>().meta({ $ref: '#/components/schemas/Event' });

export const EventsAnswer = z
  .object({
    events: z.array(
      z.object({
        position: z.int().nullable().describe('Counts 1, 2, 3 … within the merchant; null for an event of this very moment, which has none yet.'),
        event: WrittenEvent,
      }),
    ),
    hasMore: z.boolean().describe('Whether there is more after the last one.'),
  })
  .meta({ id: 'Events' });

const eventsQuery = {
  after: queryInt(0, Number.MAX_SAFE_INTEGER).optional().describe('Of all sessions: those after this position; 0 from the very first.'),
  sessionId: uuid.optional(),
  afterSequence: queryInt(0, 2_147_483_647).optional().describe('Of one session: those after this sequence.'),
  limit: queryInt(1, 500).default(100),
};
export type EventsQuery = QueryOf<typeof eventsQuery>;

export const listEventsContract = {
  summary: 'Read events in order: all after a position, or those of one session after a sequence',
  needs: 'Management',
  refuses: ['not_found'],
  params: z.object({}),
  query: eventsQuery,
  body: z.object({}),
  response: EventsAnswer,
  status: 200,
} as const;
