import { acts } from '#lib/http/endpoint.ts';
import { operate } from '#lib/payments/merchant-operations.ts';
import { releasePaymentContract } from '#lib/payments/operations-contract.ts';

export const POST = acts(releasePaymentContract, ({ principal, params: { paymentId }, body, intent }) =>
  operate({ principal, paymentId, kind: 'release', body, intent }),
);
