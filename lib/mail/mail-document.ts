import { mailWords, plainLine } from '../i18n/mail-words.ts';
import { methodName } from '../i18n/method-name.ts';
import type { PageLanguage } from '../i18n/page-language.ts';
import { type Receipt, receiptSums } from '../receipts/contract.ts';

type Row = { label: string; value: string; isTotal?: boolean };

/** What an e-mail with a receipt says, in the order of its reading, in words of its language. Every text is one line. */
export type MailDocument = {
  tag: string;
  direction: 'ltr' | 'rtl';
  subject: string;
  /** That no real money moved, where none did. */
  warning: string | undefined;
  heading: string;
  lead: string;
  facts: Row[];
  columns: { item: string; quantity: string; amount: string };
  lines: { description: string; quantity: string; amount: string }[];
  sums: Row[];
  /** That the PDF is attached, where it is. */
  attached: string | undefined;
  seller: { label: string; lines: string[] };
  contact: { heading: string; rows: Row[] } | undefined;
  why: string;
};

/** The e-mail of a receipt in a language. */
export function mailDocument(receipt: Receipt, language: PageLanguage): MailDocument {
  const { t, money, count } = language;
  const { merchant, orderId, paid, isTest } = receipt;
  const words = mailWords(language, { merchant: merchant.name, orderId, amount: money(paid) });
  return {
    tag: language.tag,
    direction: language.direction,
    ...words,
    warning: isTest ? `${t('testMode.label')}. ${t('testMode.detail')} ${t('paid.testReceipt')}` : undefined,
    facts: factRows(receipt, language),
    columns: { item: t('receipt.item'), quantity: t('receipt.quantity'), amount: t('receipt.amount') },
    lines: receipt.lines.map((line) => ({ description: plainLine(line.description), quantity: count(line.quantity), amount: money(line.total) })),
    sums: sumRows(receipt, language),
    seller: { label: t('receipt.seller'), lines: sellerLines(receipt, language) },
    contact: contactOf(receipt, language),
  };
}

function factRows({ orderId, paidAt, timeZone, method, last4, reference }: Receipt, { t, instant }: PageLanguage): Row[] {
  return [
    { label: t('paid.orderId'), value: plainLine(orderId) },
    { label: t('paid.paidAt'), value: instant(paidAt, timeZone) },
    { label: t('paid.method'), value: plainLine(methodName(t, method)) },
    ...(last4 === undefined ? [] : [{ label: t('paid.card'), value: t('paid.cardEnding', { last4 }) }]),
    { label: t('paid.reference'), value: reference },
  ];
}

function sumRows(receipt: Receipt, { t, money, day }: PageLanguage): Row[] {
  const { shipping, tax, total, paid, refunds, timeZone } = receipt;
  const { isPart, left } = receiptSums(receipt);
  return [
    ...(shipping ? [{ label: t('order.shipping'), value: money(shipping) }] : []),
    ...(tax ? [{ label: t('order.tax'), value: money(tax) }] : []),
    ...(isPart ? [{ label: t('order.total'), value: money(total) }] : []),
    { label: t('receipt.paid'), value: money(paid), isTotal: true },
    ...refunds.map(({ at, amount }) => ({
      label: t('receipt.refundedOn', { date: day(at, timeZone) }),
      value: money({ ...amount, minor: -amount.minor }),
    })),
    ...(left ? [{ label: t('receipt.afterRefunds'), value: money(left), isTotal: true }] : []),
  ];
}

function sellerLines({ merchant }: Receipt, { t }: PageLanguage): string[] {
  const { name, legalName, legalAddress, taxId } = merchant;
  const address = legalAddress?.split('\n') ?? [];
  return [legalName ?? name, ...address, ...(taxId === undefined ? [] : [`${t('receipt.taxId')}: ${taxId}`])].map(plainLine).filter((line) => line !== '');
}

function contactOf({ merchant: { email, phone, website } }: Receipt, { t }: PageLanguage): MailDocument['contact'] {
  const told: [string, string | undefined][] = [
    [t('contact.email'), email],
    [t('contact.phone'), phone],
    [t('contact.website'), website],
  ];
  const rows = told.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value: plainLine(value) }]));
  return rows.length === 0 ? undefined : { heading: t('contact.heading'), rows };
}
