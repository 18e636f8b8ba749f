import { z } from 'zod';
import { uuid } from '../http/fields.ts';
import { pagingAnswer, pagingQuery } from '../http/paging.ts';
import { lowered, type QueryOf } from '../http/query.ts';
import { createdFilters, orderFilters } from '../sessions/list-contract.ts';
import { PaymentAnswer } from './operations-contract.ts';
import { exampleSupportCode, idEnd } from './support-code.ts';

const statuses = ['CREATED', 'PROCESSING', 'REQUIRES_ACTION', 'PENDING', 'AUTHORIZED', 'CAPTURED', 'FAILED', 'CANCELLED', 'RELEASED'] as const;

const paymentFilters = {
  ...orderFilters,
  ...createdFilters,
  status: lowered(statuses).optional(),
  sessionId: uuid.optional(),
  supportCode: z
    .string()
    .refine((text) => idEnd(text) !== undefined, `must be a support code such as "${exampleSupportCode}"`)
    .optional()
    .describe('What a payer reads out from the page or the receipt: the payment with this code.'),
};
export type PaymentFilters = QueryOf<typeof paymentFilters>;

const managed = { needs: 'Management', params: z.object({}), body: z.object({}), status: 200 } as const;

export const listPaymentsContract = {
  ...managed,
  summary: 'List payments: every try at paying, whatever became of it',
  query: { ...paymentFilters, ...pagingQuery },
  response: z.object({ payments: z.array(PaymentAnswer), ...pagingAnswer }),
} as const;

export const exportPaymentsContract = {
  ...managed,
  summary: 'Export payments as CSV, oldest first',
  query: paymentFilters,
  gives: ['text/csv'],
} as const;
