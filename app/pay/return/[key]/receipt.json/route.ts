import { hands } from '#lib/http/handed-file.ts';
import { receiptOfReturn } from '#lib/receipts/find-receipt.ts';
import { signedReceipt } from '../../../receipt-answer.ts';

export const GET = hands<{ key: string }>(async ({ key }) => signedReceipt(await receiptOfReturn(key)));
