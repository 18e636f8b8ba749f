import { expect, test } from '@playwright/test';
import { XMLParser } from 'fast-xml-parser';
import { jsonCallbackBody } from '#lib/callbacks/json-body.ts';
import { type Currency, currencyOf } from '#lib/money.ts';
import type { CallbackFacts } from './callback-facts.ts';
import { classicCallbackBody } from './callback-form.ts';
import { redirectPage } from './redirect-page.ts';
import { transactionsOf } from './translate.ts';
import { verdictOf } from './verdict.ts';
import { parseXml } from './xml.ts';

const currency = (code: string): Currency => {
  const known = currencyOf(code);
  if (!known) throw new Error(`no currency ${code}`);
  return known;
};

const paid: CallbackFacts = {
  merchantOrderId: 'Order-1234/2023',
  amount: { minor: 204999n, currency: currency('DKK') },
  status: 'succeeded',
  type: 'payment',
  paymentId: 'f19b91d7-d5fe-471e-903a-3bba94caac48',
  gatewayReference: '8100042',
  gatewayOrderId: 'Order-1234-2023-1',
  terminal: 'Demo Card Terminal',
  identifier: 'CreditCard',
  paymentStatus: 'authorized',
  authorizedMinor: 204999n,
  capturedMinor: 0n,
  refundedMinor: 0n,
  disputedMinor: 0n,
  maskedCard: '411111******1111',
  mustShowMessage: false,
  transactionInfo: { source: 'B&W <"shop">', paymentId: 'merchant-own' },
  sessionId: '2171b42e-dc4e-4a56-9fca-7de6f6d60625',
  createdAt: new Date('2026-03-05T09:25:10Z'),
  changedAt: new Date('2026-03-05T09:25:19Z'),
};
const declined: CallbackFacts = {
  ...paid,
  status: 'failed',
  paymentStatus: 'failed',
  authorizedMinor: 0n,
  errorMessage: 'Card declined (again!)',
  merchantErrorMessage: 'Issuer said 51',
  mustShowMessage: true,
  mode: 'test',
};

const fields = (body: string): [string, string][] => [...new URLSearchParams(body)];
const xmlIn = (body: string): string => new URLSearchParams(body).get('xml') ?? '';

test("the form has AltaPay's fields in AltaPay's order, xml last", () => {
  const sent = fields(classicCallbackBody(paid));
  expect(sent.slice(0, -1)).toEqual([
    ['shop_orderid', 'Order-1234/2023'],
    ['currency', '208'],
    ['type', 'payment'],
    ['embedded_window', '0'],
    ['amount', '2049.99'],
    ['transaction_id', '8100042'],
    ['payment_id', 'f19b91d7-d5fe-471e-903a-3bba94caac48'],
    ['nature', 'CreditCard'],
    ['require_capture', 'true'],
    ['payment_status', 'preauth'],
    ['masked_credit_card', '411111******1111'],
    ['blacklist_token', ''],
    ['credit_card_token', ''],
    ['status', 'succeeded'],
    ['error_message', ''],
    ['cardholder_message_must_be_shown', 'false'],
    ['transaction_info[source]', 'B&W <"shop">'],
    ['transaction_info[paymentId]', 'merchant-own'],
  ]);
  expect(sent.at(-1)?.[0]).toBe('xml');
});

test('a failure also tells the merchant why, test mode is named, and the checksum stands before the xml', () => {
  const sent = fields(classicCallbackBody(declined, 'shop-secret'));
  expect(sent.slice(13).map(([name]) => name)).toEqual([
    'status',
    'error_message',
    'merchant_error_message',
    'cardholder_message_must_be_shown',
    'transaction_info[source]',
    'transaction_info[paymentId]',
    'mode',
    'checksum',
    'xml',
  ]);
  // md5 of "amount=2049.99,currency=208,secret=shop-secret,shop_orderid=Order-1234/2023", by md5sum.
  expect(sent.find(([name]) => name === 'checksum')?.[1]).toBe('a19f70deb5b500e949ffb7c4a5337918');
});

test("a field's bytes are those of Java's URLEncoder", () => {
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join('');
  // Each expectation was printed by java.net.URLEncoder.encode(text, "UTF-8").
  for (const [text, encoded] of [
    [
      ascii,
      '%00%01%02%03%04%05%06%07%08%09%0A%0B%0C%0D%0E%0F%10%11%12%13%14%15%16%17%18%19%1A%1B%1C%1D%1E%1F+%21%22%23%24%25%26%27%28%29*%2B%2C-.%2F0123456789%3A%3B%3C%3D%3E%3F%40ABCDEFGHIJKLMNOPQRSTUVWXYZ%5B%5C%5D%5E_%60abcdefghijklmnopqrstuvwxyz%7B%7C%7D%7E%7F',
    ],
    ['Blåbær & øl (2 stk.) – 100% "godt"!\n', 'Bl%C3%A5b%C3%A6r+%26+%C3%B8l+%282+stk.%29+%E2%80%93+100%25+%22godt%22%21%0A'],
    ["😀 it's ~ok~ *a-b_c.d* @/:?#[]=+", '%F0%9F%98%80+it%27s+%7Eok%7E+*a-b_c.d*+%40%2F%3A%3F%23%5B%5D%3D%2B'],
  ] as const) {
    expect(classicCallbackBody({ ...paid, merchantOrderId: text })).toMatch(
      new RegExp(`^shop_orderid=${encoded.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}&currency=`),
    );
  }
  expect(classicCallbackBody({ ...paid, transactionInfo: { 'order token': '1' } })).toContain('&transaction_info%5Border+token%5D=1&');
  expect(classicCallbackBody(paid)).toMatch(/%0A$/);
});

test('the xml alone tells a plain XML parser the whole outcome', () => {
  const parsed = new XMLParser({ ignoreAttributes: false, parseTagValue: false }).parse(xmlIn(classicCallbackBody(declined)));
  expect(parsed.APIResponse.Header).toEqual({ Date: '2026-03-05T09:25:19+00:00', Path: 'API/payments', ErrorCode: '0', ErrorMessage: '' });
  expect(parsed.APIResponse.Body).toMatchObject({
    Result: 'Failed',
    MerchantErrorMessage: 'Issuer said 51',
    CardHolderErrorMessage: 'Card declined (again!)',
    CardHolderMessageMustBeShown: 'true',
  });
  expect(parsed.APIResponse.Body.Transactions.Transaction).toMatchObject({
    TransactionId: '8100042',
    PaymentId: declined.paymentId,
    ShopOrderId: 'Order-1234/2023',
    TransactionStatus: 'preauth_failed',
    MerchantCurrency: '208',
    MerchantCurrencyAlpha: 'DKK',
    PaymentInfos: { PaymentInfo: [{ '#text': 'B&W <"shop">', '@_name': 'source' }, { '@_name': 'paymentId' }] },
  });
});

test('what we write is what we read from a gateway', () => {
  const verdict = verdictOf(parseXml(xmlIn(classicCallbackBody({ ...paid, paymentStatus: 'captured', capturedMinor: 204999n, refundedMinor: 1n }))), 'action');
  const [reading] = (verdict.outcome === 'success' && transactionsOf(verdict.body, verdict.utcOffset)) || [];
  expect(reading).toMatchObject({
    unknownStatus: false,
    transaction: {
      reference: '8100042',
      gatewayOrderId: 'Order-1234/2023',
      paymentId: 'merchant-own',
      terminal: 'Demo Card Terminal',
      status: 'captured',
      authorizedMinor: 204999n,
      capturedMinor: 204999n,
      refundedMinor: 1n,
      createdAt: paid.createdAt,
      maskedCard: '411111******1111',
    },
  });
});

for (const [name, changes, expected] of [
  [
    'captured at once',
    { type: 'paymentAndCapture', paymentStatus: 'captured', capturedMinor: 204999n },
    { payment_status: 'captured', require_capture: 'false', status: 'succeeded', result: 'Success' },
  ],
  [
    'a finished bank payment',
    { identifier: 'BankPayment', paymentStatus: 'captured', capturedMinor: 204999n },
    { payment_status: 'bank_payment_finalized', require_capture: 'false', status: 'succeeded', result: 'Success' },
  ],
  [
    'an open result',
    { status: 'open', paymentStatus: 'pending', authorizedMinor: 0n },
    { payment_status: 'pending', require_capture: 'false', status: 'open', result: 'Open' },
  ],
  [
    'a cancelled payment',
    { status: 'cancelled', paymentStatus: 'cancelled', authorizedMinor: 0n },
    { payment_status: 'epayment_cancelled', require_capture: 'false', status: 'cancelled', result: 'Cancelled' },
  ],
  [
    'an error',
    { status: 'error', paymentStatus: 'failed', authorizedMinor: 0n },
    { payment_status: 'preauth_error', require_capture: 'false', status: 'error', result: 'Error' },
  ],
  [
    'a declined payment',
    { status: 'declined', paymentStatus: 'failed', authorizedMinor: 0n },
    { payment_status: 'preauth_failed', require_capture: 'false', status: 'declined', result: 'Failed' },
  ],
  [
    'a refunded payment',
    { paymentStatus: 'captured', capturedMinor: 204999n, refundedMinor: 204999n },
    { payment_status: 'refunded', require_capture: 'false', status: 'succeeded', result: 'Success' },
  ],
] as const) {
  test(`${name} is told in AltaPay's words`, () => {
    const body = new URLSearchParams(classicCallbackBody({ ...paid, ...changes }));
    const { result, ...told } = expected;
    for (const [field, value] of Object.entries(told)) expect(body.get(field)).toBe(value);
    expect(body.get('xml')).toContain(`<Result>${result}</Result>`);
    expect(body.get('xml')).toContain(`<TransactionStatus>${told.payment_status}</TransactionStatus>`);
  });
}

test('a surplus payment never looks like money for the order', () => {
  const surplus: CallbackFacts = {
    ...paid,
    status: 'cancelled',
    paymentStatus: 'captured',
    capturedMinor: 204999n,
    merchantErrorMessage: 'Surplus payment',
  };
  const body = new URLSearchParams(classicCallbackBody(surplus));
  expect(Object.fromEntries(body)).toMatchObject({
    status: 'cancelled',
    payment_status: 'epayment_cancelled',
    require_capture: 'false',
    merchant_error_message: 'Surplus payment',
  });
  for (const name of ['ReservedAmount', 'CapturedAmount', 'RefundedAmount']) expect(body.get('xml')).toContain(`<${name}>0.00</${name}>`);
  expect(JSON.parse(jsonCallbackBody({ ...surplus, paymentStatus: 'authorized', capturedMinor: 0n }) ?? '')).toMatchObject({
    status: 'CANCELLED',
    requiresCapture: false,
  });
});

test('a chargeback is told in the classic form with what was taken back, and not at all in JSON, which has no word for it', () => {
  const disputed = { ...paid, status: 'chargeback_event' as const, paymentStatus: 'captured' as const, capturedMinor: 204999n, disputedMinor: 100000n };
  const body = new URLSearchParams(classicCallbackBody(disputed));
  expect(Object.fromEntries(body)).toMatchObject({ status: 'chargeback_event', payment_status: 'captured' });
  expect(body.has('merchant_error_message')).toBe(false);
  expect(body.get('xml')).toContain('<Result>ChargebackEvent</Result>');
  expect(body.get('xml')).toContain('<CapturedAmount>2049.99</CapturedAmount>');
  expect(body.get('xml')).toContain('<Amount currency="208">1000.00</Amount>');
  expect(jsonCallbackBody(disputed)).toBeUndefined();
});

test('hostile text stays text in the xml', () => {
  const hostile = ']]></Transaction><TransactionStatus>captured</TransactionStatus>\u0000&x;';
  const verdict = verdictOf(parseXml(xmlIn(classicCallbackBody({ ...paid, merchantOrderId: hostile, transactionInfo: { [hostile]: hostile } }))), 'action');
  const readings = verdict.outcome === 'success' ? transactionsOf(verdict.body, verdict.utcOffset) : undefined;
  expect(readings).toMatchObject([{ transaction: { gatewayOrderId: hostile.replace('\u0000', '\ufffd'), status: 'authorized' } }]);
});

test("the JSON body has AltaPay's members", () => {
  expect(JSON.parse(jsonCallbackBody(paid) ?? '')).toEqual({
    status: 'SUCCEEDED',
    requiresCapture: true,
    paymentId: paid.paymentId,
    sessionId: paid.sessionId,
    order: { orderId: 'Order-1234/2023', amount: 2049.99, currency: 'DKK' },
    cardInformation: { lastFourDigits: '1111' },
    customerErrorMessage: null,
    merchantErrorMessage: null,
    merchantErrorCode: null,
    customerMessageMustBeShown: false,
    transactionInfo: paid.transactionInfo,
  });
  expect(JSON.parse(jsonCallbackBody(declined) ?? '')).toMatchObject({
    status: 'FAILED',
    requiresCapture: false,
    mode: 'test',
    customerMessageMustBeShown: true,
  });
  expect(JSON.parse(jsonCallbackBody({ ...declined, status: 'open' }) ?? '')).toMatchObject({ status: 'PENDING' });
});

test('the page between us and the bank has the one division and nothing the gateway strips', () => {
  expect(redirectPage.match(/<div id="PensioRedirectForm"><\/div>/g)).toHaveLength(1);
  expect(redirectPage).not.toMatch(/<script|<form|<meta|http/i);
});
