import { acts } from '#lib/http/endpoint.ts';
import { operate } from '#lib/payments/merchant-operations.ts';
import { refundPaymentContract } from '#lib/payments/operations-contract.ts';

export const POST = acts(refundPaymentContract, ({ principal, params: { paymentId }, body, intent }) =>
  operate({ principal, paymentId, kind: 'refund', body, intent }),
);
