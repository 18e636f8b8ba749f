import { z } from 'zod';
import { uuid } from '../http/fields.ts';
import { pagingAnswer, pagingQuery } from '../http/paging.ts';
import { lowered, type QueryOf } from '../http/query.ts';
import { Amount } from '../sessions/contract.ts';
import { createdFilters, expiresFilters, orderFilters } from '../sessions/list-contract.ts';

const Instant = z.iso.datetime();
const statuses = ['ACTIVE', 'PAID', 'EXPIRED', 'REPLACED', 'CANCELLED'] as const;

/** How far a link has brought its customers. Times are null as long as it did not come to that. */
const Funnel = z.object({
  createdAt: Instant,
  openedAt: Instant.nullable().describe('When a person opened it; machines that look do not count.'),
  startedAt: Instant.nullable().describe('When the first payment was started through it.'),
  tries: z.int().describe('Payments started through it.'),
  paidAt: Instant.nullable().describe('When its order was paid, through it or while it was the live one.'),
  endedAt: Instant.nullable().describe('When it ended unpaid.'),
  endedBy: z.enum(['expired', 'replaced', 'cancelled']).nullable(),
});

/** A payment link as its merchant sees it, whenever. */
export const LinkView = z.object({
  id: uuid,
  sessionId: uuid,
  orderId: z.string(),
  amount: Amount,
  status: z.enum(statuses).describe('Derived from its times and its order: never stored.'),
  paymentLink: z.url(),
  /** The merchant's own page, when it leads to one. */
  url: z.url().nullable(),
  validityTime: z.int().describe('Minutes from its creation.'),
  validUntil: Instant,
  activationTime: z.int().describe('Minutes from when a person opens it.'),
  extensions: z.int().describe('How often its customer added time.'),
  extendable: z.boolean(),
  previewAmount: z.boolean(),
  endsAt: Instant.describe('When it ends by its times, as they are now.'),
  funnel: Funnel,
});
export type LinkView = z.input<typeof LinkView>;

const linkFilters = {
  ...orderFilters,
  ...createdFilters,
  ...expiresFilters,
  status: lowered(statuses).optional(),
  sessionId: uuid.optional(),
};
export type LinkFilters = QueryOf<typeof linkFilters>;

const managed = { needs: 'Management', body: z.object({}), status: 200 } as const;

export const listLinksContract = {
  ...managed,
  summary: 'List payment links',
  params: z.object({}),
  query: { ...linkFilters, ...pagingQuery },
  response: z.object({ links: z.array(LinkView), ...pagingAnswer }),
} as const;

export const getLinkContract = {
  ...managed,
  summary: 'Read a payment link: where it stands and how far it came',
  params: z.object({ linkId: uuid }),
  response: LinkView,
} as const;

export const exportLinksContract = {
  ...managed,
  summary: 'Export payment links as CSV, oldest first',
  params: z.object({}),
  query: linkFilters,
  gives: ['text/csv'],
} as const;
