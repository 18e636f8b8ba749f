import { preflight } from '#lib/http/cross-origin.ts';
import { acts, reads } from '#lib/http/endpoint.ts';
import { startApiPayment } from '#lib/payments/api-payment.ts';
import { startPaymentContract } from '#lib/payments/contract.ts';
import { listPaymentsContract } from '#lib/payments/list-contract.ts';
import { listPayments } from '#lib/payments/list-payments.ts';

export const GET = reads(listPaymentsContract, ({ principal, query }) => listPayments(principal, query));
export const POST = acts(startPaymentContract, ({ principal, body, intent }) => startApiPayment(principal, body, intent));
export const OPTIONS = preflight('POST');
