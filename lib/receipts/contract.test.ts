import { expect, test } from '@playwright/test';
import { aReceipt, minor } from '#lib/testing/receipts.ts';
import { pageLanguage } from '../i18n/page-language.ts';
import { mailDocument } from '../mail/mail-document.ts';
import { receiptSums } from './contract.ts';
import { receiptJson } from './receipt-json.ts';
import { receiptSheet } from './receipt-sheet.ts';

const english = pageLanguage({});
const at = new Date('2026-11-25T08:00:00Z');
const plain = { tax: undefined, shipping: undefined, refunds: [] };

/** What PDF and e-mail add up, which must be the same. */
function summed(given: Parameters<typeof aReceipt>[0]): [label: string, amount: string][] {
  const receipt = aReceipt({ ...plain, ...given });
  const mail = mailDocument(receipt, english).sums.map(({ label, value }): [string, string] => [label, value]);
  expect(receiptSheet(receipt, english, { host: 'x' }).sums.map(({ label, amount }) => [label, amount])).toEqual(mail);
  return mail.map(([label, amount]) => [label, amount.replaceAll('\u00a0', ' ')]);
}

/** Order 100, taken 60, in currencies of two, no and three decimals. */
const parts = [
  { code: 'DKK', total: 10_000n, paid: 6_000n, texts: ['DKK 100.00', 'DKK 60.00', '-DKK 60.00', 'DKK 0.00'], numbers: [100, 60] },
  { code: 'JPY', total: 100n, paid: 60n, texts: ['JP¥100', 'JP¥60', '-JP¥60', 'JP¥0'], numbers: [100, 60] },
  { code: 'KWD', total: 100_005n, paid: 60_001n, texts: ['KWD 100.005', 'KWD 60.001', '-KWD 60.001', 'KWD 0.000'], numbers: [100.005, 60.001] },
];

for (const { code, total, paid, texts, numbers } of parts) {
  test(`${code}: where less was captured than ordered, the total stays the order's and the amount paid is what was captured`, () => {
    const part = { total: minor(total, code), paid: minor(paid, code) };
    const [totalText = '', paidText = '', backText = '', nothing = ''] = texts;
    const told: [string, string][] = [
      ['Total', totalText],
      ['Amount paid', paidText],
    ];
    expect(summed(part)).toEqual(told);
    expect(summed({ ...part, refunds: [{ at, amount: minor(paid, code) }] })).toEqual([
      ...told,
      ['Refunded on 25 November 2026', backText],
      ['Paid after refunds', nothing],
    ]);
    const [totalValue, paidValue] = numbers;
    expect(receiptJson(aReceipt(part))).toMatchObject({ total: { value: totalValue, currency: code }, paid: { value: paidValue, currency: code } });
  });
}

test('what was captured whole, or not at all yet, has one sum: the amount paid', () => {
  expect(summed({ total: minor(10_000n) })).toEqual([['Amount paid', 'DKK 100.00']]);
});

test('all of it is refunded once all that was taken went back, whatever the order came to', () => {
  const part = { total: minor(10_000n), paid: minor(6_000n) };
  const refunded = (...amounts: bigint[]) => receiptSums({ ...part, refunds: amounts.map((amount) => ({ at, amount: minor(amount) })) });
  expect(refunded()).toEqual({ isPart: true, left: undefined, isAllRefunded: false });
  expect(refunded(5_999n)).toEqual({ isPart: true, left: minor(1n), isAllRefunded: false });
  expect(refunded(2_000n, 4_000n)).toEqual({ isPart: true, left: minor(0n), isAllRefunded: true });
});

test('the e-mail and the PDF say "in full" and "you paid" of what was taken', () => {
  const receipt = aReceipt({ ...plain, total: minor(10_000n), paid: minor(6_000n), refunds: [{ at, amount: minor(6_000n) }] });
  expect(mailDocument(receipt, english).lead).toContain('DKK\u00a060.00');
  expect(receiptSheet(receipt, english, { host: 'x' }).notes).toContain('This payment was refunded in full.');
});
