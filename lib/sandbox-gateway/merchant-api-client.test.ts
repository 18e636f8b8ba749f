import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { startClock } from '#lib/clock.ts';
import { closeDatabase, db, useDatabase } from '#lib/db/client.ts';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { POST as appUrl } from '../../app/sandbox/eCommerce/API/appUrl/route.ts';
import { POST as confirm } from '../../app/sandbox/eCommerce/API/confirm/route.ts';
import { POST as decide } from '../../app/sandbox/eCommerce/API/decide/route.ts';
import { POST as submit } from '../../app/sandbox/eCommerce/API/pay/route.ts';
import { GET as paymentScript } from '../../app/sandbox/eCommerce.php/API/embeddedPaymentWindow/route.ts';
import { GET as logo } from '../../app/sandbox/logos/[file]/route.ts';
import { POST as merchantApi } from '../../app/sandbox/merchant/API/[method]/route.ts';
import { migrate } from '../../prisma/migrate.ts';
import { createSandboxAccount } from './accounts.ts';
import { loadSandboxPage } from './payment-page.ts';
import { deliverSandboxNotifications } from './worker.ts';

/*
 * A shop's client as somebody would write it who knows AltaPay's merchant API from its documentation and has never
 * seen this sandbox: its own XML reader, form encoding and checksum, over HTTP.
 */

// ── XML ──

type Node = { name: string; attributes: Record<string, string>; text: string; children: Node[] };

const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (_whole, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name] ?? '');

function readXml(xml: string): Node {
  const root: Node = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const inner = () => open.at(-1) ?? root;
  for (const [, closing, name = '', attributes = '', single, text] of xml.matchAll(/<\?[^>]*\?>|<(\/?)([\w]+)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g)) {
    if (text !== undefined) inner().text += unescaped(text);
    else if (closing) expect(open.pop()?.name, 'elements are closed in order').toBe(name);
    else if (name) {
      const pairs = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, unescaped(value)]);
      const node = { name, attributes: Object.fromEntries(pairs), text: '', children: [] };
      inner().children.push(node);
      if (!single) open.push(node);
    }
  }
  expect(open.length, 'every element is closed').toBe(1);
  const [document] = root.children;
  if (!document) throw new Error(`no XML: ${xml.slice(0, 100)}`);
  return document;
}

const all = (node: Node, path: string): Node[] =>
  path.split('/').reduce((found: Node[], name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)), [node]);
const one = (node: Node, path: string): string | undefined => all(node, path)[0]?.text;
const members = (node: Node): string[] => node.children.map(({ name }) => name);
/** A node's plain members by name. */
const facts = (node: Node): Record<string, string> =>
  Object.fromEntries(node.children.filter(({ children }) => children.length === 0).map(({ name, text }) => [name, text]));

// ── HTTP, form and checksum ──

type Parameters = { [key: string]: string | Parameters };

const pairsOf = (given: Parameters, name = (key: string) => key): string[] =>
  Object.entries(given).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${encodeURIComponent(name(key))}=${encodeURIComponent(value)}`] : pairsOf(value, (inner) => `${name(key)}[${inner}]`),
  );

const secret = 'a secret shared with the terminal';
const checksumOf = (fields: Record<string, string>): string =>
  createHash('md5').update(`amount=${fields.amount},currency=${fields.currency},secret=${secret},shop_orderid=${fields.shop_orderid}`).digest('hex');

const user = { username: 'shop with: no colon in its name'.replace(':', ''), password: 'pass:word' };
const basic = `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`;

let database: ThrowAwayDatabase;
let gateway: { server: Server; url: string };
let shop: { server: Server; url: string };
const heard: { path: string; fields: Record<string, string> }[] = [];
const replies = new Map<string, { status?: number; headers?: Record<string, string>; body?: string }>();

async function listen(answer: (request: IncomingMessage, body: string) => Promise<Response>) {
  const server = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const answered = await answer(incoming, body);
    outgoing.writeHead(answered.status, Object.fromEntries(answered.headers)).end(await answered.text());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The sandbox's addresses, each answered by the route the service itself has there. */
async function answerAsGateway(incoming: IncomingMessage, body: string): Promise<Response> {
  const url = new URL(incoming.url ?? '/', gateway.url);
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const request = new Request(url, { method: incoming.method ?? 'GET', headers, ...(incoming.method === 'POST' ? { body } : {}) });
  const [, method] = /^\/sandbox\/merchant\/API\/(\w+)$/.exec(url.pathname) ?? [];
  if (method) return merchantApi(request, { params: Promise.resolve({ method }) });
  const [, file] = /^\/sandbox\/logos\/(.+)$/.exec(url.pathname) ?? [];
  if (file) return logo(request, { params: Promise.resolve({ file }) });
  const pages: Record<string, (request: Request) => Promise<Response>> = { pay: submit, confirm, decide, appUrl, embeddedPaymentWindow: paymentScript };
  return pages[url.pathname.split('/').at(-1) ?? '']?.(request) ?? new Response(null, { status: 404 });
}

async function answerAsShop(incoming: IncomingMessage, body: string): Promise<Response> {
  const path = incoming.url ?? '';
  heard.push({ path, fields: Object.fromEntries(new URLSearchParams(body)) });
  const { status = 200, headers = {}, body: text = path === '/verify' ? 'OKAY' : 'Thank you' } = replies.get(path) ?? {};
  return new Response(text, { status, headers });
}

/** The gateway's addresses name its own host; here that host is reached at the test's port. */
const reach = (address: string): string => address.replace(/^http:\/\/[^/]+/, gateway.url);

type Called = { status: number; errorCode: string | undefined; errorMessage: string | undefined; body: Node | undefined; path: string | undefined };

async function call(verb: 'GET' | 'POST', method: string, parameters: Parameters = {}, authorization = basic): Promise<Called> {
  const form = pairsOf(parameters).join('&');
  const base = `${gateway.url}/sandbox/merchant/API/${method}`;
  const answer = await fetch(verb === 'GET' ? `${base}?${form}` : base, {
    method: verb,
    headers: { authorization, ...(verb === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) },
    ...(verb === 'POST' ? { body: form } : {}),
  });
  expect(answer.headers.get('content-type')).toMatch(/^text\/xml\b/);
  const document = readXml(await answer.text());
  expect(document.name).toBe('APIResponse');
  expect(document.attributes.version).toMatch(/^\d{8}$/);
  expect(one(document, 'Header/Date')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  const [body] = all(document, 'Body');
  return {
    status: answer.status,
    errorCode: one(document, 'Header/ErrorCode'),
    errorMessage: one(document, 'Header/ErrorMessage'),
    path: one(document, 'Header/Path'),
    body,
  };
}

/** The body of a call whose header names no error. */
async function bodyOf(verb: 'GET' | 'POST', method: string, parameters: Parameters = {}): Promise<Node> {
  const { errorCode, body } = await call(verb, method, parameters);
  expect(errorCode).toBe('0');
  if (!body) throw new Error('no body');
  return body;
}

test.beforeAll(async () => {
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*', LOG_LEVEL: 'silent' });
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
  await createSandboxAccount({ ...user, secret, shopName: 'Østen & Søn' });
  gateway = await listen(answerAsGateway);
  shop = await listen(answerAsShop);
});

test.afterAll(async () => {
  for (const { server } of [gateway, shop]) server.close().closeAllConnections();
  await closeDatabase();
  await database.stop();
});

test.beforeEach(() => {
  replies.clear();
  heard.length = 0;
});

// ── What a shop does ──

let orders = 0;
const title = (identifier: string): string =>
  ({ CreditCard: 'AltaPay Test Card Terminal', BankPayment: 'AltaPay Test Bank Terminal' })[identifier] ?? `AltaPay Test ${identifier} Terminal`;
const callbacks = (): Parameters =>
  Object.fromEntries([
    ...['ok', 'fail', 'open', 'notification'].map((kind) => [`callback_${kind}`, `${shop.url}/${kind}`]),
    ['callback_verify_order', `${shop.url}/verify`],
  ]);

type Asked = { identifier?: string; amount?: string; currency?: string } & Parameters;

/** Asks for a payment; answers the body, and the payment's id and order. */
async function request({ identifier = 'CreditCard', amount = '100.00', currency = 'DKK', ...more }: Asked = {}) {
  orders += 1;
  const order = `C-${orders}`;
  const body = await bodyOf('POST', 'createPaymentRequest', {
    terminal: title(identifier),
    shop_orderid: order,
    amount,
    currency,
    config: callbacks(),
    ...more,
  });
  return { order, body, pid: one(body, 'PaymentRequestId') ?? '' };
}

const submitForm = (page: string, fields: Record<string, string>) =>
  fetch(`${gateway.url}/sandbox/eCommerce/API/${page}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
const card = { cc_number: '4111111111111111', cc_name: 'Ada Berg', cc_exp: '12/40', cc_csc: '123' };
const approves = { decision: 'approve' };

const transactionsOf = async (filter: Parameters) => all(await bodyOf('GET', 'payments', filter), 'Transactions/Transaction');

async function transactionOf(order: string): Promise<Node> {
  const [found, ...more] = await transactionsOf({ shop_orderid: order });
  expect(more).toEqual([]);
  if (!found) throw new Error(`no transaction for ${order}`);
  return found;
}

/** A payment made; answers what the gateway then says of it. */
async function paid(asked: Asked = {}, pays: Record<string, string> = asked.identifier && asked.identifier !== 'CreditCard' ? approves : card) {
  const { order, pid } = await request(asked);
  await submitForm('pay', { pid, ...pays });
  const transaction = await transactionOf(order);
  return { order, pid, transaction, id: one(transaction, 'TransactionId') ?? '' };
}

const about = (order: string, path?: string) => heard.filter((each) => each.fields.shop_orderid === order && (path === undefined || each.path === path));

// ── The calls ──

test('login: right credentials succeed; wrong ones are a header error without a body', async () => {
  expect(one(await bodyOf('POST', 'login'), 'Result')).toBe('Success');
  for (const authorization of [`Basic ${Buffer.from('a:b').toString('base64')}`, 'Bearer x'])
    expect(await call('POST', 'login', {}, authorization)).toMatchObject({ status: 401, errorCode: '401', body: undefined, path: 'API/login' });
  expect(await call('POST', 'nothing')).toMatchObject({ errorCode: '404', body: undefined });
});

/** Each method: nature, country, currencies (the first few), captured at once, asked about before money moves, captures and refunds in parts. */
const methods: Record<string, [nature: string, country: string, currencies: string, atOnce: boolean, asks: boolean, captures: boolean, refunds: boolean]> = {
  CreditCard: ['CreditCard', 'DK', 'DKK EUR SEK', false, true, true, true],
  ApplePay: ['CreditCard', 'DK', 'DKK EUR SEK', false, true, true, true],
  GooglePay: ['CreditCard', 'DK', 'DKK EUR SEK', false, true, true, true],
  MobilePay: ['EPayment', 'DK', 'DKK EUR', false, true, true, true],
  Vipps: ['EPayment', 'NO', 'NOK', false, true, true, true],
  SwishSweden: ['EPayment', 'SE', 'SEK', true, true, false, true],
  Twint: ['EPayment', 'CH', 'CHF', false, true, false, true],
  Payconiq: ['EPayment', 'BE', 'EUR', true, true, false, true],
  PayPal: ['EPayment', 'DK', 'DKK EUR SEK', false, true, true, true],
  BankPayment: ['BankPayment', 'DK', 'EUR DKK', true, true, false, true],
  Bancontact: ['EPayment', 'BE', 'EUR', false, true, true, true],
  iDeal: ['IdealPayment', 'NL', 'EUR', true, true, false, true],
  OpenBanking: ['BankPayment', 'DK', 'DKK EUR SEK', true, true, false, true],
  Przelewy24: ['EPayment', 'PL', 'PLN EUR', true, true, false, true],
  Sepa: ['BankPayment', 'DE', 'EUR', true, false, false, false],
  Trustly: ['BankPayment', 'SE', 'SEK EUR DKK', true, false, false, true],
  Invoice: ['Invoice', 'DK', 'DKK SEK NOK', false, true, true, true],
  Klarna: ['Invoice', 'SE', 'SEK NOK DKK', false, true, true, true],
  ViaBill: ['Invoice', 'DK', 'DKK EUR', false, true, false, true],
};

test('getTerminals: nineteen terminals, each with every documented member', async () => {
  const terminals = all(await bodyOf('GET', 'getTerminals'), 'Terminals/Terminal');
  const seen = terminals.map((terminal) => {
    expect(members(terminal)).toEqual(
      'Title Country Natures Currencies Methods Products PrimaryMethod LogoUrl Description MerchantId ShopName CanUseCredit CanIssueNewCredit'.split(' '),
    );
    const identifier = one(terminal, 'PrimaryMethod/Identifier') ?? '';
    expect(members(all(terminal, 'PrimaryMethod')[0] as Node)).toEqual(['Nature', 'Identifier', 'SupportedAgreementTypes']);
    expect(facts(terminal)).toMatchObject({ Title: title(identifier), ShopName: 'Østen & Søn' });
    expect(one(terminal, 'Natures/Nature')).toBe(one(terminal, 'PrimaryMethod/Nature'));
    const currencies = all(terminal, 'Currencies/Currency').map(({ text }) => text);
    return [identifier, one(terminal, 'PrimaryMethod/Nature'), one(terminal, 'Country'), currencies.slice(0, 3).join(' ')];
  });
  expect(Object.fromEntries(seen.map(([identifier, ...rest]) => [identifier, rest]))).toEqual(
    Object.fromEntries(Object.entries(methods).map(([identifier, [nature, country, currencies]]) => [identifier, [nature, country, currencies]])),
  );
  expect(seen.length).toBe(19);
  const agreements = all(terminals[0] as Node, 'PrimaryMethod/SupportedAgreementTypes/AgreementType').map(({ text }) => text);
  expect(agreements).toEqual(['recurring', 'instalment', 'unscheduled']);
});

test('a terminal’s logo is a picture that any page may show', async () => {
  for (const terminal of all(await bodyOf('GET', 'getTerminals'), 'Terminals/Terminal')) {
    const picture = await fetch(reach(one(terminal, 'LogoUrl') ?? ''));
    expect([picture.status, picture.headers.get('content-type'), picture.headers.get('cross-origin-resource-policy')]).toEqual([
      200,
      'image/svg+xml; charset=utf-8',
      'cross-origin',
    ]);
    expect(readXml(await picture.text()).name).toBe('svg');
  }
  expect((await fetch(`${gateway.url}/sandbox/logos/nothing.svg`)).status).toBe(404);
});

const everyParameter = (): Parameters => ({
  type: 'payment',
  language: 'da',
  transaction_info: { orderToken: 'a&b <c>', source: 'newsletter' },
  sale_reconciliation_identifier: 'sale-1',
  sale_invoice_number: 'inv-1',
  sales_tax: '20.00',
  cookie: 'PHPSESSID=abc',
  payment_source: 'mail_order',
  customer_created_date: '2020-02-29',
  fraud_service: 'test',
  shipping_method: 'Other',
  organisation_number: '12345678',
  account_offer: 'required',
  extra_merchant_data: '{}',
  form_template: 'form_checkout',
  customer_info: {
    email: 'ada@example.com',
    username: 'ada',
    customer_phone: '+4512345678',
    birthdate: '1984-02-29',
    gender: 'F',
    client_ip: '192.0.2.1',
    client_user_agent: 'Some browser',
    billing_firstname: 'Ada',
    billing_lastname: 'Berg',
    billing_address: 'Main 1',
    billing_city: 'Aarhus',
    billing_postal: '8000',
    billing_country: 'DK',
    shipping_city: 'Odense',
    shipping_country: 'DK',
  },
  orderLines: {
    0: {
      description: 'Blå skjorte',
      itemId: 'sku',
      quantity: '2',
      unitPrice: '40.00',
      taxPercent: '25',
      unitCode: 'pcs',
      discount: '0',
      goodsType: 'item',
      imageUrl: 'https://shop.test/i.png',
      productUrl: 'https://shop.test/p',
    },
  },
});

/** Transaction's members, in the order the documentation lists them. */
const transactionMembers = (
  'TransactionId PaymentId AuthType CardStatus CreditCardExpiry CreditCardToken CreditCardMaskedPan IsTokenized CardInformation ThreeDSecureResult ' +
  'LiableForChargeback CVVCheckResult BlacklistToken ShopOrderId Shop Terminal TransactionStatus ReasonCode MerchantCurrency MerchantCurrencyAlpha ' +
  'CardHolderCurrency CardHolderCurrencyAlpha ReservedAmount CapturedAmount RefundedAmount CreditedAmount SurchargeAmount RecurringDefaultAmount ' +
  'CreatedDate UpdatedDate PaymentNature PaymentSchemeName PaymentSource PaymentNatureService FraudRiskScore FraudExplanation FraudRecommendation ' +
  'AuthorisationExpiryDate ChargebackEvents PaymentInfos CustomerInfo ReconciliationIdentifiers'
).split(' ');

test('createPaymentRequest: with every parameter, and the payment then tells all of it', async () => {
  const { order, pid, body } = await request(everyParameter());
  expect(members(body)).toEqual(['Result', 'PaymentRequestId', 'Url', 'DynamicJavascriptUrl']);
  expect(one(body, 'Url')).toMatch(new RegExp(`/sandbox/eCommerce/API/requestForm\\?pid=${pid}$`));
  await submitForm('pay', { pid, ...card });
  const transaction = await transactionOf(order);
  expect(members(transaction)).toEqual(transactionMembers);
  expect(facts(transaction)).toMatchObject({
    AuthType: 'payment',
    CardStatus: 'Valid',
    CreditCardMaskedPan: '411111******1111',
    IsTokenized: 'false',
    ThreeDSecureResult: 'Not_Attempted',
    LiableForChargeback: 'Merchant',
    CVVCheckResult: 'Not_Attempted',
    ShopOrderId: order,
    Shop: 'Østen & Søn',
    TransactionStatus: 'preauth',
    ReasonCode: 'NONE',
    MerchantCurrency: '208',
    MerchantCurrencyAlpha: 'DKK',
    ReservedAmount: '100.00',
    CapturedAmount: '0.00',
    PaymentNature: 'CreditCard',
    PaymentSchemeName: 'Visa',
    PaymentSource: 'mail_order',
    FraudRecommendation: 'Unknown',
  });
  expect(one(transaction, 'CreditCardExpiry/Year')).toBe('2040');
  expect(one(transaction, 'CreditCardExpiry/Month')).toBe('12');
  for (const key of ['CreditCardToken', 'BlacklistToken']) expect(one(transaction, key)).toMatch(/^[0-9a-f]{40}$/);
  expect(facts(all(transaction, 'CardInformation')[0] as Node)).toEqual({
    IsTokenized: 'false',
    Token: one(transaction, 'CreditCardToken'),
    MaskedPan: '411111******1111',
    LastFourDigits: '1111',
  });
  for (const key of ['CreatedDate', 'UpdatedDate', 'AuthorisationExpiryDate']) expect(one(transaction, key)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  const infos = all(transaction, 'PaymentInfos/PaymentInfo').map(({ attributes, text }) => [attributes.name, text]);
  expect(Object.fromEntries(infos)).toEqual({ orderToken: 'a&b <c>', source: 'newsletter' });
  const [customer] = all(transaction, 'CustomerInfo');
  expect(facts(customer as Node)).toMatchObject({
    Email: 'ada@example.com',
    Username: 'ada',
    CustomerPhone: '+4512345678',
    IpAddress: '192.0.2.1',
    UserAgent: 'Some browser',
  });
  expect(facts(all(transaction, 'CustomerInfo/BillingAddress')[0] as Node)).toMatchObject({
    Firstname: 'Ada',
    Address: 'Main 1',
    PostalCode: '8000',
    Country: 'DK',
  });
  expect(one(transaction, 'CustomerInfo/CountryOfOrigin/Country')).toBe('DK');
});

test('createPaymentRequest: what breaks a rule is told in the body, with every documented member', async () => {
  const wrong: Record<string, Parameters> = {
    'does not exist': { terminal: 'My {currency} Terminal' },
    'does not support USD': { terminal: title('Vipps'), currency: 'USD' },
    'ISO 4217': { currency: 'XYZ' },
    'two decimals': { amount: '1.234' },
    shop_orderid: { shop_orderid: 'with/slash' },
    'one of payment': { type: 'credit' },
    'language must be': { language: 'tlh' },
    orderLines: { orderLines: { 0: { description: 'x', itemId: 'x', quantity: '1', unitPrice: '99.00' } } },
    session_id: { session_id: 'unknown' },
    ccToken: { ccToken: '0'.repeat(40) },
    callback_ok: { config: { callback_ok: 'app://shop' } },
  };
  for (const [words, changed] of Object.entries(wrong)) {
    const whole = { terminal: title('CreditCard'), shop_orderid: 'wrong', amount: '100.00', currency: 'DKK', ...changed };
    const body = await bodyOf('POST', 'createPaymentRequest', whole);
    expect(facts(body), words).toMatchObject({ Result: 'Error', CardHolderMessageMustBeShown: 'false', MerchantErrorMessage: expect.stringContaining(words) });
    expect(members(body)).toEqual(['Result', 'MerchantErrorMessage', 'CardHolderErrorMessage', 'CardHolderMessageMustBeShown', 'MerchantErrorCode']);
  }
});

test('createPaymentRequest: one order id is good for four', async () => {
  const results: (string | undefined)[] = [];
  for (let tried = 0; tried < 5; tried += 1) results.push(one((await request({ shop_orderid: 'four' })).body, 'Result'));
  expect(results).toEqual(['Success', 'Success', 'Success', 'Success', 'Error']);
});

test('a shop’s app gets the address of the wallet’s app, and a shop’s page a script that leads to the payment', async () => {
  for (const [identifier, currency, scheme] of [
    ['MobilePay', 'DKK', 'mobilepayonline-test:'],
    ['Vipps', 'NOK', 'vippsMT:'],
  ] as const) {
    const { body, pid } = await request({ identifier, currency, config: { ...callbacks(), callback_mobile_app_redirect: 'myshop://back' } });
    const address = reach(one(body, 'AppUrl') ?? '');
    const ask = () => fetch(address, { method: 'POST', body: JSON.stringify({ os: 'iOS' }), headers: { 'content-type': 'application/json' } });
    const { url } = (await (await ask()).json()) as { url: string };
    expect([url.split('//')[0], new URL(url).searchParams.get('redirect')]).toEqual([scheme, 'myshop://back']);
    await submitForm('pay', { pid, ...approves });
    expect((await ask()).status).toBe(409);
    const script = await fetch(reach(one(body, 'DynamicJavascriptUrl') ?? ''));
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(await script.text()).toContain(one(body, 'Url') ?? 'no address');
  }
  expect(one((await request()).body, 'AppUrl')).toBeUndefined();
});

test('a card payment: the shop is asked, then told, with a right checksum and the whole transaction', async () => {
  const { order, transaction } = await paid(everyParameter());
  expect(about(order).map(({ path }) => path)).toEqual(['/verify', '/ok']);
  const [question, told] = about(order);
  expect(question?.fields).toMatchObject({ shop_orderid: order, amount: '100.00', currency: '208', 'transaction_info[orderToken]': 'a&b <c>' });
  const fields = told?.fields ?? {};
  for (const each of [question?.fields ?? {}, fields]) expect(each.checksum).toBe(checksumOf(each));
  expect(Object.keys(fields).sort()).toEqual(
    (
      'amount blacklist_token cardholder_message_must_be_shown checksum credit_card_token currency embedded_window error_message fraud_explanation ' +
      'fraud_recommendation masked_credit_card nature payment_id payment_status require_capture shop_orderid status transaction_id ' +
      'transaction_info[orderToken] transaction_info[source] type xml'
    ).split(' '),
  );
  expect(fields).toMatchObject({
    status: 'succeeded',
    type: 'payment',
    embedded_window: '0',
    nature: 'CreditCard',
    require_capture: 'true',
    payment_status: 'preauth',
    masked_credit_card: '411111******1111',
    transaction_id: one(transaction, 'TransactionId'),
    payment_id: one(transaction, 'PaymentId'),
    credit_card_token: one(transaction, 'CreditCardToken'),
    blacklist_token: one(transaction, 'BlacklistToken'),
    fraud_recommendation: 'Unknown',
  });
  const [body] = all(readXml(fields.xml ?? ''), 'Body');
  expect(one(body as Node, 'Result')).toBe('Success');
  expect(all(body as Node, 'Transactions/Transaction')).toEqual([transaction]);
});

for (const [identifier, [nature, , currencies, atOnce, asks, captures, refunds]] of Object.entries(methods)) {
  test(`${identifier}: an accepted payment is told in the words of its nature`, async () => {
    const { order, transaction } = await paid({ identifier, currency: currencies.split(' ')[0] ?? '' });
    const taken = nature === 'BankPayment' || nature === 'IdealPayment' ? 'bank_payment_finalized' : 'captured';
    const reserved = nature === 'Invoice' ? 'invoice_initialized' : 'preauth';
    const status = atOnce ? taken : reserved;
    expect(facts(transaction)).toMatchObject({
      TransactionStatus: status,
      PaymentNature: nature,
      ReservedAmount: '100.00',
      CapturedAmount: atOnce ? '100.00' : '0.00',
      CardStatus: nature === 'CreditCard' ? 'Valid' : 'NoCreditCard',
      ThreeDSecureResult: identifier === 'CreditCard' ? 'Not_Attempted' : 'Not_Applicable',
    });
    expect(facts(all(transaction, 'PaymentNatureService')[0] as Node)).toEqual({
      SupportsRefunds: 'true',
      SupportsRelease: 'true',
      SupportsMultipleCaptures: String(captures),
      SupportsMultipleRefunds: String(refunds),
    });
    expect(about(order).map(({ path }) => path)).toEqual(asks ? ['/verify', '/ok'] : ['/ok']);
    expect(about(order, '/ok')[0]?.fields).toMatchObject({ status: 'succeeded', payment_status: status, require_capture: String(!atOnce), nature });
  });
}

/** Ways a payment comes to nothing: who pays with what, the callback's status, the transaction's, the reason, and whether the words must be shown. */
const failures: [name: string, asked: Asked, pays: Record<string, string>, status: string, transactionStatus: string, reason: string, shown: string][] = [
  ['a cancelled payment', {}, { decision: 'cancel' }, 'cancelled', 'epayment_cancelled', 'CANCELLED_BY_USER', 'false'],
  ['a declined card', {}, { ...card, cc_number: '4180000000000566' }, 'failed', 'preauth_failed', 'CARD_DECLINED', 'false'],
  ['a card that breaks', {}, { ...card, cc_number: '4190000000000567' }, 'error', 'preauth_error', 'ACQUIRER_ERROR', 'false'],
  ['the amount 5.66', { amount: '5.66' }, card, 'failed', 'preauth_failed', 'DECLINED', 'false'],
  ['the amount 5.67', { amount: '5.67', identifier: 'BankPayment' }, approves, 'error', 'preauth_error', 'ACQUIRER_ERROR', 'false'],
  ['a card in Apple Pay that is declined', { identifier: 'ApplePay' }, { decision: 'decline' }, 'failed', 'preauth_failed', 'CARD_DECLINED', 'false'],
  ['a payment turned down in the app', { identifier: 'MobilePay' }, { decision: 'reject' }, 'declined', 'epayment_declined', 'REJECTED_BY_USER', 'false'],
  ['a payment nobody looks at', { identifier: 'Vipps', currency: 'NOK' }, { decision: 'lapse' }, 'failed', 'preauth_failed', 'TIMEOUT', 'true'],
  ['a wallet at 15.66', { identifier: 'SwishSweden', currency: 'SEK', amount: '15.66' }, approves, 'failed', 'preauth_failed', 'DECLINED', 'false'],
  ['a wallet at 15.67', { identifier: 'Twint', currency: 'CHF', amount: '15.67' }, approves, 'error', 'preauth_error', 'ACQUIRER_ERROR', 'false'],
  ['an invoice that is not granted', { identifier: 'Klarna' }, { decision: 'decline' }, 'failed', 'preauth_failed', 'CREDIT_DECLINED', 'false'],
  [
    'a bank payment that is cancelled',
    { identifier: 'iDeal', currency: 'EUR' },
    { decision: 'cancel' },
    'cancelled',
    'epayment_cancelled',
    'CANCELLED_BY_USER',
    'false',
  ],
];

for (const [name, asked, pays, status, transactionStatus, reason, shown] of failures) {
  test(`${name} moves nothing, and the shop reads why`, async () => {
    const { order, transaction } = await paid(asked, pays);
    expect(facts(transaction)).toMatchObject({ TransactionStatus: transactionStatus, ReasonCode: reason, ReservedAmount: '0.00', CapturedAmount: '0.00' });
    expect(about(order).map(({ path }) => path)).toEqual(['/fail']);
    const fields = about(order)[0]?.fields ?? {};
    expect(fields).toMatchObject({
      status,
      payment_status: transactionStatus,
      require_capture: 'false',
      cardholder_message_must_be_shown: shown,
      checksum: checksumOf(fields),
    });
    expect(fields.merchant_error_message).toContain(reason);
    const [body] = all(readXml(fields.xml ?? ''), 'Body');
    expect(facts(body as Node)).toMatchObject({
      CardHolderErrorMessage: fields.error_message,
      CardHolderMessageMustBeShown: shown,
      MerchantErrorMessage: fields.merchant_error_message,
    });
    expect(one(body as Node, 'Result')).toBe({ cancelled: 'Cancelled', error: 'Error' }[status] ?? 'Failed');
  });
}

test('a shop that does not say OKAY: no money moves, and its words are the reason', async () => {
  replies.set('/verify', { body: 'Sold out' });
  const { order, transaction } = await paid();
  expect(facts(transaction)).toMatchObject({ TransactionStatus: 'preauth_failed', ReservedAmount: '0.00' });
  expect(about(order, '/fail')[0]?.fields).toMatchObject({ error_message: 'Sold out', cardholder_message_must_be_shown: 'true' });
});

for (const [identifier, asked, pays] of [
  ['MobilePay', {}, { decision: 'later' }],
  ['BankPayment', { amount: '5.68' }, approves],
  ['Klarna', { amount: '5.68' }, approves],
  ['Invoice', {}, { decision: 'later' }],
] as [string, Asked, Record<string, string>][]) {
  for (const [decision, status] of [
    ['approve', 'succeeded'],
    ['decline', 'declined'],
  ] as const) {
    test(`${identifier}: an open result is told as open, and its decision (${decision}) by notification`, async () => {
      const { order, pid, transaction } = await paid({ identifier, ...asked }, pays);
      expect(facts(transaction)).toMatchObject({ TransactionStatus: 'pending', ReservedAmount: '0.00' });
      expect(about(order).map(({ path }) => path)).toEqual(['/verify', '/open']);
      expect(about(order, '/open')[0]?.fields).toMatchObject({ status: 'open', payment_status: 'pending', require_capture: 'false' });
      expect(about(order, '/open')[0]?.fields.xml).toContain('<Result>Open</Result>');
      await submitForm('decide', { pid, decision });
      await deliverSandboxNotifications();
      const [told, ...more] = about(order, '/notification');
      expect(more).toEqual([]);
      expect(told?.fields).toMatchObject({ status, checksum: checksumOf(told?.fields ?? {}) });
      expect(all(readXml(told?.fields.xml ?? ''), 'Body/Transactions/Transaction')).toEqual([await transactionOf(order)]);
    });
  }
}

test('3-D Secure: the shop’s redirect page is fetched, and the right code pays with the bank liable', async () => {
  replies.set('/redirect', { body: '<html><div id="PensioRedirectForm"></div></html>' });
  const { order, pid } = await request({ config: { ...callbacks(), callback_redirect: `${shop.url}/redirect` } });
  await submitForm('pay', { pid, ...card, cc_number: '4170000000000568' });
  const [asked] = about(order, '/redirect');
  expect(asked?.fields.checksum).toBe(checksumOf(asked?.fields ?? {}));
  await submitForm('confirm', { pid, code: '1234' });
  expect(facts(await transactionOf(order))).toMatchObject({ ThreeDSecureResult: 'Successful', LiableForChargeback: 'Issuer', TransactionStatus: 'preauth' });
});

test('the shop’s page around the form is fetched, and is usable with exactly one form named PensioPaymentForm', async () => {
  const form = '<form id="PensioPaymentForm"></form>';
  const { order, pid } = await request({ language: 'sv', config: { ...callbacks(), callback_form: `${shop.url}/form` }, transaction_info: { source: 'x' } });
  for (const [reply, shopPage] of [
    [{ body: `<html><body class="pay">${form}</body></html>` }, 'usable'],
    [{ body: form + form }, 'unusable'],
    [{ body: '<form id="other"></form>' }, 'unusable'],
    [{ body: form, status: 500 }, 'unusable'],
  ] as const) {
    replies.set('/form', reply);
    expect(await loadSandboxPage(pid)).toMatchObject({ state: 'form', shopPage });
  }
  expect(about(order, '/form')[0]?.fields).toMatchObject({
    amount: '100.00',
    currency: '208',
    language: 'sv',
    form_template: 'form_checkout',
    'transaction_info[source]': 'x',
  });
  expect(await loadSandboxPage((await request()).pid)).toMatchObject({ state: 'form', shopPage: 'none' });
});

test('captures and refunds in parts, each listed once under its own identifier', async () => {
  const { order, id } = await paid({ sale_reconciliation_identifier: 'sale-2' });
  const captured = await bodyOf('POST', 'captureReservation', {
    transaction_id: id,
    amount: '60.00',
    reconciliation_identifier: 'cap-1',
    invoice_number: 'inv-9',
    sales_tax: '12.00',
    orderLines: { 0: { description: 'Shirt', itemId: 's', quantity: '1', unitPrice: '48.00', taxAmount: '12.00' } },
    trackingInfo: { 0: { trackingNumber: '1' } },
  });
  expect(members(captured)).toEqual(['CaptureAmount', 'CaptureCurrency', 'Result', 'CaptureResult', 'Transactions']);
  expect(facts(captured)).toMatchObject({ CaptureAmount: '60.00', CaptureCurrency: '208', Result: 'Success' });
  await bodyOf('POST', 'captureReservation', { transaction_id: id, amount: '60.00', reconciliation_identifier: 'cap-1' });
  await bodyOf('POST', 'captureReservation', { transaction_id: id, reconciliation_identifier: 'cap-2' });
  const refunded = await bodyOf('POST', 'refundCapturedReservation', { transaction_id: id, amount: '30.00', reconciliation_identifier: 'ref-1' });
  expect(members(refunded)).toEqual(['RefundAmount', 'RefundCurrency', 'Result', 'RefundResult', 'Transactions']);
  await bodyOf('POST', 'refundCapturedReservation', { transaction_id: id, reconciliation_identifier: 'ref-2' });
  const transaction = await transactionOf(order);
  expect(facts(transaction)).toMatchObject({ TransactionStatus: 'refunded', CapturedAmount: '100.00', RefundedAmount: '100.00' });
  const listed = all(transaction, 'ReconciliationIdentifiers/ReconciliationIdentifier').map((each) => [
    one(each, 'Id'),
    one(each, 'Amount'),
    one(each, 'Type'),
  ]);
  expect(listed).toEqual([
    ['cap-1', '60.00', 'captured'],
    ['cap-2', '40.00', 'captured'],
    ['ref-1', '30.00', 'refunded'],
    ['ref-2', '70.00', 'refunded'],
  ]);
  expect(all(transaction, 'ReconciliationIdentifiers/ReconciliationIdentifier/Amount')[0]?.attributes).toEqual({ currency: '208' });
});

const operate = async (method: string, parameters: Parameters) => facts(await bodyOf('POST', method, parameters));

test('what an operation may not do is refused in words', async () => {
  const { id } = await paid();
  const over = await operate('captureReservation', { transaction_id: id, amount: '100.01' });
  expect(over).toMatchObject({ Result: 'Failed', CaptureResult: 'Failed', MerchantErrorMessage: expect.stringContaining('reservation') });
  await operate('captureReservation', { transaction_id: id, amount: '40.00' });
  expect(await operate('releaseReservation', { transaction_id: id })).toMatchObject({
    Result: 'Failed',
    CancelResult: 'Failed',
    MerchantErrorMessage: expect.stringContaining('refunded'),
  });
  expect(await operate('refundCapturedReservation', { transaction_id: id, amount: '40.01' })).toMatchObject({ Result: 'Failed' });
  expect(await operate('refundCapturedReservation', { transaction_id: id, amount: '50.00', allow_over_refund: '1' })).toMatchObject({ Result: 'Success' });
  const [more] = await transactionsOf({ transaction_id: id });
  expect(facts(more as Node)).toMatchObject({ TransactionStatus: 'refunded', RefundedAmount: '40.00', CreditedAmount: '10.00' });
  expect(await operate('refundCapturedReservation', { transaction_id: id, allow_over_refund: 'perhaps' })).toMatchObject({ Result: 'Error' });
  expect(await operate('captureReservation', { transaction_id: id, reconciliation_identifier: 'x'.repeat(101) })).toMatchObject({ Result: 'Error' });
  expect(await operate('captureReservation', { transaction_id: '999999' })).toMatchObject({ Result: 'Error' });
  const lines = { 0: { description: 'Shirt', itemId: 's', quantity: '1', unitPrice: '9.00' } };
  expect(await operate('captureReservation', { transaction_id: id, amount: '10.00', orderLines: lines })).toMatchObject({ Result: 'Error' });
});

test('methods that capture or refund once do so once', async () => {
  const once = await paid({ identifier: 'Twint', currency: 'CHF' });
  expect(await operate('captureReservation', { transaction_id: once.id, amount: '10.00' })).toMatchObject({ Result: 'Success' });
  expect(await operate('captureReservation', { transaction_id: once.id, amount: '10.00' })).toMatchObject({ Result: 'Failed' });
  const debit = await paid({ identifier: 'Sepa', currency: 'EUR' });
  expect(await operate('refundCapturedReservation', { transaction_id: debit.id, amount: '10.00' })).toMatchObject({ Result: 'Success' });
  expect(await operate('refundCapturedReservation', { transaction_id: debit.id, amount: '10.00' })).toMatchObject({ Result: 'Failed' });
});

test('a release gives back the whole: a reservation is let go, captured money is refunded', async () => {
  for (const [identifier, currency, status, refunded] of [
    ['CreditCard', 'DKK', 'released', '0.00'],
    ['Klarna', 'SEK', 'released', '0.00'],
    ['SwishSweden', 'SEK', 'refunded', '100.00'],
    ['Przelewy24', 'PLN', 'refunded', '100.00'],
    ['iDeal', 'EUR', 'bank_payment_refunded', '100.00'],
  ] as const) {
    const { id } = await paid({ identifier, currency });
    if (refunded !== '0.00') expect(await operate('captureReservation', { transaction_id: id })).toMatchObject({ Result: 'Failed' });
    const body = await bodyOf('POST', 'releaseReservation', { transaction_id: id, reconciliation_identifier: 'undo' });
    expect(members(body)).toEqual(['Result', 'CancelResult', 'Transactions']);
    expect(facts(all(body, 'Transactions/Transaction')[0] as Node)).toMatchObject({ TransactionStatus: status, RefundedAmount: refunded });
    expect(await operate('releaseReservation', { transaction_id: id })).toMatchObject({ Result: 'Failed' });
  }
});

test('operations fail and break by amount; an invoice at 7.68 is still open', async () => {
  for (const [identifier, amount, method, result] of [
    ['CreditCard', '7.66', 'captureReservation', 'Failed'],
    ['CreditCard', '7.67', 'captureReservation', 'Error'],
    ['CreditCard', '7.68', 'captureReservation', 'Success'],
    ['Klarna', '7.68', 'captureReservation', 'Error'],
    ['CreditCard', '8.66', 'releaseReservation', 'Failed'],
    ['CreditCard', '8.67', 'releaseReservation', 'Error'],
  ] as const) {
    const { id } = await paid({ identifier, amount });
    expect(await operate(method, { transaction_id: id }), `${method} ${amount}`).toMatchObject({ Result: result });
  }
  const { id } = await paid({ type: 'paymentAndCapture' });
  for (const [amount, result] of [
    ['9.66', 'Failed'],
    ['9.67', 'Error'],
  ] as const)
    expect(await operate('refundCapturedReservation', { transaction_id: id, amount })).toMatchObject({ Result: result });
});

test('a security code and a fraud service answer by amount', async () => {
  for (const [amount, found] of [
    ['5.71', 'Matched'],
    ['5.72', 'Not_Matched'],
    ['5.73', 'Not_Applicable'],
  ] as const)
    expect(one((await paid({ amount })).transaction, 'CVVCheckResult')).toBe(found);
  for (const [amount, found] of [
    ['101.00', 'Accept'],
    ['102.00', 'Challenge'],
    ['110.00', 'Deny'],
  ] as const) {
    const { transaction, order } = await paid({ amount, fraud_service: 'test' });
    expect(one(transaction, 'FraudRecommendation')).toBe(found);
    expect(about(order, '/ok')[0]?.fields.fraud_recommendation).toBe(found);
    expect(one((await paid({ amount })).transaction, 'FraudRecommendation')).toBeUndefined();
  }
});

test('each type of payment has its own outcome', async () => {
  const outcome = async (type: string, more: Asked = {}) => {
    const { transaction } = await paid({ type, ...more });
    const told = facts(transaction);
    return [told.AuthType, told.TransactionStatus, told.ReservedAmount, told.CapturedAmount, told.RecurringDefaultAmount];
  };
  expect(await outcome('payment')).toEqual(['payment', 'preauth', '100.00', '0.00', '0.00']);
  expect(await outcome('paymentAndCapture')).toEqual(['paymentAndCapture', 'captured', '100.00', '100.00', '0.00']);
  expect(await outcome('paymentAndCapture', { identifier: 'Klarna' })).toEqual(['paymentAndCapture', 'captured', '100.00', '100.00', '0.00']);
  expect(await outcome('subscription')).toEqual(['subscription', 'recurring_confirmed', '0.00', '0.00', '100.00']);
  expect(await outcome('subscriptionAndCharge')).toEqual(['subscriptionAndCharge', 'captured', '100.00', '100.00', '100.00']);
  expect(await outcome('subscriptionAndReserve')).toEqual(['subscriptionAndReserve', 'preauth', '100.00', '0.00', '100.00']);
  expect(await outcome('verifyCard', { amount: '0.00' })).toEqual(['verifyCard', 'preauth', '0.00', '0.00', '0.00']);
  expect((await outcome('verifyCard', { amount: '16.66' }))[1]).toBe('preauth_failed');
  expect((await outcome('verifyCard', { amount: '16.67' }))[1]).toBe('preauth_error');
});

test('a card the shop knows by its token is paid with its security code alone', async () => {
  const first = await paid({ type: 'verifyCard', amount: '0.00' });
  const ccToken = one(first.transaction, 'CreditCardToken') ?? '';
  const { pid, order } = await request({ ccToken });
  expect(await loadSandboxPage(pid)).toMatchObject({ kind: 'card', savedCard: '411111******1111' });
  expect((await submitForm('pay', { pid, cc_csc: 'no' })).headers.get('location')).toContain('problem=card_cvc');
  await submitForm('pay', { pid, cc_csc: '123' });
  expect(facts(await transactionOf(order))).toMatchObject({ TransactionStatus: 'preauth', CreditCardToken: ccToken });
});

test('payments: by each key, narrowed by shop and terminal, sorted and limited', async () => {
  const shop_orderid = 'listed';
  const ids: (string | undefined)[] = [];
  for (const identifier of ['CreditCard', 'MobilePay', 'CreditCard']) {
    const { pid } = await request({ identifier, shop_orderid });
    await submitForm('pay', { pid, ...(identifier === 'CreditCard' ? card : approves) });
    ids.push(one((await transactionsOf({ shop_orderid, sort: 'desc', limit: '1' }))[0] as Node, 'TransactionId'));
  }
  const listed = async (filter: Parameters) => (await transactionsOf(filter)).map((each) => one(each, 'TransactionId'));
  expect(await listed({ shop_orderid })).toEqual(ids);
  expect(await listed({ shop_orderid, sort: 'desc' })).toEqual([...ids].reverse());
  expect(await listed({ shop_orderid, limit: '2' })).toEqual(ids.slice(0, 2));
  expect(await listed({ shop_orderid, terminal: title('MobilePay') })).toEqual([ids[1]]);
  expect(await listed({ shop_orderid, shop: 'Østen & Søn' })).toEqual(ids);
  expect(await listed({ shop_orderid, shop: 'Another' })).toEqual([]);
  expect(await listed({ transaction_id: ids[0] ?? '' })).toEqual([ids[0]]);
  const [found] = await transactionsOf({ transaction_id: ids[0] ?? '' });
  expect(await listed({ payment_id: one(found as Node, 'PaymentId') ?? '' })).toEqual([ids[0]]);
  expect(await listed({ payment_id: 'nothing' })).toEqual([]);
  expect(members(await bodyOf('GET', 'payments', { shop_orderid }))).toEqual(['ResultFilter', 'Transactions']);
  for (const wrong of [{}, { shop_orderid, limit: '101' }, { shop_orderid, limit: '0' }, { shop_orderid, sort: 'up' }] as Parameters[])
    expect(await call('GET', 'payments', wrong)).toMatchObject({ errorCode: '400', body: undefined });
});

test('checkoutSession: one basket, several terminals, until one of its payments succeeds', async () => {
  const basket = { shop_orderid: 'basket', amount: '100.00', currency: 'DKK' };
  const create = (more: Parameters = {}) => bodyOf('POST', 'checkoutSession', { ...basket, ...more });
  const session = await create({ session_id: 'basket-1', terminals: { 0: title('CreditCard'), 1: title('MobilePay') } });
  expect([one(session, 'Result'), one(session, 'Session/Id'), one(session, 'Session/Status')]).toEqual(['Success', 'basket-1', 'CREATED']);
  expect(one(await create(), 'Session/Id')).toMatch(/^.{1,50}$/);
  for (const wrong of [
    { session_id: 'basket-1' },
    { terminals: { 0: 'Nothing' } },
    { terminals: { 0: title('Vipps') } },
    { session_id: 'x'.repeat(51) },
    { amount: '0' },
  ] as Parameters[])
    expect(facts(await create(wrong))).toMatchObject({ Result: 'Error', MerchantErrorMessage: expect.stringMatching(/\w/) });

  const result = async (more: Asked) => one((await request({ session_id: 'basket-1', ...more })).body, 'Result');
  expect([await result({}), await result({ identifier: 'MobilePay' })]).toEqual(['Success', 'Success']);
  expect([await result({ identifier: 'BankPayment' }), await result({ currency: 'EUR' })]).toEqual(['Error', 'Error']);
  await paid({ session_id: 'basket-1' }, { ...card, cc_number: '4180000000000566' });
  expect(await result({})).toBe('Success');
  await paid({ session_id: 'basket-1' });
  expect(await result({})).toBe('Error');
});

test('a chargeback comes by notification, with the event in the transaction', async () => {
  const { order } = await paid({ amount: '19.67', type: 'paymentAndCapture' });
  await deliverSandboxNotifications();
  const [told] = about(order, '/notification');
  expect(told?.fields.checksum).toBe(checksumOf(told?.fields ?? {}));
  expect(told?.fields.xml).toContain('<Result>ChargebackEvent</Result>');
  expect(all(readXml(told?.fields.xml ?? ''), 'Body/Transactions/Transaction/ChargebackEvents/ChargebackEvent').length).toBe(1);
});

test('no card number, security code or token of a shop’s request is stored', async () => {
  const { transaction } = await paid({}, { ...card, cc_csc: '987' });
  await request({ ccToken: one(transaction, 'CreditCardToken') ?? '' });
  const rows = await db().$queryRaw<{ text: string }[]>`
    SELECT row_to_json(r)::text AS text FROM sandbox_payment_request r UNION ALL SELECT row_to_json(t)::text FROM sandbox_transaction t`;
  const stored = rows.map(({ text }) => text).join('\n');
  expect(stored).toContain('411111******1111');
  expect(stored).not.toMatch(new RegExp(`4111111111111111|"987"|${one(transaction, 'CreditCardToken')}`));
});
