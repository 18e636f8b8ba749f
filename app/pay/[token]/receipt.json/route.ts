import { hands } from '#lib/http/handed-file.ts';
import { receiptOfLink } from '#lib/receipts/find-receipt.ts';
import { signedReceipt } from '../../receipt-answer.ts';

export const GET = hands<{ token: string }>(async ({ token }) => signedReceipt(await receiptOfLink(token)));
