import { env } from '../env.ts';
import type { FileAnswer } from '../http/endpoint.ts';
import { type PageLanguage, pageLanguage } from '../i18n/page-language.ts';
import { logoPng } from '../merchants/brand.ts';
import type { Principal } from '../merchants/principal.ts';
import type { PrintTurn } from '../print/print-desk.ts';
import type { Receipt } from './contract.ts';
import { type FoundReceipt, receiptOfPayment } from './find-receipt.ts';
import { receiptPdf } from './receipt-pdf.ts';
import { signReceipt } from './sign.ts';

/** The signed file of a receipt, to keep. */
export const signedFile = ({ receipt }: FoundReceipt): FileAnswer => ({
  type: 'application/json',
  body: signReceipt(receipt),
  headers: toKeep(receipt, 'json'),
});

/** The receipt as a PDF, to keep; not printed once who asked is gone. */
export async function pdfFile({ receipt, merchantId }: FoundReceipt, language: PageLanguage, { signal }: Request): Promise<FileAnswer> {
  return { type: 'application/pdf', body: await pdfOf(receipt, language, { merchantId, for: 'page', signal }), headers: toKeep(receipt, 'pdf') };
}

/** The PDF as it is, for e-mails too. */
export async function pdfOf(receipt: Receipt, language: PageLanguage, turn: PrintTurn): Promise<Uint8Array<ArrayBuffer>> {
  const logo = await logoPng(turn.merchantId);
  return receiptPdf(receipt, language, { host: new URL(env().PUBLIC_URL).host, ...(logo && { logo }) }, turn);
}

/** What the file is called where it is kept: letters and digits only. */
export const fileName = ({ reference }: Receipt, kind: 'json' | 'pdf'): string => `receipt-${reference}.${kind}`;

const toKeep = (receipt: Receipt, kind: 'json' | 'pdf') => ({ 'content-disposition': `attachment; filename="${fileName(receipt, kind)}"` });

type Asked = { principal: Principal; params: { paymentId: string } };

/** The signed file of a merchant's payment. */
export const paymentReceiptJson = async ({ principal, params }: Asked): Promise<FileAnswer> => signedFile(await receiptOfPayment(principal, params.paymentId));

/** The receipt of a merchant's payment as a PDF, in the language asked for, else the session's. */
export async function paymentReceiptPdf(asked: Asked & { query: { language?: string | undefined }; request: Request }): Promise<FileAnswer> {
  const { principal, params, query, request } = asked;
  const found = await receiptOfPayment(principal, params.paymentId);
  return pdfFile(found, pageLanguage({ picked: query.language, configured: found.language }), request);
}
