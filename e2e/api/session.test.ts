import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { type Answer, expectProblem } from '../fixtures/api.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

const create = (body?: unknown): Promise<Answer> => shop.api('POST', '/session', body);

/** The order with one member replaced, its path given as a JSON pointer. */
function changed(pointer: string, value: unknown): object {
  const body = { order: anOrder(), callbacks: { success: { type: 'URL', value: 'https://shop.example/ok' } }, configuration: {} };
  const path = pointer.slice(1).split('/');
  const last = path.pop() ?? '';
  const holder = path.reduce<Record<string, unknown>>((object, part) => {
    object[part] ??= {};
    return object[part] as Record<string, unknown>;
  }, body);
  holder[last] = value;
  return body;
}

/** An order of one line, its money as the text that stands in the JSON. */
const priced = (currency: string, value: string, lines = [value]): string =>
  `{"order":{"orderId":"A","amount":{"value":${value},"currency":"${currency}"},"orderLines":[${lines
    .map((unitPrice) => `{"itemId":"1","description":"One","quantity":1,"unitPrice":${unitPrice}}`)
    .join(',')}]}}`;

test('an empty POST makes a session with every default filled in', async () => {
  for (const body of [undefined, '', '{}', 'null', ' \n']) {
    const answer = await create(body);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      sessionId: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      status: 'OPEN',
      revision: 0,
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      context: { browser: {} },
      configuration: { paymentType: 'PAYMENT', paymentDisplayType: 'REDIRECT', autoCapture: false },
      isNativeFlow: false,
    });
    const { createdAt, expiresAt } = answer.body as { createdAt: string; expiresAt: string };
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(90 * 86_400_000);
  }
});

test('what was sent is answered as it was sent, and read again alike', async () => {
  const sent = {
    order: anOrder(),
    callbacks: {
      formStyling: 'https://shop.example/style',
      success: { type: 'URL', value: 'https://shop.example/ok?x=1' },
      failure: { type: 'FUNCTION', value: 'onFailure' },
      redirect: `${shop.origin}/return?a=b#c`,
      notification: 'https://shop.example/notify',
      bodyFormat: 'JSON',
    },
    configuration: { paymentType: 'PAYMENT', paymentDisplayType: 'REDIRECT', autoCapture: true, country: 'DK', language: 'da' },
    isNativeFlow: true,
  };
  const { status, body } = await create(sent);
  expect(status).toBe(201);
  expect(body).toMatchObject(sent);
  expect((await shop.api('GET', `/session/${body.sessionId}`)).body).toEqual(body);
});

test('PUT fills an empty session and replaces only the members it names; another order is another revision', async () => {
  const { body: empty } = await create();
  const path = `/session/${empty.sessionId}`;
  const first = await shop.api('PUT', path, { order: anOrder(), callbacks: { notification: 'https://shop.example/a', bodyFormat: 'JSON' } });
  expect(first).toMatchObject({ status: 200, body: { sessionId: empty.sessionId, revision: 1, order: anOrder() } });
  const order = anOrder({ value: 12.5, orderId: 'B' });
  const second = await shop.api('PUT', path, { order });
  expect(second.body).toMatchObject({ revision: 2, order, callbacks: first.body.callbacks, configuration: empty.configuration });
  const third = await shop.api('PUT', path, { callbacks: { notification: 'https://shop.example/b' }, configuration: { language: 'da' }, isNativeFlow: true });
  expect(third.body).toMatchObject({ revision: 2, order, callbacks: { notification: 'https://shop.example/b' }, isNativeFlow: true });
  expect(third.body.callbacks).toEqual({ notification: 'https://shop.example/b' });
  expect(third.body.configuration).toMatchObject({ language: 'da', autoCapture: false });
  expect((await shop.api('GET', path)).body).toEqual(third.body);
});

test('a refused PUT leaves the session as it was', async () => {
  const { body } = await create({ order: anOrder() });
  expectProblem(await shop.api('PUT', `/session/${body.sessionId}`, changed('/order/orderId', '')), 422, 'invalid_field', ['/order/orderId']);
  expect((await shop.api('GET', `/session/${body.sessionId}`)).body).toEqual(body);
});

test('bodyFormat is taken in callbacks and in configuration', async () => {
  expect((await create({ callbacks: { bodyFormat: 'JSON' } })).body).toMatchObject({ callbacks: { bodyFormat: 'JSON' } });
  expect((await create({ configuration: { bodyFormat: 'XML' } })).body).toMatchObject({ configuration: { bodyFormat: 'XML' } });
});

test('members that the contract does not name are ignored', async () => {
  const order = { ...anOrder(), unheard: { of: 1 } };
  const answer = await create({ order, sessionId: 'mine', status: 'PAID', revision: 9, settledByPaymentId: 'x', merchantId: 'y', extra: '\ud800' });
  expect(answer).toMatchObject({ status: 201, body: { status: 'OPEN', revision: 0, order: anOrder() } });
  expect(answer.text).not.toMatch(/unheard|extra|merchantId|settled/);
});

test('null means "not given", as AltaPay’s Android client sends it', async () => {
  const order = {
    ...anOrder(),
    recipient: null,
    transactionInfo: null,
    customer: {
      firstName: null,
      lastName: 'Berg',
      email: null,
      billingAddress: null,
      shippingAddress: { street: null, city: 'Aarhus', country: null, zipCode: null },
    },
  };
  const lines = order.orderLines.map((line) => ({ ...line, taxAmount: line.taxAmount || null, goodsType: null }));
  const callbacks = { formStyling: null, success: null, failure: null, redirect: null, notification: null, bodyFormat: null };
  const configuration = { paymentType: null, paymentDisplayType: null, autoCapture: null, country: null, language: null, bodyFormat: null };
  const answer = await create({ order: { ...order, orderLines: lines }, callbacks, configuration, isNativeFlow: null });
  expect(answer.status).toBe(201);
  expect(answer.text).not.toContain('null');
  expect(answer.body).toMatchObject({
    order: { customer: { lastName: 'Berg', shippingAddress: { city: 'Aarhus' } } },
    configuration: { paymentType: 'PAYMENT', paymentDisplayType: 'REDIRECT', autoCapture: false },
    isNativeFlow: false,
  });
  expect((await create({ order: null, callbacks: null, configuration: null })).status).toBe(201);
});

const wrong: [pointer: string, value: unknown][] = [
  ['/order', 'text'],
  ['/order', []],
  ['/order/orderId', undefined],
  ['/order/orderId', ''],
  ['/order/orderId', 'x'.repeat(101)],
  ['/order/orderId', 7],
  ['/order/orderId', 'a\u0000b'],
  ['/order/orderId', 'a\ud800b'],
  ['/order/amount', undefined],
  ['/order/amount/value', '10.00'],
  ['/order/amount/value', null],
  ['/order/amount/value', 0],
  ['/order/amount/value', -1],
  ['/order/amount/currency', 'DK'],
  ['/order/amount/currency', 'XXX'],
  ['/order/amount/currency', '208'],
  ['/order/amount/currency', 'ÆØÅ'],
  ['/order/orderLines', undefined],
  ['/order/orderLines', []],
  ['/order/orderLines', {}],
  ['/order/orderLines/0', null],
  ['/order/orderLines/0/itemId', ''],
  ['/order/orderLines/0/description', 'x'.repeat(256)],
  ['/order/orderLines/1/quantity', 0],
  ['/order/orderLines/1/quantity', 1.5],
  ['/order/orderLines/1/quantity', 1_000_001],
  ['/order/orderLines/2/unitPrice', '99'],
  ['/order/orderLines/2/taxAmount', 'free'],
  ['/order/orderLines/2/goodsType', 'service'],
  ['/order/customer', 'Ada'],
  ['/order/customer/email', 'x'.repeat(255)],
  ['/order/customer/billingAddress/country', 'DNK'],
  ['/order/customer/billingAddress/street', '\udc00'],
  ['/order/recipient', 1],
  ['/order/transactionInfo', 'x'],
  ['/order/transactionInfo/key', 5],
  ['/order/transactionInfo/a~0b', { nested: 'x' }],
  ['/callbacks', 'https://shop.example'],
  ['/callbacks/success', 'https://shop.example/ok'],
  ['/callbacks/success/type', 'EMAIL'],
  ['/callbacks/success/value', 'javascript:alert(1)'],
  ['/callbacks/success/value', 'https://user:pass@shop.example/'],
  ['/callbacks/success/value', '//shop.example/ok'],
  ['/callbacks/success/value', 'https://shop.example/a b'],
  ['/callbacks/notification', 'ftp://shop.example/'],
  ['/callbacks/notification', 'not an address'],
  ['/callbacks/notification', `https://shop.example/${'x'.repeat(2048)}`],
  ['/callbacks/notification', 'https://shop.example/\r\nX-Evil: 1'],
  ['/callbacks/formStyling', 'data:text/html,x'],
  ['/callbacks/redirect', ''],
  ['/callbacks/bodyFormat', 'YAML'],
  ['/configuration', []],
  ['/configuration/paymentType', 'SUBSCRIPTION'],
  ['/configuration/paymentDisplayType', 'POPUP'],
  ['/configuration/autoCapture', 'yes'],
  ['/configuration/country', 'Denmark'],
  ['/configuration/language', 'd'],
  ['/configuration/bodyFormat', 'xml'],
  ['/isNativeFlow', 'false'],
];

test('each wrong field is a 422 that points at it, and at nothing else', async () => {
  for (const [pointer, value] of wrong) {
    await test.step(`${pointer} = ${JSON.stringify(value)}`, async () => {
      const path = pointer.replaceAll('~0', '~');
      expectProblem(await create(changed(path, value)), 422, 'invalid_field', [pointer]);
    });
  }
});

test('several wrong fields are told together, keys escaped as RFC 6901 has it', async () => {
  const order = { ...anOrder(), orderId: 1, transactionInfo: { 'a/b~c': 1 } };
  expectProblem(await create({ order, isNativeFlow: 1 }), 422, 'invalid_field', ['/order/orderId', '/order/transactionInfo/a~1b~0c', '/isNativeFlow']);
  expectProblem(await create([]), 422, 'invalid_field', ['']);
  expectProblem(await create('7'), 422, 'invalid_field', ['']);
});

const sums: [what: string, lines: object[], value: number, detail: string][] = [
  ['too little', [{ unitPrice: 1 }], 1.01, '0.01'],
  ['too much', [{ unitPrice: 10, quantity: 3 }], 29.5, '0.50'],
  ['tax forgotten', [{ unitPrice: 100, taxAmount: 25 }], 100, '25.00'],
];

for (const [what, lines, value, apart] of sums) {
  test(`order lines that do not sum to the amount are refused with the difference: ${what}`, async () => {
    const orderLines = lines.map((line) => ({ itemId: '1', description: 'One', quantity: 1, ...line }));
    const answer = await create({ order: { orderId: 'A', amount: { value, currency: 'DKK' }, orderLines } });
    expectProblem(answer, 422, 'order_sum_mismatch', ['/order/amount/value']);
    expect(answer.body.detail).toContain(`they differ by ${apart}.`);
  });
}

test('discounts and tax count, to the last minor unit', async () => {
  const line = (unitPrice: number, taxAmount = 0, quantity = 1) => ({ itemId: '1', description: 'One', quantity, unitPrice, taxAmount });
  const order = { orderId: 'A', amount: { value: 0.3, currency: 'EUR' }, orderLines: [line(0.1), line(0.1, 0.2), line(-0.05, 0, 2)] };
  expect((await create({ order })).body).toMatchObject({ order: { amount: { value: 0.3, currency: 'EUR' } } });
});

const exact: [currency: string, value: string][] = [
  ['JPY', '1200'],
  ['JPY', '1200.0'],
  ['DKK', '2049.99'],
  ['dkk', '0.01'],
  ['KWD', '1.005'],
  ['KWD', '0.001'],
  ['DKK', '9999999999999.99'],
  ['JPY', '999999999999999'],
  ['KWD', '999999999999.999'],
];

test('amounts are held exactly in their currency’s own decimals', async () => {
  for (const [currency, value] of exact) {
    const answer = await create(priced(currency, value));
    expect(answer.body, `${value} ${currency}`).toMatchObject({ order: { amount: { value: Number(value), currency: currency.toUpperCase() } } });
  }
});

const inexact: [currency: string, value: string][] = [
  ['JPY', '0.5'],
  ['JPY', '1200.01'],
  ['DKK', '0.001'],
  ['DKK', '0.30000000000000004'],
  ['DKK', '1e-7'],
  ['DKK', '1e21'],
  ['DKK', '1e999'],
  ['DKK', '10000000000000'],
  ['JPY', '9007199254740993'],
  ['KWD', '1.0005'],
  ['KWD', '1000000000000'],
];

test('an amount that its currency or a JSON number cannot hold exactly is refused, never rounded', async () => {
  for (const [currency, value] of inexact) {
    const answer = await create(priced(currency, value, ['1']));
    expect(answer.status, `${value} ${currency}`).toBe(422);
    expectProblem(answer, 422, 'invalid_field', ['/order/amount/value']);
  }
  expectProblem(await create(priced('DKK', '1', ['1', '0.005'])), 422, 'invalid_field', ['/order/orderLines/1/unitPrice']);
});

test('500 order lines are taken, 501 are not', async () => {
  const order = (count: number) =>
    priced(
      'DKK',
      String(count),
      Array.from({ length: count }, () => '1'),
    );
  expect((await create(order(500))).status).toBe(201);
  expectProblem(await create(order(501)), 422, 'invalid_field', ['/order/orderLines']);
});

test('50 entries of transactionInfo are taken, 51 are not', async () => {
  const info = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));
  expect((await create(changed('/order/transactionInfo', info(50)))).status).toBe(201);
  expectProblem(await create(changed('/order/transactionInfo', info(51))), 422, 'invalid_field', ['/order/transactionInfo']);
});

test('names that mean something to JavaScript are names like any other', async () => {
  const json = JSON.stringify({ order: { ...anOrder(), transactionInfo: { constructor: 'c', toString: 't', hasOwnProperty: 'h' } } });
  const answer = await create(`{"__proto__":{"isNativeFlow":true,"admin":1},"constructor":{"prototype":{"admin":1}},${json.slice(1)}`);
  expect(answer).toMatchObject({
    status: 201,
    body: { isNativeFlow: false, order: { transactionInfo: { constructor: 'c', toString: 't', hasOwnProperty: 'h' } } },
  });
  expect(Object.keys((await create()).body)).not.toContain('admin');
});

test('JSON nested 100,000 deep is a wrong field like any other', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expectProblem(await create(`{"order":${deep}}`), 422, 'invalid_field', ['/order']);
  expect((await create(`{"unheard":${deep}}`)).status).toBe(201);
});

test('text survives in every script', async () => {
  const order = { ...anOrder(), orderId: 'Ordre-æøå/日本語 😀 "quoted" \\ <b>&amp;', customer: { firstName: '\u202eevil', lastName: 'Ünï\u200dcode' } };
  const { status, body } = await create({ order });
  expect(status).toBe(201);
  expect((await shop.api('GET', `/session/${body.sessionId}`)).body).toMatchObject({ order });
});

const unregistered = [
  'https://evil.example/',
  'https://evil.example@127.0.0.1/',
  '//evil.example/',
  '/return',
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'unregisteredapp://return',
];

test('redirect leads to registered origins only', async () => {
  const more = [
    `${shop.origin}.evil.example/`,
    `${shop.origin}@evil.example/`,
    `${shop.origin}:1/`,
    `${shop.origin}\\@evil.example/`,
    `${shop.origin}/\n`,
    ` ${shop.origin}/`,
  ];
  for (const redirect of [...unregistered, ...more]) {
    await test.step(JSON.stringify(redirect), async () => {
      expectProblem(await create({ callbacks: { redirect } }), 422, 'origin_not_registered', ['/callbacks/redirect']);
    });
  }
  for (const redirect of [shop.origin, `${shop.origin}/a?b#c`])
    expect((await create({ callbacks: { redirect } })).body).toMatchObject({ callbacks: { redirect } });
});

test('a session that is not there is not found, however it is named', async () => {
  for (const id of ['01890000-0000-7000-8000-000000000000', 'x', '1', 'null', '%20', '%F0%9F%98%80', "' OR 1=1"]) {
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['GET', '/payment-methods'],
      ['POST', '/link'],
      ['POST', '/token'],
    ] as const) {
      expectProblem(await shop.api(method, `/session/${id}${path}`, method === 'GET' ? undefined : {}), 404, 'not_found');
    }
  }
});

for (const [status, code] of [
  ['expired', 'session_ended'],
  ['cancelled', 'session_ended'],
  ['pending', 'payment_in_progress'],
] as const) {
  test(`a session that is ${status} takes no change`, async ({ server }) => {
    const { body } = await create({ order: anOrder() });
    const endedAt = status === 'pending' ? 'NULL' : 'now()';
    await queryAsGuest(server.settings, `UPDATE checkout_session SET status = '${status}', ended_at = ${endedAt} WHERE id = $1`, [body.sessionId]);
    expectProblem(await shop.api('PUT', `/session/${body.sessionId}`, { order: anOrder({ value: 1 }) }), 409, code);
    expect((await shop.api('GET', `/session/${body.sessionId}`)).body).toEqual({ ...body, status: status.toUpperCase() });
    if (code === 'session_ended') expectProblem(await shop.api('POST', `/session/${body.sessionId}/link`), 409, code);
  });
}
