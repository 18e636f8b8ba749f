import { preflight } from '#lib/http/cross-origin.ts';
import { acts } from '#lib/http/endpoint.ts';
import { startApiPayment } from '#lib/payments/api-payment.ts';
import { startPaymentContract } from '#lib/payments/contract.ts';

export const POST = acts(startPaymentContract, ({ principal, body, intent }) => startApiPayment(principal, body, intent));
export const OPTIONS = preflight('POST');
