import { sends } from '#lib/http/endpoint.ts';
import { receiptJsonContract } from '#lib/receipts/api-contract.ts';
import { paymentReceiptJson } from '#lib/receipts/receipt-files.ts';

export const GET = sends(receiptJsonContract, paymentReceiptJson);
