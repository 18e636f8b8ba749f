import type { FileAnswer } from '#lib/http/endpoint.ts';
import type { FoundReceipt } from '#lib/receipts/find-receipt.ts';
import { pdfFile, signedFile } from '#lib/receipts/receipt-files.ts';
import { readerLanguage } from '../reader-language.ts';

/** The signed file of the receipt that a page shows, if it shows one. */
export const signedReceipt = (found: FoundReceipt | undefined): FileAnswer | undefined => found && signedFile(found);

/** The same as a PDF, in the language that the page would be in. */
export async function printedReceipt(found: FoundReceipt | undefined, request: Request): Promise<FileAnswer | undefined> {
  return found && pdfFile(found, await readerLanguage(Object.fromEntries(new URL(request.url).searchParams), found.language), request);
}
