import type { z } from 'zod';
import { type Cell, csvOf } from '../http/csv.ts';
import type { FileAnswer } from '../http/endpoint.ts';
import type { Principal } from '../merchants/principal.ts';
import type { PaymentFilters } from './list-contract.ts';
import { paymentListing, readPayments } from './list-payments.ts';
import type { PaymentAnswer } from './operations-contract.ts';

type Row = z.input<typeof PaymentAnswer>;

const columns: [string, (payment: Row) => Cell][] = [
  ['paymentId', ({ paymentId }) => paymentId],
  ['sessionId', ({ sessionId }) => sessionId],
  ['orderId', ({ shopOrderId }) => shopOrderId],
  ['status', ({ status }) => status],
  ['amount', ({ amount }) => amount.value],
  ['currency', ({ amount }) => amount.currency],
  ['authorizedAmount', ({ authorizedAmount }) => authorizedAmount.value],
  ['capturedAmount', ({ capturedAmount }) => capturedAmount.value],
  ['refundedAmount', ({ refundedAmount }) => refundedAmount.value],
  ['disputedAmount', ({ disputedAmount }) => disputedAmount.value],
  ['settles', ({ settles }) => String(settles)],
  ['surplusReason', ({ surplusReason }) => surplusReason],
  ['method', ({ method }) => method.type],
  ['terminal', ({ method }) => method.terminalName],
  ['lastFourDigits', ({ cardInformation }) => cardInformation?.lastFourDigits ?? null],
  ['failureCode', ({ failure }) => failure?.code ?? null],
  ['gatewayReference', ({ gatewayReference }) => gatewayReference],
  ['createdAt', ({ createdAt }) => createdAt],
  ['changedAt', ({ changedAt }) => changedAt],
];

/** The merchant's payments that the filters let through, as CSV. */
export async function exportPayments({ merchantId }: Principal, filters: PaymentFilters): Promise<FileAnswer> {
  return {
    type: 'text/csv; charset=utf-8; header=present',
    headers: { 'content-disposition': 'attachment; filename="payments.csv"' },
    body: csvOf(columns, await paymentListing(merchantId, filters), (places) => readPayments(merchantId, places)),
  };
}
