import { reads } from '#lib/http/endpoint.ts';
import { getPaymentContract } from '#lib/payments/operations-contract.ts';
import { getPayment } from '#lib/payments/payment-answer.ts';

export const GET = reads(getPaymentContract, ({ principal, params }) => getPayment(principal, params.paymentId));
