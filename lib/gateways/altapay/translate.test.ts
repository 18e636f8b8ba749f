import { expect, test } from '@playwright/test';
import { type Currency, currencyOf } from '#lib/money.ts';
import { transactionElement } from './gateway-stub.ts';
import { canCarry, methodsOf, type Reading, transactionsOf } from './translate.ts';
import { nodesAt, parseXml } from './xml.ts';

const bodyOf = (inner: string): unknown => nodesAt(parseXml(`<Body>${inner}</Body>`), 'Body')[0];
const readings = (elements: string, utcOffset = 'Z'): Reading[] | undefined => transactionsOf(bodyOf(`<Transactions>${elements}</Transactions>`), utcOffset);
const only = (element: string, utcOffset?: string): Reading | undefined => readings(element, utcOffset)?.[0];

const info = (name: string, value: string): string => `<PaymentInfo name="${name}"><![CDATA[${value}]]></PaymentInfo>`;
const reconciliation = (id: string, type: string, amount: string, currency = '208'): string =>
  `<ReconciliationIdentifier><Id>${id}</Id><Amount currency="${currency}">${amount}</Amount><Type>${type}</Type><Date>2026-03-05T09:30:00+00:00</Date></ReconciliationIdentifier>`;

const currency = (code: string): Currency => {
  const known = currencyOf(code);
  if (!known) throw new Error(`no currency ${code}`);
  return known;
};

test('an authorised transaction is read with exact amounts, our payment id and its mask', () => {
  const lists = { infos: `${info('marketing', 'spring')}${info('paymentId', 'pay-1')}`, reconciliations: '' };
  expect(only(transactionElement({}, lists))).toEqual({
    unknownStatus: false,
    transaction: {
      reference: '8100042',
      gatewayOrderId: 'Order-1234-1',
      paymentId: 'pay-1',
      terminal: 'Demo Card Terminal',
      currency: 'DKK',
      status: 'authorized',
      authorizedMinor: 204999n,
      capturedMinor: 0n,
      refundedMinor: 0n,
      disputedMinor: 0n,
      createdAt: new Date('2026-03-05T09:25:10Z'),
      failureCode: undefined,
      customerMessage: undefined,
      maskedCard: '411111******1111',
      operations: [],
    },
  });
});

for (const [wire, status] of Object.entries({
  preauth: 'authorized',
  invoice_initialized: 'authorized',
  recurring_confirmed: 'authorized',
  captured: 'captured',
  bank_payment_finalized: 'captured',
  refunded: 'captured',
  bank_payment_refunded: 'captured',
  released: 'released',
  pending: 'pending',
  preauth_failed: 'failed',
  preauth_error: 'failed',
  recurring_failed: 'failed',
  something_new_failed: 'failed',
  epayment_declined: 'failed',
  epayment_cancelled: 'cancelled',
})) {
  test(`the gateway's "${wire}" is ${status}`, () => {
    expect(only(transactionElement({ TransactionStatus: wire }))).toMatchObject({ unknownStatus: false, transaction: { status } });
  });
}

test('an unfinished try ("created") is no news: nothing waits for a bank that has nothing yet', () => {
  expect(readings(`${transactionElement({ TransactionStatus: 'created' })}${transactionElement()}`)).toHaveLength(1);
});

test('a status nobody knows counts as pending and is reported', () => {
  expect(only(transactionElement({ TransactionStatus: 'quantum_state' }))).toMatchObject({
    unknownStatus: true,
    transaction: { status: 'pending' },
  });
});

test('a capture that failed leaves the payment authorised, a refund that failed leaves it captured', () => {
  expect(only(transactionElement({ TransactionStatus: 'capture_failed' }))).toMatchObject({ transaction: { status: 'authorized' } });
  expect(only(transactionElement({ TransactionStatus: 'refund_error', CapturedAmount: '2049.99' }))).toMatchObject({
    transaction: { status: 'captured' },
  });
  expect(only(transactionElement({ TransactionStatus: 'capture_failed', ReservedAmount: '0.00' }))).toMatchObject({
    transaction: { status: 'failed' },
  });
});

test('a finished bank payment counts as authorised too, though nothing was reserved', () => {
  const element = transactionElement({
    TransactionStatus: 'bank_payment_finalized',
    ReservedAmount: '0.00',
    CapturedAmount: '2049.99',
    CreditCardMaskedPan: '',
  });
  expect(only(element)).toMatchObject({
    transaction: { status: 'captured', authorizedMinor: 204999n, capturedMinor: 204999n, maskedCard: undefined },
  });
});

test('a refunded payment stays captured with what was given back', () => {
  const reconciliations = `${reconciliation('op-1', 'captured', '2049.99')}${reconciliation('op-2', 'refunded', '49.99')}${reconciliation('op-3', 'released', '0.00')}`;
  const element = transactionElement({ TransactionStatus: 'refunded', CapturedAmount: '2049.99', RefundedAmount: '49.99' }, { infos: '', reconciliations });
  expect(only(element)).toMatchObject({
    transaction: {
      status: 'captured',
      refundedMinor: 4999n,
      operations: [
        { id: 'op-1', kind: 'capture', amountMinor: 204999n },
        { id: 'op-2', kind: 'refund', amountMinor: 4999n },
        { id: 'op-3', kind: 'release', amountMinor: 0n },
      ],
    },
  });
});

test('operations of an unknown kind, another currency or no exact amount are not ours', () => {
  const reconciliations = `${reconciliation('a', 'credited', '1.00')}${reconciliation('b', 'captured', '1.00', '978')}${reconciliation('c', 'captured', '1.001')}`;
  expect(only(transactionElement({}, { infos: '', reconciliations }))).toMatchObject({ transaction: { operations: [] } });
});

test('a declined 3-D Secure gives the reason, else the status, as its code', () => {
  const failed = { TransactionStatus: 'preauth_failed', ReservedAmount: '0.00', ThreeDSecureResult: 'Failed' };
  expect(only(transactionElement({ ...failed, ReasonCode: '3DSECURE_FAILED' }))).toMatchObject({
    transaction: { status: 'failed', failureCode: '3dsecure_failed' },
  });
  expect(only(transactionElement(failed))).toMatchObject({ transaction: { failureCode: 'preauth_failed' } });
  expect(only(transactionElement({ ...failed, ReasonCode: 'free text &amp; more' }))).toMatchObject({
    transaction: { failureCode: 'preauth_failed' },
  });
  expect(only(transactionElement({ ...failed, CardHolderErrorMessage: 'Declined' }))).toMatchObject({
    transaction: { customerMessage: 'Declined' },
  });
});

test('the gateway’s words are kept when it insists on them, or when we know no reason', () => {
  const words = (changes: Record<string, string>) => {
    const reading = only(transactionElement({ TransactionStatus: 'preauth_failed', ReservedAmount: '0.00', CardHolderErrorMessage: 'No', ...changes }));
    return reading && 'transaction' in reading ? reading.transaction.customerMessage : reading;
  };
  expect(words({ ReasonCode: 'EXPIRED_CARD' })).toBeUndefined();
  expect(words({ ReasonCode: 'EXPIRED_CARD', CardHolderMessageMustBeShown: 'false' })).toBeUndefined();
  expect(words({ ReasonCode: 'EXPIRED_CARD', CardHolderMessageMustBeShown: 'true' })).toBe('No');
  expect(words({ ReasonCode: 'DECLINED' })).toBe('No');
});

for (const [name, change, dropped] of [
  ['an amount of three decimals', { ReservedAmount: '2049.999' }, 'amount'],
  ['a negative amount', { CapturedAmount: '-1.00' }, 'amount'],
  ['an amount with a thousands mark', { ReservedAmount: '2,049.99' }, 'amount'],
  ['an amount in scientific notation', { ReservedAmount: '2e3' }, 'amount'],
  ['an empty amount', { ReservedAmount: '' }, 'amount'],
  ['an amount with an element inside', { ReservedAmount: '<b>1.00</b>' }, 'amount'],
  ['an amount beyond 15 digits', { ReservedAmount: '10000000000000.00' }, 'amount'],
  ['no currency', { MerchantCurrency: '', MerchantCurrencyAlpha: '' }, 'currency'],
  ['two currencies', { MerchantCurrency: '208', MerchantCurrencyAlpha: 'EUR' }, 'currency'],
  ['no date', { CreatedDate: '' }, 'date'],
  ['a date that is none', { CreatedDate: '2026-13-45 09:25:10' }, 'date'],
  ['no id', { TransactionId: '' }, 'incomplete'],
  ['two statuses', { TransactionStatus: 'preauth</TransactionStatus><TransactionStatus>captured' }, 'incomplete'],
] as const) {
  test(`a transaction with ${name} is not believed`, () => {
    expect(only(transactionElement(change))).toEqual({ dropped });
  });
}

test('one unreadable transaction does not hide the next', () => {
  const found = readings(`${transactionElement({ ReservedAmount: 'x' })}<Transaction>text</Transaction>${transactionElement()}`);
  expect(found?.map((reading) => ('dropped' in reading ? reading.dropped : reading.transaction.status))).toEqual(['amount', 'incomplete', 'authorized']);
});

test('currencies without decimals, and by number alone, keep their exact amount', () => {
  expect(only(transactionElement({ MerchantCurrency: '392', MerchantCurrencyAlpha: '', ReservedAmount: '2050.00' }))).toMatchObject({
    transaction: { currency: 'JPY', authorizedMinor: 2050n },
  });
});

test('our payment id given back twice with different values names no payment', () => {
  const lists = { infos: `${info('paymentId', 'a')}${info('paymentId', 'b')}`, reconciliations: '' };
  expect(only(transactionElement({}, lists))).toMatchObject({ transaction: { paymentId: undefined } });
});

test('what might be a whole card number is not kept as a mask', () => {
  for (const CreditCardMaskedPan of ['4111111111111111', '4111 1111 1111 1111', '411111111111-1111']) {
    expect(only(transactionElement({ CreditCardMaskedPan }))).toMatchObject({ transaction: { maskedCard: undefined } });
  }
});

test('a transaction is dated in the zone of the gateway, or in its own', () => {
  expect(only(transactionElement(), '+01:00')).toMatchObject({ transaction: { createdAt: new Date('2026-03-05T08:25:10Z') } });
  expect(only(transactionElement({ CreatedDate: '2026-03-05T09:25:10+02:00' }), '+01:00')).toMatchObject({
    transaction: { createdAt: new Date('2026-03-05T07:25:10Z') },
  });
});

test('no transactions is an answer; text in their place is none', () => {
  expect(transactionsOf(bodyOf('<Transactions/>'), 'Z')).toEqual([]);
  expect(transactionsOf(bodyOf('<ResultFilter>x</ResultFilter>'), 'Z')).toEqual([]);
  expect(transactionsOf(bodyOf('<Transactions>none</Transactions>'), 'Z')).toBeUndefined();
  expect(transactionsOf(bodyOf('<Transactions/><Transactions/>'), 'Z')).toBeUndefined();
});

test('terminals become methods with their identifier and currencies', () => {
  const body = bodyOf(`<Result>Success</Result><Terminals>
    <Terminal><Title>Demo Card Terminal</Title><Country>DK</Country><Natures><Nature>CreditCard</Nature></Natures>
      <Currencies><Currency>DKK</Currency><Currency>978</Currency><Currency>EUR</Currency><Currency>XXX</Currency></Currencies>
      <PrimaryMethod><Nature>CreditCard</Nature><Identifier>CreditCard</Identifier></PrimaryMethod><Description>Visa &amp; more</Description></Terminal>
    <Terminal><Title>Demo MobilePay</Title><Country></Country><Currencies><Currency>DKK</Currency></Currencies>
      <PrimaryMethod><Identifier>MobilePay</Identifier></PrimaryMethod></Terminal>
    <Terminal><Title>Old terminal</Title><Natures><Nature>IdealPayment</Nature></Natures><Currencies><Currency>EUR</Currency></Currencies></Terminal>
    <Terminal><Title>Demo MobilePay</Title><Currencies><Currency>NOK</Currency></Currencies></Terminal>
    <Terminal><Title>No currency</Title><Currencies/></Terminal>
  </Terminals>`);
  expect(methodsOf(body)).toEqual([
    {
      terminal: 'Demo Card Terminal',
      identifier: 'CreditCard',
      description: 'Visa & more',
      currencies: ['DKK', 'EUR'],
      country: 'DK',
    },
    { terminal: 'Demo MobilePay', identifier: 'MobilePay', description: '', currencies: ['DKK'], country: undefined },
    { terminal: 'Old terminal', identifier: 'iDeal', description: '', currencies: ['EUR'], country: undefined },
  ]);
  expect(methodsOf(bodyOf('<Terminals/>'))).toEqual([]);
  expect(methodsOf(bodyOf('<Result>Success</Result>'))).toBeUndefined();
});

test('the wire carries two decimals at most', () => {
  expect(canCarry({ minor: 1n, currency: currency('EUR') })).toBe(true);
  expect(canCarry({ minor: 1n, currency: currency('JPY') })).toBe(true);
  expect(canCarry({ minor: 1000n, currency: currency('KWD') })).toBe(false);
  expect(canCarry({ minor: 0n, currency: currency('EUR') })).toBe(false);
});

test('what banks took back is the sum of the events in the payment’s currency; what is no exact amount counts as nothing', () => {
  const event = (amount: string, currency: string) => `<ChargebackEvent><Amount currency="${currency}">${amount}</Amount></ChargebackEvent>`;
  const events = [event('100.00', '208'), event('49.99', 'DKK'), event('7.00', 'EUR'), event('-1.00', '208'), event('much', '208')].join('');
  const element = transactionElement({ TransactionStatus: 'captured', CapturedAmount: '2049.99', ChargebackEvents: events });
  expect(only(element)).toMatchObject({ transaction: { status: 'captured', disputedMinor: 14_999n } });
});
