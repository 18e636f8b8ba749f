import { z } from 'zod';
import { firstOf } from '../http/query.ts';

/** AltaPay: Authentication. The token lives one hour; `?group=Management` asks for our own group as well. */
export const authenticateContract = {
  summary: 'Exchange API credentials for a token',
  description:
    'The token is a JWT (RS256) that lives one hour and opens AltaPay’s three groups: `SessionUpdate`, `ExecutePayment`, `ListPaymentMethods`. The body is not read.',
  isAltaPays: true,
  needs: 'Basic',
  params: z.object({}),
  query: {
    group: firstOf(
      z
        .enum(['Management'])
        .optional()
        .catch(undefined)
        .describe('Ours: `Management` adds the right to the calls that AltaPay does not have. Any other value is passed over.'),
    ),
  },
  ignoresOtherQuery: true,
  body: z.object({}),
  response: z.object({ token: z.string().describe('Send it as `Authorization: Bearer …`.').meta({ example: 'eyJhbGciOiJSUzI1NiIs…' }) }).meta({ id: 'Token' }),
  status: 200,
  ignoresBody: true,
} as const;
