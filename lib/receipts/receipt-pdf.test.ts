import { expect, test } from '@playwright/test';
import { languages } from '#lib/i18n/languages.ts';
import { pageLanguage } from '#lib/i18n/page-language.ts';
import { currencyOf, type Money } from '#lib/money.ts';
import type { FaceName } from '#lib/print/faces.ts';
import { fontOf } from '#lib/print/font.ts';
import { instructionsOf, missingGlyphsOf, textsOf } from '#lib/testing/pdf.ts';
import { supportCode } from '../payments/support-code.ts';
import type { Receipt } from './contract.ts';
import { receiptPdf } from './receipt-pdf.ts';
import type { ReceiptExtras } from './receipt-sheet.ts';

const money = (minor: number, currency = 'DKK'): Money => ({ minor: BigInt(minor), currency: currencyOf(currency) as Money['currency'] });

const paymentId = '0198b5a0-0000-7000-8000-9f3a61c20b7d';

/** A receipt; override what matters. */
const aReceipt = (given: Partial<Receipt> = {}): Receipt => ({
  reference: supportCode(paymentId),
  paymentId,
  merchant: {
    name: 'Fjord & Sons',
    legalName: 'Fjord Ceramics ApS',
    legalAddress: 'Vestergade 12, 3. tv.\n8000 Aarhus C',
    taxId: 'DK12345678',
    email: 'hello@fjord.example',
    phone: '+45 12 34 56 78',
    website: 'https://fjord.example',
  },
  orderId: 'Order-1234',
  lines: [
    { description: 'Stoneware mug', quantity: 2, total: money(49_900) },
    { description: 'Tea', quantity: 1200, total: money(899_500) },
  ],
  tax: money(189_880),
  shipping: money(4_900),
  total: money(1_144_180),
  paid: money(1_144_180),
  paidAt: new Date('2026-11-28T13:03:00Z'),
  method: { identifier: 'CreditCard', name: 'Credit card' },
  last4: '1234',
  refunds: [],
  timeZone: 'Europe/Copenhagen',
  isTest: false,
  ...given,
});

const printed = (receipt: Receipt, configured = 'en', extras: Partial<ReceiptExtras> = {}) =>
  receiptPdf(receipt, pageLanguage({ configured }), { host: 'pay.example.com', ...extras }, { merchantId: '1', for: 'page' });

/** Without spaces, which the ends of lines and runs may have or not, and without marks of direction. */
const letters = (text: string): string => text.replaceAll(/[\s\p{Cf}]/gu, '');
const read = async (...asked: Parameters<typeof printed>): Promise<string> => letters(textsOf(await printed(...asked)).join(''));

const pagesOf = (pdf: Uint8Array): number =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length ?? 0;

test('it tells who sold what, what was paid, when in the merchant’s zone, how, and where it was made', async () => {
  const text = await read(aReceipt(), 'en');
  for (const part of [
    'Receipt',
    'Fjord & Sons',
    'Fjord Ceramics ApS',
    'Vestergade 12, 3. tv.',
    '8000 Aarhus C',
    'VAT number',
    'DK12345678',
    'hello@fjord.example',
    '+45 12 34 56 78',
    'https://fjord.example',
    'Order-1234',
    '28 November 2026 at 14:03 CET',
    'Card •••• 1234',
    supportCode(paymentId),
    'Stoneware mug',
    '1,200',
    'DKK 499.00',
    'Shipping',
    'DKK 49.00',
    'Tax',
    'DKK 1,898.80',
    'Amount paid',
    'DKK 11,441.80',
    'Receipt from pay.example.com',
    'Page 1 of 1',
  ])
    expect(text).toContain(letters(part));
  expect(text).not.toMatch(/refund|testmode/i);
});

test('what is not known is left out, with its label', async () => {
  const { name } = aReceipt().merchant;
  const unnamed = { name, legalName: undefined, legalAddress: undefined, taxId: undefined, email: undefined, phone: undefined, website: undefined };
  const text = await read(aReceipt({ merchant: unnamed, tax: undefined, shipping: undefined, last4: undefined }));
  for (const label of ['VAT', 'E-mail', 'Telephone', 'Help', 'Tax', 'Shipping', '••••', 'Support']) expect(text).not.toContain(label);
});

test('refunds so far are taken off, and a receipt that was given back in full says so', async () => {
  const part = await read(aReceipt({ refunds: [{ at: new Date('2026-12-01T23:30:00Z'), amount: money(100_000) }] }));
  for (const told of ['Refunded on 2 December 2026', '-DKK 1,000.00', 'Paid after refunds', 'DKK 10,441.80']) expect(part).toContain(letters(told));
  expect(part).not.toContain(letters('in full'));
  const whole = await read(aReceipt({ refunds: [{ at: new Date('2026-12-01T12:00:00Z'), amount: money(1_144_180) }] }));
  for (const told of ['DKK 0.00', 'This payment was refunded in full.']) expect(whole).toContain(letters(told));
});

test('a test receipt cannot be taken for a proof of payment', async () => {
  expect(await read(aReceipt({ isTest: true }))).toContain(letters('This is not a proof of payment.'));
});

for (const code of languages.keys()) {
  test(`${code}: a receipt is in its words, each letter in a font that has it`, async () => {
    const language = pageLanguage({ configured: code });
    const pdf = await printed(aReceipt({ isTest: true, refunds: [{ at: new Date(0), amount: money(100) }] }), code);
    expect(missingGlyphsOf(pdf)).toBe(0);
    const text = letters(textsOf(pdf).join(''));
    expect(text).not.toContain('\ufffd');
    expect(text).toContain(letters(language.t('paid.receiptHeading')));
    expect(text).toContain(letters(language.t('receipt.afterRefunds')));
  });

  test(`${code}: every currency has a sign or a code that is printed`, async () => {
    const lines = Intl.supportedValuesOf('currency')
      .filter((alpha) => currencyOf(alpha))
      .map((alpha) => ({ description: alpha, quantity: 1, total: money(123_456_789, alpha) }));
    const pdf = await printed(aReceipt({ lines }), code);
    expect(missingGlyphsOf(pdf)).toBe(0);
    expect(textsOf(pdf).join('')).not.toContain('\ufffd');
  });
}

test('many lines go over many pages: none is lost, and each page has the head and its number', async () => {
  const lines = Array.from({ length: 500 }, (_, index) => ({
    description: `Line ${index + 1}. ${'of a long story '.repeat(8)}`,
    quantity: 1,
    total: money(100),
  }));
  const pdf = await printed(aReceipt({ lines }));
  const texts = textsOf(pdf).map((text) => text.trim());
  const pages = pagesOf(pdf);
  expect(pages).toBeGreaterThan(20);
  for (let line = 1; line <= 500; line++)
    expect(
      texts.some((text) => text.startsWith(`Line ${line}. `)),
      `line ${line}`,
    ).toBe(true);
  expect(texts.filter((text) => text === 'Quantity').length).toBeGreaterThanOrEqual(pages - 1);
  for (let page = 1; page <= pages; page++) expect(texts).toContain(`Page ${page} of ${pages}`);
});

/** Letters of a block of Unicode in no order, the same each time. */
function made(seed: number, [first, last]: readonly [number, number], length: number): string {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return String.fromCodePoint(first + ((state >>> 8) % (last - first + 1)));
  };
  return Array.from({ length }, next).join('');
}

/** Counts the letters that a font is asked to shape while something is printed. */
async function lettersShaped(face: FaceName, work: () => Promise<unknown>): Promise<number> {
  const font = fontOf(face, 'plain');
  const layout = font.layout;
  let count = 0;
  font.layout = (text, ...rest) => {
    count += text.length;
    return layout.call(font, text, ...rest);
  };
  await work();
  font.layout = layout;
  return count;
}

const madeUp = { devanagari: [0x904, 0x939], korean: [0xac00, 0xd7a3], arabic: [0x621, 0x64a] } as const;

for (const face of ['devanagari', 'korean', 'arabic'] as const) {
  test(`${face}: the longest order, of words that nobody writes, is printed whole at the cost of a real one`, async () => {
    const descriptions = Array.from({ length: 500 }, (_, index) => made(index, madeUp[face], 255));
    const lines = descriptions.map((description) => ({ description, quantity: 1, total: money(100) }));
    let pdf = new Uint8Array();
    const count = await lettersShaped(face, async () => {
      pdf = await printed(aReceipt({ lines }));
    });
    // Each end of a line was looked for by shaping its word again and again: some two million letters, a minute.
    expect(count).toBeLessThan(30_000);
    expect(missingGlyphsOf(pdf)).toBe(0);
    const text = letters(textsOf(pdf).join(''));
    for (const description of [descriptions[0], descriptions[499]]) expect(text).toContain(letters(description ?? '').normalize('NFC'));
  });
}

/** The lowest baseline of a document, in points from the top of its page. */
const lowestOf = (pdf: Uint8Array): number => Math.max(...[...instructionsOf(pdf).matchAll(/1 0 0 -1 [\d.-]+ ([\d.-]+) Tm/g)].map(([, y]) => Number(y)));
const footOfPage = ((297 - 10) * 72) / 25.4;

test('a seller who has much to say goes on to the next page, beside what was paid for, and nothing is lost', async () => {
  const lines = Array.from({ length: 24 }, (_, index) => `Line ${index} ${'of an address '.repeat(17)}end${index}`);
  const merchant = { ...aReceipt().merchant, legalName: `${'Name '.repeat(50)}last`, legalAddress: lines.join('\n'), taxId: `${'7'.repeat(250)}8` };
  const pdf = await printed(aReceipt({ merchant, orderId: `${'O'.repeat(99)}X` }));
  const text = letters(textsOf(pdf).join(''));
  for (const part of ['Namelast', ...lines.map((_, index) => `end${index}`), '78', 'https://fjord.example', aReceipt().reference, 'OX', 'Stoneware mug'])
    expect(text).toContain(letters(part));
  expect(lowestOf(pdf)).toBeLessThan(footOfPage);
  expect(textsOf(pdf)).toContain(`Page 1 of ${pagesOf(pdf)}`);
});

test('a web address that nobody types from paper leads to its site alone', async () => {
  const website = `https://fjord.example/${'help/'.repeat(390)}`;
  const text = await read(aReceipt({ merchant: { ...aReceipt().merchant, website } }));
  expect(text).toContain('https://fjord.example/…');
  expect(text).not.toContain('help/help');
});

test('what the merchant wrote is printed in any script, and what no font has reads as what was written', async () => {
  const text = await read(aReceipt({ lines: [{ description: '東京 قهوة Łódź ☕', quantity: 1, total: money(100) }] }));
  for (const part of ['東京', 'قهوة', 'Łódź', '☕']) expect(text).toContain(part);
});

test('the logo stands for the name, and is read aloud as it; what is no picture is passed over', async () => {
  // One half transparent pixel.
  const logo = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const pdf = Buffer.from(await printed(aReceipt(), 'en', { logo })).toString('latin1');
  expect(pdf).toContain('/Subtype /Image');
  expect(pdf).toMatch(/\/S \/Figure\n\/Alt \(Fjord & Sons\)/);
  expect(await read(aReceipt(), 'en', { logo: new Uint8Array(50) })).toContain(letters('Fjord & Sons'));
});

test('the same receipt makes the same bytes: titled, in its language, tagged as headings and tables', async () => {
  const pdf = await printed(aReceipt(), 'da');
  expect(Buffer.compare(pdf, await printed(aReceipt(), 'da'))).toBe(0);
  const text = Buffer.from(pdf).toString('latin1');
  expect(text).toContain('/Lang (da)');
  expect(text).toContain('/Marked true');
  for (const tag of ['H1', 'H2', 'Table', 'TR', 'TH', 'TD']) expect(text).toMatch(new RegExp(`/S /${tag}\\b`));
  expect(text).toContain(supportCode(paymentId));
  expect(text).toMatch(/\/FontName \/[A-Z]{6}\+NotoSans-Regular/);
});
