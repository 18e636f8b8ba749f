import { z } from 'zod';
import { instant, text } from '../http/fields.ts';
import { pagingAnswer, pagingQuery } from '../http/paging.ts';
import { lowered, type QueryOf } from '../http/query.ts';
import { currencyOf } from '../money.ts';
import { SessionAnswer } from './contract.ts';

const decimal = z.string().regex(/^\d{1,15}(?:\.\d{1,3})?$/, 'must be an amount in major units, such as 49.50');

/** Filters by what an order says: of sessions, and of the links and payments that belong to them. */
export const orderFilters = {
  orderId: text(100, 1).optional().describe('Your order id, whole.'),
  currency: z
    .string()
    .transform((code, context) => {
      const currency = currencyOf(code);
      if (currency) return currency;
      context.addIssue({ code: 'custom', message: 'must be a currency (ISO 4217)' });
      return z.NEVER;
    })
    .optional(),
  amountFrom: decimal.optional().describe('Least amount in major units of `currency`, which it needs.'),
  amountTo: decimal.optional().describe('Most, included.'),
  email: text(254, 1).optional().describe('The customer’s e-mail address, whole, in any case.'),
  q: text(200, 1)
    .optional()
    .describe('Words, or their beginnings, in the order id, the customer’s name and e-mail, the order lines and transactionInfo. All must be there.'),
};
export type OrderFilters = QueryOf<typeof orderFilters>;

export const createdFilters = {
  createdFrom: instant.optional(),
  createdTo: instant.optional().describe('Not included.'),
};

export const expiresFilters = {
  expiresFrom: instant.optional(),
  expiresTo: instant.optional().describe('Not included.'),
};

/** The filters of a list of sessions. */
const sessionFilters = {
  ...orderFilters,
  ...createdFilters,
  ...expiresFilters,
  status: lowered(['OPEN', 'PENDING', 'PAID', 'EXPIRED', 'CANCELLED']).optional(),
};
export type SessionFilters = QueryOf<typeof sessionFilters>;

export const listSessionsContract = {
  summary: 'List checkout sessions',
  needs: 'Management',
  params: z.object({}),
  query: { ...sessionFilters, ...pagingQuery },
  body: z.object({}),
  response: z.object({ sessions: z.array(SessionAnswer), ...pagingAnswer }),
  status: 200,
} as const;
