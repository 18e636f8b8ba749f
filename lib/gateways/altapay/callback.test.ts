import { expect, test } from '@playwright/test';
import { readGatewayCallback } from './callback.ts';

const secret = 'shared-secret-of-terminal';
/** md5 of "amount=2049.99,currency=208,secret=shared-secret-of-terminal,shop_orderid=Order-1234-1", by md5sum. */
const checksum = '7979ecf858095d210e7b89aa0f6165d1';
const genuine = {
  shop_orderid: 'Order-1234-1',
  currency: '208',
  amount: '2049.99',
  status: 'succeeded',
  'transaction_info[paymentId]': 'pay-1',
  error_message: '',
  checksum,
};
const body = (changes: Record<string, string> = {}): string => new URLSearchParams({ ...genuine, ...changes }).toString();

test('a callback with the right checksum says which payment it speaks of', () => {
  expect(readGatewayCallback(body(), secret)).toEqual({
    gatewayOrderId: 'Order-1234-1',
    paymentId: 'pay-1',
    amount: { minor: 204_999n, currency: 'DKK' },
    status: 'succeeded',
    customerMessage: undefined,
  });
});

for (const [name, changed] of Object.entries({
  'another amount': { amount: '1.00' },
  'the same amount written otherwise': { amount: '2049.990' },
  'another currency': { currency: '978' },
  'another order': { shop_orderid: 'Order-1234-2' },
  'an empty checksum': { checksum: '' },
  'a cut checksum': { checksum: checksum.slice(0, 31) },
  'a checksum in capitals': { checksum: checksum.toUpperCase() },
  'a checksum with more behind it': { checksum: `${checksum}0` },
  'the checksum of an empty secret': {
    amount: '1.00',
    currency: '978',
    shop_orderid: 'Order-1',
    checksum: '37a698c7e28f3e10c0049035b4ef813f',
  },
})) {
  test(`${name} is refused`, () => {
    expect(readGatewayCallback(body(changed), secret)).toBeUndefined();
  });
}

test('an unset secret refuses everything, also what it would sign', () => {
  expect(readGatewayCallback(body(), '')).toBeUndefined();
  expect(readGatewayCallback('amount=1.00&currency=978&shop_orderid=Order-1&checksum=37a698c7e28f3e10c0049035b4ef813f', '')).toBeUndefined();
});

test("another merchant's secret, no checksum, no fields and no body are refused", () => {
  expect(readGatewayCallback(body(), 'another-secret')).toBeUndefined();
  expect(readGatewayCallback(body().replace(/&checksum=.*/, ''), secret)).toBeUndefined();
  expect(readGatewayCallback(`checksum=${checksum}`, secret)).toBeUndefined();
  expect(readGatewayCallback('', secret)).toBeUndefined();
  expect(readGatewayCallback('%ff%fe=%zz&&&=', secret)).toBeUndefined();
});

for (const name of ['shop_orderid', 'amount', 'currency', 'checksum']) {
  test(`${name} given twice is refused`, () => {
    expect(readGatewayCallback(`${body()}&${name}=x`, secret)).toBeUndefined();
    expect(readGatewayCallback(`${name}=x&${body()}`, secret)).toBeUndefined();
  });
}

test("statuses are read in the gateway's words, and an unknown one stays unknown", () => {
  const words = ['success', 'Succeeded', 'failed', 'error', 'cancelled', 'declined', 'incomplete', 'open', 'new', 'paid', ''];
  expect(words.map((status) => readGatewayCallback(body({ status }), secret)?.status)).toEqual([
    'succeeded',
    'succeeded',
    'failed',
    'error',
    'cancelled',
    'declined',
    'incomplete',
    'open',
    'new',
    'unknown',
    'unknown',
  ]);
});

test('the words for the customer come along when the payment failed, and not without bound', () => {
  expect(readGatewayCallback(body({ status: 'failed', error_message: ' Card declined ' }), secret)?.customerMessage).toBe('Card declined');
  expect(readGatewayCallback(body({ status: 'failed', error_message: 'x'.repeat(9999) }), secret)?.customerMessage).toHaveLength(255);
});

test('a callback without our payment id is still known by its order', () => {
  expect(readGatewayCallback(body({ 'transaction_info[paymentId]': 'a' }).replace('paymentId', 'other'), secret)).toMatchObject({
    gatewayOrderId: 'Order-1234-1',
    paymentId: undefined,
  });
});

test('the words are kept when the gateway insists on them, or when its XML names no reason we know', () => {
  const words = (reason: string, mustBeShown: string) => {
    const transaction = `<Transaction><TransactionStatus>preauth_failed</TransactionStatus><ReasonCode>${reason}</ReasonCode></Transaction>`;
    const xml = `<APIResponse><Body><Transactions>${transaction}</Transactions></Body></APIResponse>`;
    const told = body({ status: 'failed', error_message: 'Card declined', cardholder_message_must_be_shown: mustBeShown, xml });
    return readGatewayCallback(told, secret)?.customerMessage;
  };
  expect(words('INSUFFICIENT_FUNDS', 'false')).toBeUndefined();
  expect(words('INSUFFICIENT_FUNDS', 'true')).toBe('Card declined');
  expect(words('NONE', 'false')).toBe('Card declined');
  expect(words('<broken', 'false')).toBe('Card declined');
});
