import { methodName } from '../i18n/method-name.ts';
import type { PageLanguage } from '../i18n/page-language.ts';
import { type PhrasePart, phraseParts } from '../i18n/phrase.ts';
import type { Money } from '../money.ts';
import { type Receipt, receiptSums } from './contract.ts';

/** What is printed beside the receipt's own facts. */
export type ReceiptExtras = {
  /** Where it was made. */
  host: string;
  /** The merchant's, as a PNG. */
  logo?: Uint8Array;
};

/** A label and what it names, in words. `isOurs`: written by us in the page's language, and not given by the merchant. */
export type Fact = { label: string; value: string; isOurs: boolean };

/** A receipt in words, ready to be laid out; it can be sent to a thread. */
export type ReceiptSheet = {
  /** BCP 47; `locale` forms the numbers of pages. */
  language: string;
  locale: string;
  direction: 'ltr' | 'rtl';
  /** Of the payment or of the last refund, so that the same receipt makes the same bytes. */
  createdAt: Date;
  title: string;
  heading: string;
  logo: Uint8Array | undefined;
  /** Shown where there is no logo, and read aloud where there is one. */
  merchant: string;
  seller: { heading: string; name: string; address: string[]; facts: Fact[] };
  facts: Fact[];
  columns: { item: string; quantity: string; amount: string };
  lines: { description: string; quantity: string; amount: string }[];
  /** Below the lines, in their order; strong ones are sums. */
  sums: { label: string; amount: string; isStrong: boolean }[];
  notes: string[];
  /** That no real money moved, when none did. */
  test: string[];
  madeBy: string;
  /** "Page 1 of 2", cut at its values `page` and `pages`. */
  pageOf: PhrasePart[];
};

/** Keeps a value that runs from left to right from reordering the words around it (U+2066, U+2069). */
const leftToRight = (value: string): string => `\u2066${value}\u2069`;

/** The words of a receipt in a language. */
export function receiptSheet(receipt: Receipt, language: PageLanguage, extras: ReceiptExtras): ReceiptSheet {
  const { t, tag, locale, direction } = language;
  const { merchant } = receipt;
  return {
    language: tag,
    locale,
    direction,
    createdAt: receipt.refunds.at(-1)?.at ?? receipt.paidAt,
    title: t('receipt.title', { reference: receipt.reference }),
    heading: t('paid.receiptHeading'),
    logo: extras.logo,
    merchant: merchant.name,
    seller: sellerOf(receipt, language),
    facts: orderFacts(receipt, language),
    columns: { item: t('receipt.item'), quantity: t('receipt.quantity'), amount: t('receipt.amount') },
    lines: receipt.lines.map(({ description, quantity, total }) => ({ description, quantity: language.count(quantity), amount: language.money(total) })),
    sums: sumsOf(receipt, language),
    notes: [...(receiptSums(receipt).isAllRefunded ? [t('receipt.refundedAll')] : []), t('paid.keep', { merchant: merchant.name })],
    test: receipt.isTest ? [`${t('testMode.label')}: ${t('testMode.detail')}`, t('paid.testReceipt')] : [],
    madeBy: t('receipt.madeBy', { host: leftToRight(extras.host) }),
    pageOf: phraseParts(t, 'receipt.page', ['page', 'pages']),
  };
}

function sellerOf({ merchant }: Receipt, { t }: PageLanguage): ReceiptSheet['seller'] {
  return {
    heading: t('receipt.seller'),
    name: merchant.legalName ?? merchant.name,
    address: (merchant.legalAddress ?? '').split(/\r?\n/).filter((line) => line.trim() !== ''),
    facts: given([
      [t('receipt.taxId'), merchant.taxId],
      [t('contact.email'), merchant.email],
      [t('contact.phone'), merchant.phone],
      [t('contact.website'), merchant.website && onPaper(merchant.website)],
    ]),
  };
}

/** More of an address nobody types. */
const longestAddress = 100;

/** An address of the web as far as it is of use on paper: a long one leads to its site alone. */
const onPaper = (address: string): string => (address.length > longestAddress && URL.canParse(address) ? `${new URL(address).origin}/…` : address);

function orderFacts(receipt: Receipt, language: PageLanguage): Fact[] {
  const { t } = language;
  const card = receipt.last4 === undefined ? '' : ` ${leftToRight(t('paid.cardEnding', { last4: receipt.last4 }))}`;
  return [
    ...given([[t('paid.orderId'), receipt.orderId]]),
    { label: t('paid.paidAt'), value: language.instant(receipt.paidAt, receipt.timeZone), isOurs: true },
    { label: t('paid.method'), value: `${methodName(t, receipt.method)}${card}`, isOurs: true },
    ...given([[t('paid.reference'), receipt.reference]]),
  ];
}

const given = (facts: readonly (readonly [label: string, value: string | undefined])[]): Fact[] =>
  facts.flatMap(([label, value]) => (value === undefined || value.trim() === '' ? [] : [{ label, value, isOurs: false }]));

function sumsOf(receipt: Receipt, language: PageLanguage): ReceiptSheet['sums'] {
  const { t, money } = language;
  const { tax, shipping, total, paid, refunds, timeZone } = receipt;
  const { isPart, left } = receiptSums(receipt);
  const row = (label: string, amount: Money, isStrong: boolean) => ({ label, amount: money(amount), isStrong });
  return [
    ...(shipping ? [row(t('order.shipping'), shipping, false)] : []),
    ...(tax ? [row(t('order.tax'), tax, false)] : []),
    ...(isPart ? [row(t('order.total'), total, false)] : []),
    row(t('receipt.paid'), paid, true),
    ...refunds.map(({ at, amount }) => row(t('receipt.refundedOn', { date: language.day(at, timeZone) }), { ...amount, minor: -amount.minor }, false)),
    ...(left ? [row(t('receipt.afterRefunds'), left, true)] : []),
  ];
}
