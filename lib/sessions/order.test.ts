import { expect, test } from '@playwright/test';
import { refusal } from '#lib/testing/refusal.ts';
import { anOrder } from '../testing/orders.ts';
import { Order } from './contract.ts';
import { priceOrder } from './order.ts';

type Line = { unitPrice: number; quantity?: number; taxAmount?: number; goodsType?: string };

const order = (value: number, lines: Line[], currency = 'DKK') =>
  Order.parse({ orderId: 'A', amount: { value, currency }, orderLines: lines.map((line) => ({ itemId: '1', description: 'One', quantity: 1, ...line })) });

test('an order is priced in whole minor units, line by line', () => {
  const priced = priceOrder(Order.parse(anOrder()));
  expect(priced).toMatchObject({ orderId: 'Order-1234/2026', amount: { minor: 204_999n, currency: 'DKK' } });
  expect(priced.lines.map(({ unitPriceMinor, quantity, taxMinor, totalMinor }) => [unitPriceMinor, quantity, taxMinor, totalMinor])).toEqual([
    [80_000n, 2, 35_099n, 195_099n],
    [0n, 1, 0n, 0n],
    [9_900n, 1, 0n, 9_900n],
  ]);
});

test('a line without tax and kind is an untaxed item', () => {
  expect(priceOrder(order(1, [{ unitPrice: 1 }])).lines[0]).toMatchObject({ taxMinor: 0n, goodsType: 'item' });
});

test('what floats cannot add still sums', () => {
  expect(0.1 + 0.2).not.toBe(0.3);
  expect(priceOrder(order(0.3, [{ unitPrice: 0.1 }, { unitPrice: 0.2 }])).amount.minor).toBe(30n);
  expect(priceOrder(order(4.35, [{ unitPrice: 0.29, quantity: 15 }])).amount.minor).toBe(435n);
  expect(priceOrder(order(1.005, [{ unitPrice: 0.335, quantity: 3 }], 'KWD')).amount.minor).toBe(1005n);
});

test('discounts count against', () => {
  expect(priceOrder(order(80, [{ unitPrice: 100 }, { unitPrice: -10, quantity: 2, goodsType: 'discount' }])).amount.minor).toBe(8_000n);
});

test('10,000 random orders are priced as integers would price them', () => {
  for (let round = 0; round < 10_000; round += 1) {
    const lines = Array.from({ length: 1 + (round % 5) }, () => ({
      price: Math.floor(Math.random() * 1_000_000),
      quantity: 1 + Math.floor(Math.random() * 9),
      tax: Math.floor(Math.random() * 10_000),
    }));
    const minor = 1 + lines.reduce((sum, { price, quantity, tax }) => sum + price * quantity + tax, 0);
    const wire = [{ unitPrice: 0.01 }, ...lines.map(({ price, quantity, tax }) => ({ unitPrice: price / 100, quantity, taxAmount: tax / 100 }))];
    if (priceOrder(order(minor / 100, wire)).amount.minor !== BigInt(minor)) throw new Error(`${minor} was priced otherwise`);
  }
});

test('a sum that differs is refused with the difference, either way', () => {
  const short = refusal(() => priceOrder(order(10.01, [{ unitPrice: 10 }])));
  expect([short.code, short.message]).toEqual(['order_sum_mismatch', expect.stringContaining('they differ by 0.01.')]);
  const long = refusal(() => priceOrder(order(1199, [{ unitPrice: 600, quantity: 2 }], 'JPY')));
  expect([long.code, long.message]).toEqual(['order_sum_mismatch', expect.stringContaining('sum to 1200 JPY; the amount is 1199 JPY: they differ by 1.')]);
});

test('a sum beyond every amount is refused as such', () => {
  const error = refusal(() => priceOrder(order(1, [{ unitPrice: 9_999_999_999_999, quantity: 1_000_000 }])));
  expect([error.code, error.message]).toEqual(['order_sum_mismatch', expect.stringContaining('sum to more than can be paid')]);
});

test('every amount the currency cannot hold is pointed at', () => {
  const error = refusal(() => priceOrder(order(1.5, [{ unitPrice: 0.5 }, { unitPrice: 1, taxAmount: 0.1 }], 'JPY')));
  expect(error.extra.errors).toEqual([
    { pointer: '/order/amount/value', detail: 'is not an exact amount of JPY, which has no decimals' },
    { pointer: '/order/orderLines/0/unitPrice', detail: 'is not an exact amount of JPY, which has no decimals' },
    { pointer: '/order/orderLines/1/taxAmount', detail: 'is not an exact amount of JPY, which has no decimals' },
  ]);
});

test('nothing and less than nothing cannot be paid', () => {
  for (const value of [0, -0, -1])
    expect(refusal(() => priceOrder(order(value, [{ unitPrice: value }]))).extra.errors).toEqual([
      { pointer: '/order/amount/value', detail: 'must be more than 0' },
    ]);
});

test('a currency that is none is refused', () => {
  expect(refusal(() => priceOrder(order(1, [{ unitPrice: 1 }], 'XXX'))).extra.errors?.[0]?.pointer).toBe('/order/amount/currency');
});
