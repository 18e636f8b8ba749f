import type { PageLanguage } from '../i18n/page-language.ts';
import { type PrintTurn, print } from '../print/print-desk.ts';
import type { Receipt } from './contract.ts';
import { type ReceiptExtras, receiptSheet } from './receipt-sheet.ts';

/** A receipt as a PDF: A4 pages, as many as its lines take, in any script. 503 when too many files are being printed. */
export const receiptPdf = (receipt: Receipt, language: PageLanguage, extras: ReceiptExtras, turn: PrintTurn): Promise<Uint8Array<ArrayBuffer>> =>
  print({ kind: 'receipt', facts: receiptSheet(receipt, language, extras) }, turn);
