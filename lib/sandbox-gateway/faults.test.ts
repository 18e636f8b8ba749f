import { expect, test } from '@playwright/test';
import { shiftClock, startClock } from '#lib/clock.ts';
import { closeDatabase, db, useDatabase } from '#lib/db/client.ts';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { createSandboxAccount } from './accounts.ts';
import { answerBoard } from './board.ts';
import type { SandboxBoard } from './board-contract.ts';
import { loadBoard } from './board-page.ts';
import { callbackChecksum } from './checksum.ts';
import { faultKinds } from './fault-kinds.ts';
import { listFaults, type Occasion, orderFault, takeFaults } from './faults.ts';
import { submitPaymentForm } from './page-forms.ts';
import { loadSandboxPage } from './payment-page.ts';
import { openTestShop } from './testing-shop.ts';
import { answerWire } from './wire.ts';
import { deliverSandboxNotifications } from './worker.ts';

const origin = 'http://localhost:3001';
const credentials = { username: 'shop', password: 'a-password-of-the-shop', secret: 'checksum-secret', shopName: 'Tåsinge & Søn' };
const stranger = { username: 'other', password: 'a-password-of-another', secret: 'other-secret', shopName: 'Another Shop' };
const basicOf = ({ username, password }: typeof credentials) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
const basic = basicOf(credentials);
const titles = { card: 'AltaPay Test Card Terminal', wallet: 'AltaPay Test MobilePay Terminal' };
const good = { cc_number: '4111111111111111', cc_name: 'Ada', cc_exp: '12/40', cc_csc: '123' };

let database: ThrowAwayDatabase;
let shop: Awaited<ReturnType<typeof openTestShop>>;
let accountId: string;
let orders = 0;

test.beforeAll(async () => {
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*', LOG_LEVEL: 'silent' });
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
  shop = await openTestShop();
  accountId = (await createSandboxAccount(credentials)).id;
  await createSandboxAccount(stranger);
});

test.afterAll(async () => {
  await closeDatabase();
  await database.stop();
  await shop.close();
});

test.beforeEach(async () => {
  shop.replies.clear();
  await db().sandboxFault.deleteMany();
});

type Ordered = { kind: (typeof faultKinds)[number]; method?: string; order?: string; times?: number | null; delayMs?: number };
const order = ({ kind, method, order: name, times = 1, delayMs }: Ordered, account = accountId) =>
  orderFault(account, { kind, method: method ?? null, order: name ?? null, times, ...(delayMs !== undefined && { delayMs }) });
const take = (occasion: Partial<Occasion>, wanted: Parameters<typeof takeFaults>[1] = [['down']], kept: typeof wanted = []) =>
  takeFaults({ accountId, method: 'payments', ...occasion }, wanted, kept).then((taken) => [...taken.keys()]);

async function wire(method: string, fields: Record<string, string> = {}) {
  const request = new Request(`${origin}/sandbox/merchant/API/${method}`, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { authorization: basic },
  });
  const answer = await answerWire(request, method);
  return { status: answer.status, text: await answer.text() };
}

async function ask({ terminal = titles.card, amount = '100.00' } = {}) {
  const name = `T-${++orders}`;
  const callbacks = Object.fromEntries(['ok', 'fail', 'open', 'notification'].map((kind) => [`config[callback_${kind}]`, `${shop.url}/${kind}`]));
  const { text } = await wire('createPaymentRequest', {
    terminal,
    shop_orderid: name,
    amount,
    currency: 'DKK',
    'config[callback_verify_order]': `${shop.url}/verify-order`,
    ...callbacks,
  });
  return { order: name, pid: /<PaymentRequestId>(.*)<\/PaymentRequestId>/.exec(text)?.[1] ?? '', text };
}

const submit = (pid: string, fields: Record<string, string> = good) =>
  submitPaymentForm(new Request(`${origin}/sandbox/eCommerce/API/pay`, { method: 'POST', body: new URLSearchParams({ pid, ...fields }).toString() }));

async function paid(asked: Parameters<typeof ask>[0] = {}) {
  const { pid, order: name } = await ask(asked);
  await submit(pid);
  return { pid, order: name, ...(await held(name)) };
}

/** What the gateway's books have of an order. */
const held = (shopOrderId: string) => db().sandboxTransaction.findFirstOrThrow({ where: { shopOrderId } });
const heardAt = (name: string) => shop.about(name).map(({ path }) => path);

test('of fifty calls at once exactly as many take a limited fault as it has uses, and then it is gone', async () => {
  for (const times of [1, 3, 20]) {
    await order({ kind: 'down', times });
    const taken = await Promise.all(Array.from({ length: 50 }, () => take({})));
    expect(taken.filter(([kind]) => kind === 'down').length).toBe(times);
    expect(await listFaults(accountId)).toEqual([]);
  }
});

test('racing calls that take several faults each never wait for each other in a circle', async () => {
  const kinds = ['down', 'slow', 'wrong_amount', 'bad_checksum'] as const;
  for (const kind of kinds) await order({ kind, times: 60 });
  const forwards = kinds.map((kind) => [kind]);
  await Promise.all(Array.from({ length: 60 }, (_, index) => take({}, index % 2 ? forwards : [...forwards].reverse())));
  expect(await listFaults(accountId)).toEqual([]);
  const [row] = await db().$queryRaw<{ deadlocks: bigint }[]>`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`;
  expect(Number(row?.deadlocks)).toBe(0);
});

test('no call slips through while a fault is ordered anew', async () => {
  await order({ kind: 'down', times: 100 });
  const taken = await Promise.all(
    Array.from({ length: 200 }, (_, index) => (index % 4 === 0 ? order({ kind: 'down', times: 100 }).then(() => ['down']) : take({}))),
  );
  expect(taken.filter(([kind]) => kind !== 'down')).toEqual([]);
});

test('a fault without a number of times stays on until it is switched off', async () => {
  await order({ kind: 'down', times: null });
  for (let calls = 0; calls < 5; calls += 1) expect(await take({})).toEqual(['down']);
  await order({ kind: 'down', times: 0 });
  expect(await take({})).toEqual([]);
});

test('a fault for an order happens to it and its tries, and to no other order or account', async () => {
  await order({ kind: 'down', order: 'Order-1', times: null });
  for (const [name, isHit] of [
    ['Order-1', true],
    ['Order-1-abc-2', true],
    ['Order-12', false],
    ['order-1', false],
    ['X-Order-1', false],
    [undefined, false],
  ] as const)
    expect([name, await take({ order: name })]).toEqual([name, isHit ? ['down'] : []]);
  const other = (await createSandboxAccount(stranger)).id;
  expect(await take({ accountId: other, order: 'Order-1' })).toEqual([]);
});

test('a call that names a transaction or a payment only is known by its order', async () => {
  const { order: name, id, paymentId } = await paid();
  await order({ kind: 'down', order: name, times: null });
  expect(await take({ transactionId: id })).toEqual(['down']);
  expect(await take({ paymentId })).toEqual(['down']);
  expect(await take({ transactionId: id + 1n })).toEqual([]);
  expect((await wire('captureReservation', { transaction_id: String(id) })).status).toBe(503);
});

test('a fault kept to a method happens there only, goes before one for all, and what is kept elsewhere is not taken', async () => {
  await order({ kind: 'down', times: null });
  await order({ kind: 'down', method: 'payments', times: 1 });
  expect(await take({ method: 'payments' })).toEqual(['down']);
  expect((await listFaults(accountId)).map(({ method }) => method)).toEqual([null]);
  await order({ kind: 'slow', times: null });
  expect(await take({ method: 'callback_ok' }, [], [['slow']])).toEqual([]);
  await order({ kind: 'slow', method: 'callback_ok', times: null });
  expect(await take({ method: 'callback_ok' }, [], [['slow']])).toEqual(['slow']);
});

test('of faults that cannot happen together the first is taken and the other keeps its use', async () => {
  await order({ kind: 'lost_answer' });
  await order({ kind: 'down' });
  expect(await take({}, [['down', 'lost_answer']])).toEqual(['down']);
  expect(await take({}, [['down', 'lost_answer']])).toEqual(['lost_answer']);
});

test('the board holds a hundred faults of an account', async () => {
  for (let count = 0; count < 100; count += 1) expect(await order({ kind: 'down', order: `N-${count}` })).toBe(true);
  expect(await order({ kind: 'down' })).toBe(false);
  expect(await order({ kind: 'down', order: 'N-7', times: 5 }), 'in place of the same one').toBe(true);
});

test('down answers nothing and does nothing, lost answers are of calls that were carried out', async () => {
  const { id, order: name } = await paid();
  await order({ kind: 'lost_answer', method: 'captureReservation' });
  expect((await wire('captureReservation', { transaction_id: String(id) })).status).toBe(502);
  expect(await held(name)).toMatchObject({ capturedMinor: 10_000n });
  await order({ kind: 'down' });
  expect((await wire('refundCapturedReservation', { transaction_id: String(id) })).status).toBe(503);
  expect(await held(name)).toMatchObject({ refundedMinor: 0n });
  expect((await wire('refundCapturedReservation', { transaction_id: String(id) })).text).toContain('<Result>Success</Result>');
});

test('the XML of an answer can break off or be huge', async () => {
  await order({ kind: 'broken_xml' });
  expect((await wire('getTerminals')).text).not.toContain('</APIResponse>');
  await order({ kind: 'huge_xml' });
  const { text } = await wire('getTerminals');
  expect(text.length).toBeGreaterThan(3_000_000);
  expect(text.trimEnd().endsWith('</Body></APIResponse>')).toBe(true);
});

test('a slow call is answered after the delay', async () => {
  await order({ kind: 'slow', delayMs: 300 });
  const startedMs = performance.now();
  expect((await wire('login')).status).toBe(200);
  expect(performance.now() - startedMs).toBeGreaterThan(290);
});

const okField = (name: string, field: string) => shop.about(name, '/ok')[0]?.fields[field];

test('callbacks tell a wrong amount or currency under a right checksum, in the XML too, while the books are right', async () => {
  for (const [kind, amount, currency] of [
    ['wrong_amount', '101.00', '208'],
    ['wrong_currency', '100.00', '978'],
  ] as const) {
    await order({ kind });
    const { order: name, reservedMinor } = await paid();
    expect(reservedMinor).toBe(10_000n);
    expect([okField(name, 'amount'), okField(name, 'currency')]).toEqual([amount, currency]);
    expect(okField(name, 'checksum')).toBe(callbackChecksum({ amount, currency, shop_orderid: name }, credentials.secret));
    expect(okField(name, 'xml')).toContain(`<ReservedAmount>${amount}</ReservedAmount>`);
    expect(okField(name, 'xml')).toContain(`<MerchantCurrency>${currency}</MerchantCurrency>`);
    expect(shop.about(name, '/verify-order')[0]?.fields, 'the question before it is left alone').toMatchObject({ amount: '100.00', currency: '208' });
  }
});

test('a checksum can be wrong or missing, and all else is as it was', async () => {
  const { order: right } = await paid();
  await order({ kind: 'bad_checksum' });
  const { order: bad } = await paid();
  await order({ kind: 'no_checksum' });
  const { order: none } = await paid();
  expect(okField(bad, 'checksum')).toMatch(/^[0-9a-f]{32}$/);
  expect(okField(bad, 'checksum')).not.toBe(callbackChecksum({ amount: '100.00', currency: '208', shop_orderid: bad }, credentials.secret));
  const names = (name: string) => Object.keys(shop.about(name, '/ok')[0]?.fields ?? {});
  expect(names(bad)).toEqual(names(right));
  expect(names(none)).toEqual(names(right).filter((name) => name !== 'checksum'));
});

test('a duplicate callback arrives three times, one by one and at once', async () => {
  await order({ kind: 'duplicate_callback' });
  let arrived = 0;
  let meet: () => void;
  const bothAreHere = new Promise<void>((resolve) => {
    meet = resolve;
  });
  shop.replies.set('/ok', async () => {
    arrived += 1;
    if (arrived === 2) meet();
    await bothAreHere;
    return { status: 303, location: '/after/ok' };
  });
  const { order: name, pid } = await paid();
  expect(heardAt(name)).toEqual(['/verify-order', '/ok', '/ok', '/ok']);
  expect(await loadSandboxPage(pid)).toMatchObject({ result: 'paid', location: `${shop.url}/after/ok` });
});

test('lost callbacks are not sent, nor what stands in for them; the shop is asked all the same', async () => {
  await order({ kind: 'callback_unreachable', times: 2 });
  const { order: name } = await paid();
  await deliverSandboxNotifications();
  expect(heardAt(name)).toEqual(['/verify-order']);
  shiftClock(5_000);
  await deliverSandboxNotifications();
  shiftClock(0);
  expect(heardAt(name)).toEqual(['/verify-order', '/notification']);
});

test('after a time-out the money has moved, nobody is told, and the page stays with “One moment”', async () => {
  await order({ kind: 'timeout_after_charge' });
  const { order: name, pid, status } = await paid();
  expect(status).toBe('preauth');
  shiftClock(3_600_000);
  await deliverSandboxNotifications();
  expect(await loadSandboxPage(pid)).toMatchObject({ state: 'working' });
  shiftClock(0);
  await submit(pid);
  expect(heardAt(name)).toEqual(['/verify-order']);
  expect(await db().sandboxTransaction.count({ where: { shopOrderId: name } })).toBe(1);
});

test('a late success is no news until it is decided, by one of two at once; then its time is now, and the shop is not asked again', async () => {
  await order({ kind: 'late_success' });
  const { order: name, pid, id, status } = await paid();
  expect([status, heardAt(name)]).toEqual(['created', ['/verify-order']]);
  expect((await wire('payments', { shop_orderid: name })).text).toContain('<TransactionStatus>created</TransactionStatus>');
  expect((await wire('captureReservation', { transaction_id: String(id) })).text).toContain('<Result>Failed</Result>');
  shiftClock(3_600_000);
  const decide = (outcome: string) => board('decide', { transaction: String(id), outcome }).then(({ status: answered }) => answered);
  expect((await Promise.all([decide('approve'), decide('approve')])).sort()).toEqual([200, 409]);
  await deliverSandboxNotifications();
  const late = await held(name);
  expect(late).toMatchObject({ status: 'preauth', reservedMinor: 10_000n });
  expect(late.createdAt.getTime() - Date.now()).toBeGreaterThan(3_500_000);
  expect(heardAt(name)).toEqual(['/verify-order', '/notification']);
  expect(await loadSandboxPage(pid)).toMatchObject({ state: 'done', result: 'paid' });
  shiftClock(0);
});

test('a success after a failure: first fail, then the same try is paid and notified after the delay', async () => {
  await order({ kind: 'success_after_failure', delayMs: 4_000 });
  const { order: name, status, reasonCode, reservedMinor } = await paid();
  expect([status, reasonCode, reservedMinor]).toEqual(['preauth', 'NONE', 10_000n]);
  await deliverSandboxNotifications();
  expect(heardAt(name)).toEqual(['/verify-order', '/fail']);
  shiftClock(5_000);
  await deliverSandboxNotifications();
  shiftClock(0);
  expect(shop.about(name).map(({ path, fields }) => [path, fields.status])).toEqual([
    ['/verify-order', undefined],
    ['/fail', 'failed'],
    ['/notification', 'succeeded'],
  ]);
});

test('callbacks out of order: ok, and after it what was before it, without money', async () => {
  await order({ kind: 'callbacks_out_of_order' });
  const { order: name, status } = await paid();
  expect(status).toBe('preauth');
  expect(shop.about(name).map(({ path, fields }) => [path, fields.payment_status])).toEqual([
    ['/verify-order', undefined],
    ['/ok', 'preauth'],
    ['/open', 'pending'],
    ['/fail', 'preauth_failed'],
  ]);
  expect(shop.about(name, '/fail')[0]?.fields.xml).toContain('<ReservedAmount>0.00</ReservedAmount>');
});

test('a fault of the money waits for money: a declined payment does not use it up', async () => {
  await order({ kind: 'timeout_after_charge' });
  const { order: name } = await ask();
  expect(heardAt(name)).toEqual([]);
  const declined = await ask();
  await submit(declined.pid, { ...good, cc_number: '4180000000000566' });
  expect(heardAt(declined.order)).toEqual(['/fail']);
  expect(await listFaults(accountId)).toHaveLength(1);
});

test('callbacks before the answer: by the time createPaymentRequest is answered it is paid, or declined by its amount', async () => {
  await order({ kind: 'callback_before_answer', times: 3 });
  for (const [asked, status, path] of [
    [{}, 'preauth', '/ok'],
    [{ terminal: titles.wallet }, 'preauth', '/ok'],
    [{ amount: '5.66' }, 'preauth_failed', '/fail'],
  ] as const) {
    const { order: name, text } = await ask(asked);
    expect(heardAt(name).at(-1)).toBe(path);
    expect(await held(name)).toMatchObject({ status });
    expect(text).toContain('<Result>Success</Result>');
  }
});

test('a bank that never asks moves the money without verify_order', async () => {
  await order({ kind: 'never_verify' });
  shop.replies.set('/verify-order', { body: 'Sold out' });
  const { order: name, status } = await paid();
  expect([status, heardAt(name)]).toEqual(['preauth', ['/ok']]);
});

// ── The board ───────────────────────────────────────────────────────────────

const post = (action: string, body: string, headers: Record<string, string>) =>
  answerBoard(new Request(`${origin}/sandbox/board/${action}`, { method: 'POST', body, headers: { authorization: basic, ...headers } }), action);
const board = (action: string, body: unknown, headers: Record<string, string> = {}) => post(action, JSON.stringify(body), headers);
const press = (action: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  post(action, new URLSearchParams(fields).toString(), { 'content-type': 'application/x-www-form-urlencoded', ...headers });
const leadsTo = async (answer: Promise<Response>) => {
  const { status, headers } = await answer;
  expect(status).toBe(303);
  return headers.get('location') ?? '';
};

async function look(query: Record<string, string> = {}, as = basic): Promise<SandboxBoard> {
  const found = await loadBoard(as, query);
  if (!found || found === 'refused') throw new Error('the board is open to this account');
  return found;
}

test('the board’s JSON says what is wrong with an order for a fault', async () => {
  expect((await board('fault', { kind: 'slow', method: 'callback_ok', order: 'A-1', times: null, delayMs: 1_000 })).status).toBe(200);
  expect(await listFaults(accountId)).toMatchObject([{ kind: 'slow', method: 'callback_ok', order: 'A-1', timesLeft: null, delayMs: 1_000 }]);
  for (const wrong of [
    { kind: 'burn' },
    { kind: 'down', method: 'callback_ok' },
    { kind: 'wrong_amount', method: 'payments' },
    { kind: 'late_success', method: 'payments' },
    { kind: 'slow', method: 'paymentz' },
    { kind: 'slow', order: 'a/b' },
    { kind: 'slow', delayMs: 30_001 },
    { kind: 'slow', times: 1.5 },
  ])
    expect((await board('fault', wrong)).status, JSON.stringify(wrong)).toBe(422);
  expect((await board('toString', {})).status).toBe(404);
  expect((await post('fault', '{', {})).status).toBe(400);
});

test('every kind can be switched on from the page, seen there, and switched off', async () => {
  for (const kind of faultKinds) expect(await leadsTo(press('fault', { kind, order: ' A-1 ', times: '', delay: '1,5' }))).toBe(`/sandbox?on=${kind}#news`);
  const { faults, offered, news } = await look({ on: 'slow' });
  expect(faults.map(({ name }) => name).sort()).toEqual(offered.flatMap((group) => group.faults.map(({ name }) => name)).sort());
  expect(new Set(faults.map(({ order: name, timesLeft, delayMs }) => `${name} ${timesLeft} ${delayMs}`))).toEqual(new Set(['A-1 undefined 1500']));
  expect(news).toEqual({ kind: 'on', fault: 'Slow answers' });
  for (const { id } of faults) expect(await leadsTo(press('off', { fault: id }))).toMatch(/^\/sandbox\?off=\w+#news$/);
  expect((await look()).faults).toEqual([]);
  expect(await leadsTo(press('off', { fault: 'nothing' }))).toBe('/sandbox?#news');
});

test('a form for a fault that cannot be taken gives back what was typed and says what is wrong', async () => {
  const typed = { kind: '', order: 'a/b', times: '0', delay: 'soon', method: '' };
  const query = Object.fromEntries(new URLSearchParams((await leadsTo(press('fault', typed))).split(/[?#]/)[1]));
  const { problems, typed: again } = await look(query);
  expect(again).toEqual(typed);
  expect([...problems].sort()).toEqual(['delay', 'kind', 'order', 'times']);
  expect(await leadsTo(press('fault', { kind: 'down', method: 'callback_ok' }))).toContain('problem=method&kind=down');
  expect(await listFaults(accountId)).toEqual([]);
});

test('presses that another site made do nothing', async () => {
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }]) {
    expect((await press('fault', { kind: 'down' }, headers)).status).toBe(403);
    expect((await board('fault', { kind: 'down' }, headers)).status).toBe(403);
  }
  expect(await listFaults(accountId)).toEqual([]);
});

test('the board lists transactions newest first, twenty a page, and finds them by their order', async () => {
  const names: string[] = [];
  for (let count = 0; count < 23; count += 1) names.unshift((await paid()).order);
  const first = await look();
  expect([first.transactions.map(({ shopOrderId }) => shopOrderId), first.isNewest]).toEqual([names.slice(0, 20), true]);
  const second = await look({ before: first.older ?? '' });
  expect(second.transactions.slice(0, 3).map(({ shopOrderId }) => shopOrderId)).toEqual(names.slice(20));
  expect(second.isNewest).toBe(false);
  const [name = ''] = names;
  const { transactions } = await look({ find: name.toLowerCase() });
  expect(transactions.map(({ shopOrderId }) => shopOrderId)).toContain(name);
  expect((await look({ find: 'no such order' })).transactions).toEqual([]);
});

test('the board tells each callback, what the shop answered, and the fault in it', async () => {
  await order({ kind: 'bad_checksum' });
  const { order: name } = await paid();
  shop.replies.set('/notification', { status: 503 });
  await db().sandboxNotification.updateMany({ data: { dueAt: null } });
  const { transactions } = await look({ find: name });
  expect(transactions).toMatchObject([
    {
      meaning: 'Reserved',
      maskedCard: '411111******1111',
      amount: { minor: 10_000n, currency: 'DKK' },
      callbacks: [
        { kind: 'verify_order', answer: '200 OKAY', faults: [] },
        { kind: 'ok', answer: '303 /after/ok', faults: ['Bad checksum'] },
      ],
    },
  ]);
});

test('what waits is decided on the board, once, and what is paid can be charged back, once', async () => {
  const { pid, order: name } = await ask({ terminal: titles.wallet });
  await submit(pid, { decision: 'later' });
  const [{ id = '' } = {}] = (await look()).undecided;
  expect((await held(name)).id).toBe(BigInt(id));
  const view = 'find=T-&before=9999999&evil=1';
  expect(await leadsTo(press('decide', { transaction: id, decision: 'approve', view }))).toBe(`/sandbox?find=T-&before=9999999&decided=${id}#news`);
  expect((await look({ decided: id })).news).toMatchObject({ kind: 'payment', payment: { meaning: 'Reserved', canChargeBack: true } });
  await leadsTo(press('decide', { transaction: id, decision: 'decline' }));
  expect(await held(name)).toMatchObject({ status: 'preauth' });
  for (let presses = 0; presses < 2; presses += 1) await leadsTo(press('decide', { transaction: id, decision: 'chargeback' }));
  expect((await look({ decided: id })).news).toMatchObject({ payment: { chargedBack: { minor: 10_000n }, canChargeBack: false } });
  expect((await look()).undecided).toEqual([]);
});

test('an account sees and decides its own things only', async () => {
  const { pid, order: name } = await ask({ terminal: titles.wallet });
  await submit(pid, { decision: 'later' });
  const { id } = await held(name);
  await order({ kind: 'down', order: 'A', times: null });
  const [fault] = await listFaults(accountId);
  const as = { authorization: basicOf(stranger) };
  const seen = await look({ decided: String(id) }, as.authorization);
  expect([seen.shopName, seen.transactions, seen.undecided, seen.faults, seen.news]).toEqual([stranger.shopName, [], [], [], undefined]);
  await leadsTo(press('decide', { transaction: String(id), decision: 'approve' }, as));
  await leadsTo(press('off', { fault: fault?.id ?? '' }, as));
  expect((await board('decide', { transaction: String(id), outcome: 'approve' }, as)).status).toBe(409);
  expect([(await held(name)).status, (await listFaults(accountId)).length]).toEqual(['pending', 1]);
});

test('without right credentials the board is refused', async () => {
  expect(await loadBoard(null, {})).toBe('refused');
  expect(await loadBoard(`Basic ${Buffer.from('shop:wrong').toString('base64')}`, {})).toBe('refused');
  const answer = await press('fault', { kind: 'down' }, { authorization: 'Basic xxx' });
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="AltaPay sandbox", charset="UTF-8"']);
});

test('nothing that is odd in the board’s address is an error', async () => {
  for (const query of [{ before: 'x', decided: '9'.repeat(30), on: 'burn', problem: 'x'.repeat(500) }, { find: '%_\\' }, { find: "' OR 1=1" }, { kind: '<b>' }])
    expect((await look(query as Record<string, string>)).faults).toEqual([]);
});
