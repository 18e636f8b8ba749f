import { expect, test } from '@playwright/test';
import { AltaPayFactory as factory } from './factory.ts';

const amount = factory.getAmount(30098.52, 'DKK');
const line = factory.getOrderLine('l1', 'Lamp', 2, 15049.26, { taxAmount: 0, goodsType: 'item' });

test('models are what they are given', () => {
  expect(amount).toEqual({ value: 30098.52, currency: 'DKK' });
  expect(line).toEqual({ itemId: 'l1', description: 'Lamp', quantity: 2, unitPrice: 15049.26, taxAmount: 0, goodsType: 'item' });
  const customer = factory.getCustomer({ firstName: 'Ada', billingAddress: factory.getAddress({ city: 'Aarhus', country: 'DK' }) });
  expect(customer).toEqual({ firstName: 'Ada', billingAddress: { city: 'Aarhus', country: 'DK' } });
  const order = factory.getOrder('A-1', amount, [line], { customer, transactionInfo: { value: 'any' } });
  expect(order).toEqual({ orderId: 'A-1', amount, orderLines: [line], customer, transactionInfo: { value: 'any' } });
  expect(Object.keys(factory.getOrder('A-1', amount, []))).toEqual(['orderId', 'amount', 'orderLines']);
});

// As a page without types may call it.
const wrong: [string, () => unknown][] = [
  ['value must be a number, not "1"', () => factory.getAmount('1' as never, 'DKK')],
  ['value must be a number, not null', () => factory.getAmount(Number.NaN, 'DKK')],
  ['currency must be /^[A-Z]{3}$/, not "dkk"', () => factory.getAmount(1, 'dkk')],
  ['itemId must be a text, not " "', () => factory.getOrderLine(' ', 'Lamp', 1, 1)],
  ['description must be a text, not undefined', () => factory.getOrderLine('l1', undefined as never, 1, 1)],
  ['taxAmount must be a number, not "0"', () => factory.getOrderLine('l1', 'Lamp', 1, 1, { taxAmount: '0' as never })],
  ['country must be /^[A-Z]{2}$/, not "Denmark"', () => factory.getAddress({ country: 'Denmark' })],
  ['billingAddress.zipCode must be a text, not 8000', () => factory.getCustomer({ billingAddress: { zipCode: 8000 as never } })],
  ['email must be a text, not null', () => factory.getCustomer({ email: null as never })],
  ['quantity must be a number, not undefined', () => factory.getOrder('A-1', amount, [{ itemId: 'l1', description: 'Lamp', unitPrice: 1 } as never])],
];

for (const [message, make] of wrong) {
  test(`a wrong model is refused: ${message}`, () => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
}
