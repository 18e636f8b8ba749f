import { expect, test } from '@playwright/test';
import type { StartRequest } from '#lib/gateways/gateway.ts';
import { type Currency, currencyOf } from '#lib/money.ts';
import { altapayGateway } from './gateway.ts';
import { answerWith, envelope, startGatewayStub, transactionElement } from './gateway-stub.ts';

process.env.MODE ??= 'test';
process.env.LOG_LEVEL ??= 'silent';

const currency = (code: string): Currency => {
  const known = currencyOf(code);
  if (!known) throw new Error(`no currency ${code}`);
  return known;
};

const request: StartRequest = {
  paymentId: '0199f1c2-0000-7000-8000-000000000001',
  gatewayOrderId: 'Order-1234-1',
  terminal: 'Demo Card Terminal',
  amount: { minor: 204999n, currency: currency('DKK') },
  captureAtOnce: false,
  language: 'nb-NO',
  lines: [
    {
      itemId: 'SKU-1',
      description: `${'x'.repeat(49)}😀 blue shirt`,
      quantity: 2,
      unitPriceMinor: 97500n,
      taxMinor: 99n,
      goodsType: 'item',
    },
    { itemId: 'Delivery', description: ' ', quantity: 1, unitPriceMinor: 9900n, taxMinor: 0n, goodsType: 'spaceship' },
  ],
  customer: {
    firstName: 'Ada',
    lastName: 'Bergø',
    email: 'ada@example.com',
    billingAddress: { street: 'Main 1', city: 'København', zipCode: '1040', country: 'DK' },
  },
  transactionInfo: { source: 'instagram', paymentId: 'forged', 'paymentId]x': 'forged', ' paymentId': 'forged', '': 'nameless' },
  callbackBase: 'https://pay.example/gateway/altapay/p1/mac',
};

const started = (url: string): string =>
  envelope(
    'createPaymentRequest',
    `<Result>Success</Result><PaymentRequestId>b1</PaymentRequestId><Url>${url}</Url><DynamicJavascriptUrl>${url}</DynamicJavascriptUrl>`,
  );
const page = 'https://testgateway.altapaysecure.com/eCommerce/API/requestForm?pid=b1&amp;x=1';

test('a payment request carries exactly the documented parameters', async () => {
  await using stub = await startGatewayStub(answerWith(started(page)));
  expect(await altapayGateway.startPayment(stub.access, request)).toEqual({ outcome: 'started', url: page.replace('&amp;', '&') });
  expect(stub.seen[0]).toMatchObject({ verb: 'POST', path: '/sandbox/merchant/API/createPaymentRequest' });
  expect([...(stub.seen[0]?.form ?? [])]).toEqual([
    ['terminal', 'Demo Card Terminal'],
    ['shop_orderid', 'Order-1234-1'],
    ['amount', '2049.99'],
    ['currency', 'DKK'],
    ['type', 'payment'],
    ['language', 'no'],
    ['transaction_info[source]', 'instagram'],
    ['transaction_info[paymentId]', '0199f1c2-0000-7000-8000-000000000001'],
    ['sale_reconciliation_identifier', '0199f1c2-0000-7000-8000-000000000001'],
    ['customer_info[email]', 'ada@example.com'],
    ['customer_info[billing_firstname]', 'Ada'],
    ['customer_info[billing_lastname]', 'Bergø'],
    ['customer_info[billing_address]', 'Main 1'],
    ['customer_info[billing_city]', 'København'],
    ['customer_info[billing_postal]', '1040'],
    ['customer_info[billing_country]', 'DK'],
    ['orderLines[0][description]', 'x'.repeat(49)],
    ['orderLines[0][itemId]', 'SKU-1'],
    ['orderLines[0][quantity]', '2'],
    ['orderLines[0][unitPrice]', '975.00'],
    ['orderLines[0][taxAmount]', '0.99'],
    ['orderLines[0][goodsType]', 'item'],
    ['orderLines[1][description]', 'Delivery'],
    ['orderLines[1][itemId]', 'Delivery'],
    ['orderLines[1][quantity]', '1'],
    ['orderLines[1][unitPrice]', '99.00'],
    ['orderLines[1][taxAmount]', '0.00'],
    ['orderLines[1][goodsType]', 'item'],
    ['config[callback_ok]', 'https://pay.example/gateway/altapay/p1/mac/ok'],
    ['config[callback_fail]', 'https://pay.example/gateway/altapay/p1/mac/fail'],
    ['config[callback_open]', 'https://pay.example/gateway/altapay/p1/mac/open'],
    ['config[callback_redirect]', 'https://pay.example/gateway/altapay/p1/mac/redirect'],
    ['config[callback_notification]', 'https://pay.example/gateway/altapay/p1/mac/notification'],
    ['config[callback_verify_order]', 'https://pay.example/gateway/altapay/p1/mac/verify-order'],
  ]);
});

test('capturing at once, and languages the gateway has or has not', async () => {
  await using stub = await startGatewayStub(answerWith(started(page)));
  for (const language of ['da', 'ee', 'et', 'nn', 'xx', '', undefined])
    await altapayGateway.startPayment(stub.access, { ...request, captureAtOnce: true, language });
  expect(stub.seen.map(({ form }) => form.get('language'))).toEqual(['da', 'et', 'et', 'no', null, null, null]);
  expect(stub.seen[0]?.form.get('type')).toBe('paymentAndCapture');
});

test('an amount the wire cannot carry is refused without a call', async () => {
  await using stub = await startGatewayStub(answerWith(started(page)));
  const amount = { minor: 1234n, currency: currency('KWD') };
  expect(await altapayGateway.startPayment(stub.access, { ...request, amount })).toMatchObject({
    outcome: 'refused',
    code: 'amount_not_carried',
  });
  expect(await altapayGateway.capture(stub.access, { operationId: 'op', reference: '1', amount, lines: [] })).toEqual({
    outcome: 'failed',
    code: 'amount_not_carried',
  });
  expect(stub.seen).toHaveLength(0);
});

for (const [name, body, result] of [
  ['a header error', envelope('createPaymentRequest', '', { errorCode: '8' }), { outcome: 'refused', code: 'gateway_8', customerMessage: undefined }],
  [
    'a body that says Failed',
    envelope(
      'x',
      '<Result>Failed</Result><MerchantErrorMessage>no</MerchantErrorMessage><CardHolderErrorMessage>Try another card</CardHolderErrorMessage><MerchantErrorCode>60001</MerchantErrorCode>',
    ),
    { outcome: 'refused', code: 'failed_60001', customerMessage: 'Try another card' },
  ],
  ['a body that says Error', envelope('x', '<Result>Error</Result>'), { outcome: 'refused', code: 'error', customerMessage: undefined }],
  ['a body that says SystemError', envelope('x', '<Result>SystemError</Result>'), { outcome: 'unreachable' }],
  ['a success without a page', envelope('x', '<Result>Success</Result>'), { outcome: 'unreachable' }],
  ['no body', envelope('x', ''), { outcome: 'unreachable' }],
  ['a body of text', envelope('x', 'Success'), { outcome: 'unreachable' }],
  ['no header', '<APIResponse><Body><Result>Success</Result></Body></APIResponse>', { outcome: 'unreachable' }],
  ['an error code that is no number', envelope('x', '<Result>Success</Result>', { errorCode: 'zero' }), { outcome: 'unreachable' }],
  ['another document', '<html><body>Bad gateway</body></html>', { outcome: 'unreachable' }],
] as const) {
  test(`starting, answered by ${name}, is ${result.outcome}`, async () => {
    await using stub = await startGatewayStub(answerWith(body));
    expect(await altapayGateway.startPayment(stub.access, request)).toEqual(result);
  });
}

test("an error status says refused with the gateway's code, never started", async () => {
  await using refusing = await startGatewayStub(answerWith(envelope('x', '', { errorCode: '12' }), 400));
  expect(await altapayGateway.startPayment(refusing.access, request)).toMatchObject({ outcome: 'refused', code: 'gateway_12' });
  await using confused = await startGatewayStub(answerWith(started(page), 400));
  expect(await altapayGateway.startPayment(confused.access, request)).toEqual({ outcome: 'unreachable' });
  await using denying = await startGatewayStub(answerWith('', 401));
  expect(await altapayGateway.startPayment(denying.access, request)).toMatchObject({ outcome: 'refused', code: 'credentials_refused' });
  expect(await altapayGateway.listMethods(denying.access)).toEqual({ outcome: 'refused' });
});

for (const url of ['javascript:alert(1)', 'http://evil.example/pay', 'data:text/html,x', '/relative', 'https://user:pass@gateway.example/', 'not a url']) {
  test(`the customer is never sent to ${url}`, async () => {
    await using stub = await startGatewayStub(answerWith(started(url)));
    expect(await altapayGateway.startPayment(stub.access, request)).toEqual({
      outcome: 'refused',
      code: 'unsafe_url',
      customerMessage: undefined,
    });
  });
}

test('a page on the called host itself may do without https', async () => {
  let url = '';
  await using stub = await startGatewayStub((response) => answerWith(started(url))(response));
  url = `${new URL(stub.access.baseUrl).origin}/sandbox/eCommerce/API/requestForm?pid=b1`;
  expect(await altapayGateway.startPayment(stub.access, request)).toEqual({ outcome: 'started', url });
});

test('a look-up finds every transaction of the order and no other', async () => {
  const elements = [
    transactionElement(),
    transactionElement({ TransactionId: '2', TransactionStatus: 'preauth_failed' }),
    transactionElement({ ShopOrderId: 'Order-9-1' }),
  ];
  await using stub = await startGatewayStub(
    answerWith(envelope('payments', `<ResultFilter/><Transactions>${elements.join('')}</Transactions>`, { date: '2026-03-05T10:25:19+01:00' })),
  );
  const found = await altapayGateway.findTransactions(stub.access, 'Order-1234-1');
  expect(found).toMatchObject({
    outcome: 'found',
    transactions: [
      { reference: '8100042', createdAt: new Date('2026-03-05T08:25:10Z') },
      { reference: '2', status: 'failed' },
    ],
  });
  expect(found.outcome === 'found' && found.transactions).toHaveLength(2);
  expect(stub.seen[0]).toMatchObject({ verb: 'GET', path: '/sandbox/merchant/API/payments' });
  expect(stub.seen[0]?.query.toString()).toBe('shop_orderid=Order-1234-1&limit=100');
});

test('a transaction that cannot be read may be money that moved: nothing is known until it can', async () => {
  const elements = [transactionElement(), transactionElement({ ReservedAmount: 'x' })];
  await using stub = await startGatewayStub(answerWith(envelope('payments', `<Transactions>${elements.join('')}</Transactions>`)));
  expect(await altapayGateway.findTransactions(stub.access, 'Order-1234-1')).toEqual({ outcome: 'unreachable' });
});

test('an order the gateway does not know is found empty; an error is not', async () => {
  await using empty = await startGatewayStub(answerWith(envelope('payments', '<Transactions/>')));
  expect(await altapayGateway.findTransactions(empty.access, 'Order-1')).toEqual({ outcome: 'found', transactions: [] });
  for (const body of [envelope('payments', '', { errorCode: '1' }), envelope('payments', 'text'), envelope('payments', '<Result>Error</Result>'), '']) {
    await using broken = await startGatewayStub(answerWith(body));
    expect(await altapayGateway.findTransactions(broken.access, 'Order-1')).toEqual({ outcome: 'unreachable' });
  }
});

const operation = { operationId: 'op-1', reference: '8100042', amount: { minor: 1050n, currency: currency('DKK') }, lines: [] };

for (const [kind, method, extra] of [
  ['capture', 'captureReservation', [['amount', '10.50']]],
  ['refund', 'refundCapturedReservation', [['amount', '10.50']]],
  ['release', 'releaseReservation', []],
] as const) {
  test(`a ${kind} carries its operation id`, async () => {
    await using stub = await startGatewayStub(answerWith(envelope(method, `<Result>Success</Result><Transactions>${transactionElement()}</Transactions>`)));
    expect(await altapayGateway[kind](stub.access, operation)).toEqual({ outcome: 'succeeded' });
    expect(stub.seen[0]?.path).toBe(`/sandbox/merchant/API/${method}`);
    expect([...(stub.seen[0]?.form ?? [])]).toEqual([['transaction_id', '8100042'], ...extra, ['reconciliation_identifier', 'op-1']]);
  });

  test(`a ${kind} is failed only when the gateway says so, and unknown when the answer is lost`, async () => {
    for (const [body, status, expected] of [
      [envelope(method, '<Result>Failed</Result>'), 200, { outcome: 'failed', code: 'failed' }],
      [envelope(method, '', { errorCode: '3' }), 200, { outcome: 'failed', code: 'gateway_3' }],
      [envelope(method, '<Result>Incomplete</Result>'), 200, { outcome: 'unknown' }],
      [envelope(method, '<Result>PartialSuccess</Result>'), 200, { outcome: 'unknown' }],
      [envelope(method, '<Transactions/>'), 200, { outcome: 'unknown' }],
      [envelope(method, '<Result>Success</Result>'), 500, { outcome: 'unknown' }],
      [envelope(method, '<Result>Success</Result>').slice(0, -10), 200, { outcome: 'unknown' }],
    ] as const) {
      await using stub = await startGatewayStub(answerWith(body, status));
      expect(await altapayGateway[kind](stub.access, operation)).toEqual(expected);
    }
    await using cut = await startGatewayStub((response) => void response.socket?.resetAndDestroy());
    expect(await altapayGateway[kind](cut.access, operation)).toEqual({ outcome: 'unknown' });
  });
}

for (const [kind, method] of [
  ['capture', 'captureReservation'],
  ['refund', 'refundCapturedReservation'],
] as const) {
  test(`a ${kind} tells which lines it is about, in the words of a payment request; a release tells none`, async () => {
    await using stub = await startGatewayStub(answerWith(envelope(method, '<Result>Success</Result>')));
    const partial = { ...operation, lines: request.lines };
    for (const each of [kind, 'release'] as const) await altapayGateway[each](stub.access, partial);
    const lines = stub.seen.map(({ form }) => [...form].filter(([name]) => name.startsWith('orderLines')));
    expect(lines[0]).toEqual([
      ['orderLines[0][description]', 'x'.repeat(49)],
      ['orderLines[0][itemId]', 'SKU-1'],
      ['orderLines[0][quantity]', '2'],
      ['orderLines[0][unitPrice]', '975.00'],
      ['orderLines[0][taxAmount]', '0.99'],
      ['orderLines[0][goodsType]', 'item'],
      ['orderLines[1][description]', 'Delivery'],
      ['orderLines[1][itemId]', 'Delivery'],
      ['orderLines[1][quantity]', '1'],
      ['orderLines[1][unitPrice]', '99.00'],
      ['orderLines[1][taxAmount]', '0.00'],
      ['orderLines[1][goodsType]', 'item'],
    ]);
    expect(lines[1]).toEqual([]);
  });
}

test('the gateway’s words for the merchant come with its no, short, in one line, and without what might be a card number', async () => {
  for (const [said, words] of [
    ['The acquirer declined', 'The acquirer declined'],
    [' two\n lines&#9;', 'two lines'],
    ['card 4111 1111 1111 1111 refused, 4111111111111111 and 4111-1111-1111-1111 too', 'card … refused, … and … too'],
    ['transaction 8100042 of 2026-01-05', 'transaction 8100042 of 2026-01-05'],
    ['x'.repeat(300), 'x'.repeat(255)],
    ['', undefined],
  ] as const) {
    const body = `<Result>Failed</Result><MerchantErrorMessage>${said}</MerchantErrorMessage><MerchantErrorCode>1000</MerchantErrorCode>`;
    await using stub = await startGatewayStub(answerWith(envelope('captureReservation', body)));
    expect(await altapayGateway.capture(stub.access, operation)).toEqual({ outcome: 'failed', code: 'failed_1000', merchantMessage: words });
  }
});

test('methods are listed, and a broken list is no list', async () => {
  const terminal =
    '<Terminal><Title>Card</Title><Currencies><Currency>DKK</Currency></Currencies><PrimaryMethod><Identifier>CreditCard</Identifier></PrimaryMethod></Terminal>';
  await using stub = await startGatewayStub(answerWith(envelope('getTerminals', `<Result>Success</Result><Terminals>${terminal}</Terminals>`)));
  expect(await altapayGateway.listMethods(stub.access)).toMatchObject({
    outcome: 'listed',
    methods: [{ terminal: 'Card', currencies: ['DKK'] }],
  });
  await using broken = await startGatewayStub(answerWith(envelope('getTerminals', '<Result>Success</Result><Terminals>x</Terminals>')));
  expect(await altapayGateway.listMethods(broken.access)).toEqual({ outcome: 'unreachable' });
});
