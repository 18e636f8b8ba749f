import { z } from 'zod';
import { uuid } from '../http/fields.ts';

export const startPaymentContract = {
  summary: 'Start a payment',
  needs: 'ExecutePayment',
  params: z.object({}),
  body: z.object({ paymentMethodId: uuid, sessionId: uuid }),
  response: z.object({
    paymentId: uuid,
    /** The merchant's own order id. */
    shopOrderId: z.string(),
    /** Our payment status in capitals: REQUIRES_ACTION when the customer has to go to `url`. */
    status: z.string(),
    type: z.literal('REDIRECT'),
    url: z.url(),
  }),
  status: 200,
} as const;
