import { acts } from '#lib/http/endpoint.ts';
import { operate } from '#lib/payments/merchant-operations.ts';
import { capturePaymentContract } from '#lib/payments/operations-contract.ts';

export const POST = acts(capturePaymentContract, ({ principal, params: { paymentId }, body, intent }) =>
  operate({ principal, paymentId, kind: 'capture', body, intent }),
);
