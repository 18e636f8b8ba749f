import { z } from 'zod';
import { optional, text, uuid } from '../http/fields.ts';

export const startPaymentContract = {
  summary: 'Start a payment',
  description: 'Answers where to send the customer. With a customer’s token it pays that token’s session only.',
  isAltaPays: true,
  needs: 'ExecutePayment',
  refuses: [
    'not_found',
    'session_incomplete',
    'session_ended',
    'session_paid',
    'payment_in_progress',
    'order_changed',
    'payments_paused',
    'gateway_refused',
    'link_expired',
    'link_replaced',
    'link_cancelled',
    'rate_limited',
    'gateway_unreachable',
  ],
  isForBrowsers: true,
  params: z.object({}),
  body: z
    .object({
      paymentMethodId: uuid.describe('One of the session’s payment methods.'),
      sessionId: uuid,
      revision: optional(z.int().min(0)).describe('Ours: the revision of the order that the customer saw. When it is another by now, nothing is begun.'),
      language: optional(text(35)).describe('Ours: the language of the page (BCP 47), for the gateway’s.'),
    })
    .meta({ id: 'PaymentBody' }),
  response: z
    .object({
      paymentId: uuid,
      shopOrderId: z.string().meta({ description: 'Your own order id.', example: 'Order-1234' }),
      status: z
        .string()
        .meta({ description: 'Our payment status in capitals: `REQUIRES_ACTION` when the customer has to go to `url`.', example: 'REQUIRES_ACTION' }),
      type: z.literal('REDIRECT'),
      url: z.url().meta({ description: 'The gateway’s page.', example: 'https://gateway.example/pay/1' }),
    })
    .meta({ id: 'StartedPayment' }),
  status: 200,
} as const;
