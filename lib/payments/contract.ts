import { z } from 'zod';
import { optional, text, uuid } from '../http/fields.ts';

export const startPaymentContract = {
  summary: 'Start a payment',
  needs: 'ExecutePayment',
  isForBrowsers: true,
  params: z.object({}),
  body: z.object({
    paymentMethodId: uuid,
    sessionId: uuid,
    /** Ours: the revision of the order that the customer saw. When it is another by now, nothing is begun (409 `order_changed`). */
    revision: optional(z.int().min(0)),
    /** Ours: the language of the page (BCP 47), for the gateway's; one that our pages do not speak is not passed on. */
    language: optional(text(35)),
  }),
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
