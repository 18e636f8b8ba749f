import { hands } from '#lib/http/handed-file.ts';
import { receiptOfLink } from '#lib/receipts/find-receipt.ts';
import { printedReceipt } from '../../receipt-answer.ts';

export const GET = hands<{ token: string }>(async ({ token }, request) => printedReceipt(await receiptOfLink(token), request));
