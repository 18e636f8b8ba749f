import { sends } from '#lib/http/endpoint.ts';
import { exportPayments } from '#lib/payments/export-payments.ts';
import { exportPaymentsContract } from '#lib/payments/list-contract.ts';

export const GET = sends(exportPaymentsContract, ({ principal, query }) => exportPayments(principal, query));
