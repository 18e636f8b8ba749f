import { expect, test } from '@playwright/test';
import { XMLParser } from 'fast-xml-parser';
import { shiftClock, startClock } from '#lib/clock.ts';
import { closeDatabase, db, useDatabase } from '#lib/db/client.ts';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { createSandboxAccount } from './accounts.ts';
import { answerBoard } from './board.ts';
import { callbackChecksum } from './checksum.ts';
import { submitChallengeForm, submitDecisionForm, submitPaymentForm } from './page-forms.ts';
import { loadSandboxPage } from './payment-page.ts';
import { sendOverHttp } from './send.ts';
import { openTestShop } from './testing-shop.ts';
import { answerWire } from './wire.ts';
import { deliverSandboxNotifications } from './worker.ts';

const origin = 'http://localhost:3001';
const credentials = { username: 'shop', password: 'a-password-of-the-shop', secret: 'checksum-secret', shopName: 'Tåsinge & Søn' };
const basic = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: (_name, path) =>
    ['Transactions.Transaction', 'Terminals.Terminal', 'ReconciliationIdentifiers.ReconciliationIdentifier'].some((end) => String(path).endsWith(end)),
});
const titles = { card: 'AltaPay Test Card Terminal', wallet: 'AltaPay Test MobilePay Terminal', bank: 'AltaPay Test Bank Terminal' };
const good = { cc_number: '4111111111111111', cc_name: 'Ada', cc_exp: '12/40', cc_csc: '123' };

let database: ThrowAwayDatabase;
let shop: Awaited<ReturnType<typeof openTestShop>>;
let orders = 0;

test.beforeAll(async () => {
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*', LOG_LEVEL: 'silent' });
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
  shop = await openTestShop();
  await createSandboxAccount(credentials);
});

test.afterAll(async () => {
  await closeDatabase();
  await database.stop();
  await shop.close();
});

test.beforeEach(() => shop.replies.clear());

async function wire(method: string, fields: Record<string, string> = {}, verb: 'GET' | 'POST' = 'POST') {
  const query = new URLSearchParams(fields).toString();
  const url = `${origin}/sandbox/merchant/API/${method}`;
  const request =
    verb === 'GET'
      ? new Request(`${url}?${query}`, { headers: { authorization: basic } })
      : new Request(url, { method: 'POST', body: query, headers: { authorization: basic } });
  const answer = await answerWire(request, method);
  const text = await answer.text();
  return { status: answer.status, xml: text.startsWith('<') ? parser.parse(text).APIResponse : undefined };
}

type Asked = { kind?: keyof typeof titles; amount?: string; type?: string; order?: string };

async function ask({ kind = 'card', amount = '100.00', type = 'payment', order = `T-${++orders}` }: Asked = {}) {
  const callbacks = Object.fromEntries(['ok', 'fail', 'open', 'notification', 'redirect'].map((name) => [`config[callback_${name}]`, `${shop.url}/${name}`]));
  const { xml } = await wire('createPaymentRequest', {
    terminal: titles[kind],
    shop_orderid: order,
    amount,
    currency: 'DKK',
    type,
    cookie: 'basket=1',
    'transaction_info[paymentId]': 'p<1>',
    'config[callback_verify_order]': `${shop.url}/verify-order`,
    ...callbacks,
  });
  return { order, pid: xml.Body.PaymentRequestId as string, xml };
}

const submit = (pid: string, fields: Record<string, string>, send = submitPaymentForm) =>
  send(new Request(`${origin}/sandbox/eCommerce/API/pay`, { method: 'POST', body: new URLSearchParams({ pid, ...fields }).toString() }));
const whereTo = async (answer: Promise<Response>) => (await answer).headers.get('location') ?? '';
const transactionsOf = async (order: string) => (await wire('payments', { shop_orderid: order }, 'GET')).xml.Body.Transactions.Transaction ?? [];
const board = async (action: string, body: unknown) =>
  (
    await answerBoard(
      new Request(`${origin}/sandbox/board/${action}`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: basic } }),
      action,
    )
  ).status;

async function paid(asked: Asked = {}) {
  const { pid, order } = await ask(asked);
  await submit(pid, asked.kind && asked.kind !== 'card' ? { decision: 'approve' } : good);
  const [transaction] = await transactionsOf(order);
  return { pid, order, transaction, id: transaction.TransactionId as string };
}

test('without right credentials nothing is answered but 401', async () => {
  for (const header of [
    undefined,
    'Basic !!!',
    `Basic ${Buffer.from('shop:wrong').toString('base64')}`,
    `Basic ${Buffer.from('nobody:x').toString('base64')}`,
  ]) {
    const answer = await answerWire(new Request(`${origin}/x`, header ? { headers: { authorization: header } } : {}), 'login');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Basic');
  }
  expect((await wire('login')).xml).toMatchObject({ Header: { ErrorCode: '0' }, Body: { Result: 'Success' } });
  expect((await wire('hasOwnProperty')).status).toBe(404);
  expect((await wire('captureReservation', {}, 'GET')).status).toBe(405);
});

test('getTerminals names each way to pay once, the three of every demo first', async () => {
  const { xml } = await wire('getTerminals', {}, 'GET');
  const found = xml.Body.Terminals.Terminal.map((each: { Title: string; PrimaryMethod: { Identifier: string } }) => [
    each.Title,
    each.PrimaryMethod.Identifier,
  ]);
  expect(found.slice(0, 3)).toEqual([
    [titles.card, 'CreditCard'],
    [titles.wallet, 'MobilePay'],
    [titles.bank, 'BankPayment'],
  ]);
  expect(found.map(([, identifier]: [string, string]) => identifier).sort()).toEqual(
    (
      'ApplePay BankPayment Bancontact CreditCard GooglePay Invoice Klarna MobilePay OpenBanking PayPal Payconiq Przelewy24 Sepa SwishSweden ' +
      'Trustly Twint ViaBill Vipps iDeal'
    )
      .split(' ')
      .sort(),
  );
});

test('a card payment asks the shop first, then reserves, then tells the shop, and sends the customer on', async () => {
  const { pid, order } = await ask();
  expect(await whereTo(submit(pid, good))).toBe(`/sandbox/eCommerce/API/continue?pid=${pid}`);
  const [verify, ok, ...more] = shop.about(order);
  expect([verify?.path, ok?.path, more.length]).toEqual(['/verify-order', '/ok', 0]);
  expect(ok?.cookie).toBe('basket=1');
  expect(ok?.fields).toMatchObject({
    shop_orderid: order,
    amount: '100.00',
    currency: '208',
    status: 'succeeded',
    payment_status: 'preauth',
    nature: 'CreditCard',
    type: 'payment',
    require_capture: 'true',
    masked_credit_card: '411111******1111',
    'transaction_info[paymentId]': 'p<1>',
    cardholder_message_must_be_shown: 'false',
    checksum: callbackChecksum({ amount: '100.00', currency: '208', shop_orderid: order }, credentials.secret),
  });
  const told = parser.parse(ok?.fields.xml ?? '').APIResponse.Body;
  const [listed] = await transactionsOf(order);
  expect(told.Result).toBe('Success');
  expect(told.Transactions.Transaction[0]).toEqual(listed);
  expect(listed).toMatchObject({
    TransactionStatus: 'preauth',
    ReservedAmount: '100.00',
    CapturedAmount: '0.00',
    Shop: credentials.shopName,
    Terminal: titles.card,
    MerchantCurrency: '208',
  });
  expect(listed.PaymentInfos.PaymentInfo).toEqual({ '#text': 'p<1>', '@_name': 'paymentId' });
  expect(await loadSandboxPage(pid)).toMatchObject({ state: 'done', result: 'paid', location: `${shop.url}/after/ok` });
});

test('no card number and no security code is ever stored', async () => {
  const { pid } = await ask();
  await submit(pid, { ...good, cc_number: '4242424242424242' });
  await submit(pid, { ...good, cc_csc: '987', cc_number: '4170000000000568' });
  const rows = await db().$queryRaw<{ text: string }[]>`
    SELECT row_to_json(r)::text AS text FROM sandbox_payment_request r UNION ALL SELECT row_to_json(t)::text FROM sandbox_transaction t
    UNION ALL SELECT row_to_json(n)::text FROM sandbox_notification n`;
  const all = rows.map(({ text }) => text).join('\n');
  expect(all).toContain('417000******0568');
  expect(all).not.toMatch(/4242424242424242|4170000000000568|4111111111111111|"987"/);
});

test('a card that is no test card changes nothing', async () => {
  const { pid, order } = await ask();
  expect(await whereTo(submit(pid, { ...good, cc_number: '4242424242424242' }))).toContain('problem=card_number');
  expect(shop.about(order)).toEqual([]);
  expect(await loadSandboxPage(pid)).toMatchObject({ state: 'form', kind: 'card' });
});

test('a card form that was not taken gives back name and expiry, and nothing that could be a card', async () => {
  const { pid } = await ask();
  const query = async (fields: Record<string, string>) => Object.fromEntries(new URLSearchParams((await whereTo(submit(pid, fields))).split('?')[1]));
  const problem = 'card_number';
  expect(await query({ ...good, cc_number: '4242424242424242' })).toEqual({ pid, problem, name: 'Ada', expiry: '12/40' });
  const swapped = { ...good, cc_number: 'Ada', cc_name: '4242 4242 4242 4242', cc_exp: '123' };
  expect(await query(swapped)).toEqual({ pid, problem: 'card_number,card_expiry', name: '', expiry: '' });
});

test('money does not move unless the shop says OKAY, and its words become the reason', async () => {
  for (const [reply, message] of [
    [{ body: 'Sold out' }, 'Sold out'],
    [{ status: 500, body: 'OKAY' }, 'The shop could not confirm the order. Nothing was charged.'],
    [{ body: 'x'.repeat(400) }, 'x'.repeat(255)],
  ] as const) {
    shop.replies.set('/verify-order', reply);
    const { order } = await paid();
    expect(await transactionsOf(order)).toMatchObject([{ TransactionStatus: 'preauth_failed', ReservedAmount: '0.00', ReasonCode: 'ORDER_NOT_CONFIRMED' }]);
    expect(shop.about(order, '/fail')[0]?.fields).toMatchObject({ status: 'failed', error_message: message, cardholder_message_must_be_shown: 'true' });
    expect(shop.about(order, '/ok')).toEqual([]);
  }
});

test('declines, errors and cancellations move nothing and are told as what they are', async () => {
  const told = async (asked: Asked, fields: Record<string, string>) => {
    const { pid, order } = await ask(asked);
    await submit(pid, fields);
    return [shop.about(order, '/fail')[0]?.fields.status, (await transactionsOf(order))[0].TransactionStatus, shop.about(order, '/verify-order').length];
  };
  expect(await told({}, { ...good, cc_number: '4180000000000566' })).toEqual(['failed', 'preauth_failed', 0]);
  expect(await told({ amount: '5.67' }, good)).toEqual(['error', 'preauth_error', 0]);
  expect(await told({}, { decision: 'cancel' })).toEqual(['cancelled', 'epayment_cancelled', 0]);
  expect(await told({ kind: 'wallet', amount: '15.66' }, { decision: 'approve' })).toEqual(['failed', 'preauth_failed', 0]);
});

test('of twenty submits at once one pays', async () => {
  const { pid, order } = await ask();
  const answers = await Promise.all(Array.from({ length: 20 }, () => whereTo(submit(pid, good))));
  expect(new Set(answers)).toEqual(new Set([`/sandbox/eCommerce/API/continue?pid=${pid}`]));
  expect((await transactionsOf(order)).length).toBe(1);
  expect([shop.about(order, '/verify-order').length, shop.about(order, '/ok').length]).toEqual([1, 1]);
  await submit(pid, { decision: 'cancel' });
  expect(shop.about(order, '/fail')).toEqual([]);
});

test('3-D Secure: the right code pays, a wrong one asks again, a rejection fails', async () => {
  const first = await ask({ amount: '5.68' });
  shop.replies.set('/redirect', { body: '<div id="PensioRedirectForm"></div>' });
  expect(await whereTo(submit(first.pid, good))).toContain('/challenge?');
  expect(await loadSandboxPage(first.pid)).toMatchObject({ state: 'challenge', card: '411111******1111', shopPage: 'usable' });
  expect(await whereTo(submit(first.pid, { code: '9' }, submitChallengeForm))).toContain('problem=code');
  expect(await transactionsOf(first.order)).toEqual([]);
  await submit(first.pid, { code: '1234' }, submitChallengeForm);
  expect(await transactionsOf(first.order)).toMatchObject([{ TransactionStatus: 'preauth', ThreeDSecureResult: 'Successful' }]);

  shop.replies.set('/redirect', { body: 'no div' });
  const second = await ask();
  await submit(second.pid, { ...good, cc_number: '4170000000000568' });
  expect(await loadSandboxPage(second.pid)).toMatchObject({ state: 'challenge', shopPage: 'unusable' });
  await submit(second.pid, { decision: 'reject' }, submitChallengeForm);
  expect(await transactionsOf(second.order)).toMatchObject([{ TransactionStatus: 'preauth_failed', ReasonCode: '3DSECURE_FAILED' }]);
});

const threeDSecureCard = { ...good, cc_number: '4170000000000568' };
const typeCode = (pid: string, code: string) => whereTo(submit(pid, { code }, submitChallengeForm));

test('3-D Secure: four wrong codes say how many tries are left, the fifth ends the payment, and no right one saves it', async () => {
  const { pid, order } = await ask();
  await submit(pid, threeDSecureCard);
  for (const codesLeft of [4, 3, 2, 1]) {
    expect(await typeCode(pid, '0000')).toContain('problem=code');
    expect(await loadSandboxPage(pid)).toMatchObject({ state: 'challenge', codesLeft });
  }
  expect(await typeCode(pid, '0000')).toBe(`/sandbox/eCommerce/API/continue?pid=${pid}`);
  await typeCode(pid, '1234');
  expect(await transactionsOf(order)).toMatchObject([
    { TransactionStatus: 'preauth_failed', ReasonCode: '3DSECURE_TOO_MANY_TRIES', ThreeDSecureResult: 'Failed', ReservedAmount: '0.00' },
  ]);
  expect([shop.about(order, '/verify-order').length, shop.about(order, '/fail').length]).toEqual([0, 1]);
});

test('3-D Secure: wrong codes sent at once are each counted, and the card form behind Back starts no new count', async () => {
  const { pid, order } = await ask();
  await submit(pid, threeDSecureCard);
  await Promise.all([typeCode(pid, '1'), typeCode(pid, '2'), typeCode(pid, '3')]);
  expect(await whereTo(submit(pid, threeDSecureCard))).toContain('/challenge?');
  expect(await loadSandboxPage(pid)).toMatchObject({ state: 'challenge', codesLeft: 2 });
  await Promise.all(Array.from({ length: 10 }, (_, index) => typeCode(pid, String(index))));
  expect(await transactionsOf(order)).toMatchObject([{ ReasonCode: '3DSECURE_TOO_MANY_TRIES' }]);
  expect(shop.about(order, '/fail').length).toBe(1);
});

test('3-D Secure: a right code that races the last wrong ones pays or comes too late, never both', async () => {
  const { pid, order } = await ask();
  await submit(pid, threeDSecureCard);
  await Promise.all([...Array.from({ length: 5 }, () => typeCode(pid, '0')), typeCode(pid, '1234')]);
  const [only, ...more] = await transactionsOf(order);
  expect(more).toEqual([]);
  expect(['NONE', '3DSECURE_TOO_MANY_TRIES']).toContain(only.ReasonCode);
  expect(shop.about(order, '/ok').length + shop.about(order, '/fail').length).toBe(1);
});

test('3-D Secure: a payment whose last wrong code was counted but not answered takes no right code', async () => {
  const { pid, order } = await ask();
  await submit(pid, threeDSecureCard);
  await db().$executeRaw`UPDATE sandbox_payment_request SET challenge = challenge || '{"wrongCodes": 5}' WHERE id = ${pid}::uuid`;
  await typeCode(pid, '1234');
  expect(await transactionsOf(order)).toMatchObject([{ ReasonCode: '3DSECURE_TOO_MANY_TRIES' }]);
});

test('a bank’s words must be shown only where no words for the reason can replace them', async () => {
  for (const [number, reason, mustBeShown] of [
    ['4000000000009995', 'INSUFFICIENT_FUNDS', 'false'],
    ['4000000000000127', 'INVALID_CVC', 'false'],
    ['4000000000006975', 'CARD_LIMIT_EXCEEDED', 'true'],
  ] as const) {
    const { pid, order } = await ask();
    await submit(pid, { ...good, cc_number: number });
    const [told] = shop.about(order, '/fail');
    expect(told?.fields).toMatchObject({ status: 'failed', cardholder_message_must_be_shown: mustBeShown });
    expect(told?.fields.merchant_error_message).toContain(reason);
    expect(told?.fields.xml).toContain(`<CardHolderMessageMustBeShown>${mustBeShown}</CardHolderMessageMustBeShown>`);
  }
});

test('paymentAndCapture and the bank take the money at once', async () => {
  expect((await paid({ type: 'paymentAndCapture' })).transaction).toMatchObject({ TransactionStatus: 'captured', CapturedAmount: '100.00' });
  const { transaction, id } = await paid({ kind: 'bank' });
  expect(transaction).toMatchObject({ TransactionStatus: 'bank_payment_finalized', CapturedAmount: '100.00', PaymentNature: 'BankPayment' });
  const released = await wire('releaseReservation', { transaction_id: id, reconciliation_identifier: 'r-1' });
  expect(released.xml.Body).toMatchObject({
    Result: 'Success',
    Transactions: { Transaction: [{ TransactionStatus: 'bank_payment_refunded', RefundedAmount: '100.00' }] },
  });
});

test('an order id is taken four times, also by requests at once', async () => {
  const order = 'FOUR';
  const asked = await Promise.all(Array.from({ length: 10 }, () => ask({ order })));
  expect(asked.filter(({ xml }) => xml.Body.Result === 'Success').length).toBe(4);
  expect(asked.filter(({ xml }) => xml.Body.Result === 'Error' && xml.Header.ErrorCode === '0').length).toBe(6);
});

test('racing captures never take more than was reserved, racing refunds never give back more than was captured', async () => {
  const { id, order } = await paid();
  const race = async (method: string, amount: string) => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => wire(method, { transaction_id: id, amount, reconciliation_identifier: `${method}-${index}` })),
    );
    return answers.filter(({ xml }) => xml.Body.Result === 'Success').length;
  };
  expect(await race('captureReservation', '30.00')).toBe(3);
  expect(await race('refundCapturedReservation', '40.00')).toBe(2);
  expect(await transactionsOf(order)).toMatchObject([
    { ReservedAmount: '100.00', CapturedAmount: '90.00', RefundedAmount: '80.00', TransactionStatus: 'captured' },
  ]);
  expect((await wire('releaseReservation', { transaction_id: id })).xml.Body.Result).toBe('Failed');
});

test('the same reconciliation_identifier is one operation, and is listed', async () => {
  const { id, order } = await paid();
  const fields = { transaction_id: id, amount: '25.00', reconciliation_identifier: 'op-1' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => wire('captureReservation', fields)));
  for (const { xml } of answers) expect(xml.Body).toMatchObject({ Result: 'Success', CaptureAmount: '25.00', CaptureCurrency: '208' });
  expect((await wire('captureReservation', { ...fields, amount: '26.00' })).xml.Body.Result).toBe('Failed');
  const [transaction] = await transactionsOf(order);
  expect(transaction.CapturedAmount).toBe('25.00');
  expect(transaction.ReconciliationIdentifiers.ReconciliationIdentifier).toMatchObject([
    { Id: 'op-1', Type: 'captured', Amount: { '#text': '25.00', '@_currency': '208' } },
  ]);
});

test('a release ends a reservation once and for all; another shop’s transaction is none', async () => {
  const { id } = await paid();
  const released = await Promise.all([1, 2].map(() => wire('releaseReservation', { transaction_id: id, reconciliation_identifier: 'undo' })));
  for (const { xml } of released)
    expect(xml.Body).toMatchObject({ Result: 'Success', CancelResult: 'Success', Transactions: { Transaction: [{ TransactionStatus: 'released' }] } });
  expect((await wire('captureReservation', { transaction_id: id })).xml.Body.Result).toBe('Failed');
  expect((await wire('releaseReservation', { transaction_id: id })).xml.Body.Result).toBe('Failed');
  await db().sandboxTransaction.update({
    where: { id: BigInt(id) },
    data: { accountId: (await createSandboxAccount({ ...credentials, username: 'other' })).id },
  });
  expect((await wire('captureReservation', { transaction_id: id })).xml.Body).toMatchObject({ Result: 'Error', Transactions: '' });
});

test('amounts make capture, release and refund fail', async () => {
  const capture = await paid({ amount: '7.66' });
  expect((await wire('captureReservation', { transaction_id: capture.id })).xml.Body.Result).toBe('Failed');
  const release = await paid({ amount: '8.67' });
  expect((await wire('releaseReservation', { transaction_id: release.id })).xml.Body.Result).toBe('Error');
  const refund = await paid({ type: 'paymentAndCapture' });
  expect((await wire('refundCapturedReservation', { transaction_id: refund.id, amount: '9.66' })).xml.Body.Result).toBe('Failed');
});

test('a payment left open is told as open, decided once, and the decision is notified', async () => {
  for (const [outcome, status, told] of [
    ['approve', 'preauth', 'succeeded'],
    ['decline', 'epayment_declined', 'declined'],
  ] as const) {
    const { pid, order } = await ask({ kind: 'wallet' });
    await submit(pid, { decision: 'later' });
    expect(shop.about(order, '/open')[0]?.fields).toMatchObject({ status: 'open', payment_status: 'pending' });
    const [{ TransactionId, ReservedAmount }] = await transactionsOf(order);
    expect(ReservedAmount).toBe('0.00');
    await Promise.all([board('decide', { transaction: TransactionId, outcome }), submit(pid, { decision: outcome }, submitDecisionForm)]);
    expect(await board('decide', { transaction: TransactionId, outcome })).toBe(409);
    await deliverSandboxNotifications();
    expect(shop.about(order, '/notification').map(({ fields }) => fields.status)).toEqual([told]);
    expect((await transactionsOf(order))[0].TransactionStatus).toBe(status);
  }
});

test('what the customer’s callback could not tell, a notification tells, until it is heard', async () => {
  shop.replies.set('/ok', { status: 500 });
  shop.replies.set('/notification', { status: 503 });
  const { order, pid } = await paid();
  expect(await loadSandboxPage(pid)).toMatchObject({ state: 'done', result: 'paid', location: undefined });
  await deliverSandboxNotifications();
  shop.replies.set('/notification', { status: 200 });
  await deliverSandboxNotifications();
  expect(shop.about(order, '/notification').length).toBe(1);
  shiftClock(5_000);
  await Promise.all([deliverSandboxNotifications(), deliverSandboxNotifications()]);
  shiftClock(3_600_000);
  await deliverSandboxNotifications();
  shiftClock(0);
  const notified = shop.about(order, '/notification');
  expect(notified.length).toBe(2);
  expect(notified[1]?.fields).toEqual(notified[0]?.fields);
  expect(notified[1]?.fields).toMatchObject({ status: 'succeeded', transaction_id: shop.about(order, '/ok')[0]?.fields.transaction_id });
});

test('a shop that was told is not notified again', async () => {
  const { order } = await paid();
  shiftClock(3_600_000);
  await deliverSandboxNotifications();
  shiftClock(0);
  expect(shop.about(order, '/notification')).toEqual([]);
});

test('a customer who vanishes after paying is told by notification', async () => {
  const { pid, order } = await ask({ kind: 'wallet' });
  await submit(pid, { decision: 'approve', vanish: '1' });
  await deliverSandboxNotifications();
  expect(shop.about(order).map(({ path }) => path)).toEqual(['/verify-order', '/notification']);
});

test('a submit that was broken off ends without money, and the shop is told', async () => {
  const { pid, order } = await ask();
  await db().sandboxPaymentRequest.update({ where: { id: pid }, data: { step: 'paying' } });
  expect(await loadSandboxPage(pid)).toMatchObject({ state: 'working' });
  shiftClock(61_000);
  await deliverSandboxNotifications();
  shiftClock(0);
  expect(shop.about(order, '/notification')[0]?.fields).toMatchObject({ status: 'error', payment_status: 'preauth_error' });
});

test('a chargeback is notified and listed once', async () => {
  const { order, id } = await paid({ amount: '19.67', type: 'paymentAndCapture' });
  await deliverSandboxNotifications();
  const [notified, ...more] = shop.about(order, '/notification');
  expect(more).toEqual([]);
  expect(parser.parse(notified?.fields.xml ?? '').APIResponse.Body).toMatchObject({
    Result: 'ChargebackEvent',
    Transactions: { Transaction: [{ TransactionId: id, ChargebackEvents: { ChargebackEvent: { Amount: { '#text': '19.67' } } } }] },
  });
  expect(await board('decide', { transaction: id, outcome: 'chargeback' })).toBe(409);
});

test('callbacks go through the address guard', async () => {
  const url = 'http://169.254.169.254/latest/meta-data/';
  expect(await sendOverHttp({ url, fields: {}, cookie: undefined })).toEqual({ outcome: 'unreachable', reason: 'forbidden_address' });
});

test('forms from other sites and unknown payments are refused', async () => {
  const { pid } = await ask();
  const body = new URLSearchParams({ pid, ...good }).toString();
  expect((await submitPaymentForm(new Request(`${origin}/x`, { method: 'POST', body, headers: { 'sec-fetch-site': 'cross-site' } }))).status).toBe(403);
  expect((await submit('nothing', good)).status).toBe(404);
  expect(await loadSandboxPage("' OR 1=1")).toBeUndefined();
});
