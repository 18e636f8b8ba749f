import { hands } from '#lib/http/handed-file.ts';
import { receiptOfReturn } from '#lib/receipts/find-receipt.ts';
import { printedReceipt } from '../../../receipt-answer.ts';

export const GET = hands<{ key: string }>(async ({ key }, request) => printedReceipt(await receiptOfReturn(key), request));
