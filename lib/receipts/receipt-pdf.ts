import PDFDocument from 'pdfkit';
import type { PageLanguage } from '../i18n/page-language.ts';
import { phraseText } from '../i18n/phrase.ts';
import { formatMoney } from '../money.ts';
import type { Receipt } from './contract.ts';

/** The receipt as a PDF, A4. `host`: where it was made; `logo`: the merchant's, a PNG. */
export function receiptPdf(
  receipt: Receipt,
  language: PageLanguage,
  { host, supportCode }: { host: string; logo?: Uint8Array; supportCode?: string },
): Promise<Uint8Array> {
  const { t } = language;
  const doc = new PDFDocument({ size: 'A4', margin: 56, lang: language.tag, info: { Title: t('receipt.title', { reference: receipt.reference }) } });
  const facts = [
    t('receipt.title', { reference: receipt.reference }),
    receipt.merchant.legalName ?? receipt.merchant.name,
    `${t('paid.orderId')}: ${receipt.orderId}`,
    `${t('paid.paidAt')}: ${language.instant(receipt.paidAt, receipt.timeZone)}`,
    `${t('receipt.paid')}: ${formatMoney(receipt.total, language.locale, 'code')}`,
    ...receipt.refunds.map(
      ({ at, amount }) => `${t('receipt.refundedOn', { date: language.day(at, receipt.timeZone) })}: ${formatMoney(amount, language.locale, 'code')}`,
    ),
    ...(supportCode === undefined ? [] : [`${t('contact.supportCode')}: ${supportCode}`]),
    ...(receipt.isTest ? [t('paid.testReceipt')] : []),
    phraseText(t, 'receipt.madeBy', { host }),
  ];
  for (const fact of facts) doc.text(fact).moveDown(0.5);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
    doc.end();
  });
}
