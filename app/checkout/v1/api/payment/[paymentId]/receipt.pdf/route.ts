import { sends } from '#lib/http/endpoint.ts';
import { receiptPdfContract } from '#lib/receipts/api-contract.ts';
import { paymentReceiptPdf } from '#lib/receipts/receipt-files.ts';

export const GET = sends(receiptPdfContract, paymentReceiptPdf);
