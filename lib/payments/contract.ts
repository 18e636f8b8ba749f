import { z } from 'zod';
import { uuid } from '../http/fields.ts';
import { SessionParams } from '../sessions/contract.ts';

/** AltaPay: PaymentMethods and the public SDKs' models. */
const Method = z.object({
  id: uuid,
  /** CARD, or AltaPay's identifier of the method in capitals: MOBILEPAY, BANKPAYMENT … */
  type: z.string(),
  name: z.string(),
  description: z.string(),
  logoUrl: z.url(),
  display: z.literal('REDIRECT'),
  /** POST `{paymentMethodId, sessionId}` to `value`. */
  onInitiatePayment: z.object({ type: z.literal('POST'), value: z.url() }),
  metadata: z.record(z.string(), z.string()),
});

export const listMethodsContract = {
  summary: 'List the payment methods of a session',
  needs: 'ListPaymentMethods',
  params: SessionParams,
  body: z.object({}),
  response: z.object({ methods: z.array(Method) }),
  status: 200,
} as const;

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
