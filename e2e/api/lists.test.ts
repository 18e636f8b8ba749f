import { parse } from 'csv-parse/sync';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { type Answer, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { paid } from '../fixtures/operations.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

type Row = Record<string, unknown>;
type Noun = 'session' | 'link' | 'payment';

let shop: Shop;
test.beforeEach(async ({ server }) => {
  shop = await openShop(server, 'Finder');
});
test.afterEach(() => shop.close());

async function list(noun: Noun, query = ''): Promise<{ rows: Row[]; next: string | null; count?: { total: number; isExact: boolean } }> {
  const answer = await shop.api('GET', `/${noun}?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return { rows: answer.body[`${noun}s`] as Row[], ...(answer.body as { next: string | null }) };
}

/** Every page of a list, one after the other; `between` happens before each next page. */
async function walk(noun: Noun, query: string, between: () => Promise<unknown> = async () => undefined): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = '';
  for (;;) {
    const page = await list(noun, `${query}${cursor}`);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
    await between();
  }
}

/** Makes links in one call; answers their ids and their sessions'. */
async function makeLinks(orders: object[], key: string): Promise<{ link: string[]; session: string[] }> {
  const answer = await shop.api('POST', '/link/bulk', orders, { 'idempotency-key': key });
  const lines = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { status: number; link: { id: string }; session: { sessionId: string } });
  expect(lines.map(({ status }) => status)).toEqual(orders.map(() => 201));
  return { link: lines.map(({ link }) => link.id), session: lines.map(({ session }) => session.sessionId) };
}

const idOf = (noun: Noun, row: Row): string => String(noun === 'link' ? row.id : row[`${noun}Id`]);

test('page by page, while others are created, every session and link is told once, in both directions', async () => {
  const orders = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => ({ order: anOrder({ orderId: `${prefix}-${index}` }) }));
  const made = await makeLinks(orders('first', 40), 'first');
  let more = 0;
  for (const noun of ['session', 'link'] as const) {
    for (const sort of ['-createdAt', 'createdAt']) {
      const rows = await walk(noun, `limit=7&sort=${sort}`, async () => makeLinks(orders(`later-${more}`, 3), `later-${more++}`));
      const ids = rows.map((row) => idOf(noun, row));
      expect(new Set(ids).size, 'none twice').toBe(ids.length);
      expect(ids.filter((id) => made[noun].includes(id)).sort(), 'none left out').toEqual([...made[noun]].sort());
      const times = rows.map((row) => String(noun === 'link' ? (row.funnel as Row).createdAt : row.createdAt));
      expect(times).toEqual(sort === 'createdAt' ? [...times].sort() : [...times].sort().reverse());
    }
  }
});

test('sessions, links and payments are found by what their order says', async () => {
  const person = { firstName: 'Søren', lastName: 'Åkesson', email: 'Soren@Example.org' };
  const blue = { ...anOrder({ orderId: 'A-1001', value: 49.5 }), customer: person };
  const red = { ...anOrder({ orderId: 'B-2002', value: 12, currency: 'EUR' }), transactionInfo: { table: 'Terrace 7' } };
  const wanted = { ...anOrder({ orderId: 'C-3003', value: 500 }) };
  const { session } = await makeLinks([{ order: blue }, { order: red }, { order: wanted }], 'three');
  for (const id of session.slice(0, 2)) await startPayment(shop, id);
  const found = async (noun: Noun, query: string) =>
    (await list(noun, query)).rows.map((row) => String(row.orderId ?? row.shopOrderId ?? (row.order as Row).orderId));
  const filters: Record<string, string[]> = {
    'orderId=A-1001': ['A-1001'],
    'orderId=A-10': [],
    'email=soren@EXAMPLE.org': ['A-1001'],
    'q=akes': ['A-1001'],
    'q=soren+example': ['A-1001'],
    'q=blue+shi': ['C-3003', 'B-2002', 'A-1001'],
    'q=terrace%207': ['B-2002'],
    'q=2002': ['B-2002'],
    'q=blue+terrace+ada': ['B-2002'],
    'q=%26%7C%21': [],
    [`q=${encodeURIComponent('㌀'.repeat(200))}`]: [],
    'currency=eur': ['B-2002'],
    'currency=DKK&amountFrom=49.5': ['C-3003', 'A-1001'],
    'currency=DKK&amountFrom=49.51&amountTo=500': ['C-3003'],
    'currency=DKK&amountTo=49.50': ['A-1001'],
    'currency=DKK&orderId=B-2002': [],
  };
  for (const noun of ['session', 'link', 'payment'] as const) {
    for (const [query, orders] of Object.entries(filters)) {
      expect(await found(noun, query), `${noun}?${query}`).toEqual(orders.filter((order) => noun !== 'payment' || order !== 'C-3003'));
    }
  }
  expect(await found('link', `sessionId=${session[1]}`)).toEqual(['B-2002']);
  expect(await found('payment', `sessionId=${session[2]}`)).toEqual([]);
});

/** A link in every state there is, by its status. */
async function linksOfEveryStatus(server: RunningServer): Promise<Record<string, string>> {
  const open = await shop.link();
  const expired = await shop.link();
  const replaced = await shop.link();
  await shop.api('POST', `/session/${replaced.sessionId}/link`, {});
  const cancelled = await shop.link();
  await shop.api('POST', `/link/${cancelled.id}/cancel`, {});
  const settled = await shop.link();
  await submitAtGateway((await startPayment(shop, settled.sessionId)).url, pays.card);
  await queryAsGuest(
    server.settings,
    `UPDATE payment_link SET created_at = created_at - interval '2 hours', valid_until = now() - interval '1 second' WHERE id = $1`,
    [expired.id],
  );
  return { ACTIVE: open.id, EXPIRED: expired.id, REPLACED: replaced.id, CANCELLED: cancelled.id, PAID: settled.id };
}

test('a link’s state is derived, told with its times, and found by', async ({ server }) => {
  const ids = await linksOfEveryStatus(server);
  for (const [status, id] of Object.entries(ids)) {
    const { rows } = await list('link', `status=${status}`);
    expect(rows.map((row) => row.id)).toContain(id);
    expect(rows.map((row) => row.status)).toEqual(rows.map(() => status));
    const single = (await shop.api('GET', `/link/${id}`)).body;
    expect(single).toEqual(rows.find((row) => row.id === id));
    const ended = ['EXPIRED', 'REPLACED', 'CANCELLED'].includes(status);
    expect(single.funnel).toMatchObject({ endedBy: ended ? status.toLowerCase() : null, endedAt: ended ? expect.stringMatching(/Z$/) : null });
  }
  expect((await list('link', 'expiresTo=2000-01-01T00:00:00Z')).rows).toEqual([]);
  const soon = encodeURIComponent(new Date(Date.now() + 1_000).toISOString());
  expect((await list('link', `expiresTo=${soon}`)).rows.map((row) => row.id)).toEqual([ids.EXPIRED]);
});

test('a funnel tells how far a link came: made, opened, started, paid', async ({ server }) => {
  const link = await shop.link();
  const funnel = async () => (await shop.api('GET', `/link/${link.id}`)).body.funnel as Row;
  expect(await funnel()).toMatchObject({ openedAt: null, startedAt: null, tries: 0, paidAt: null });
  await queryAsGuest(server.settings, 'UPDATE payment_link SET opened_at = created_at WHERE id = $1', [link.id]);
  expect(await funnel()).toMatchObject({ openedAt: (await funnel()).createdAt, tries: 0 });
  await submitAtGateway((await startPayment(shop, link.sessionId)).url, pays.declined);
  expect(await funnel()).toMatchObject({ startedAt: expect.stringMatching(/Z$/), tries: 1, paidAt: null });
  await submitAtGateway((await startPayment(shop, link.sessionId)).url, pays.card);
  expect(await funnel()).toMatchObject({ tries: 2, paidAt: expect.stringMatching(/Z$/), endedAt: null, endedBy: null });
});

test('sessions and payments are found by status and time, and counted', async () => {
  await paid(shop);
  const open = await shop.link();
  expect((await list('session', 'status=OPEN&count=true')).count).toEqual({ total: 1, isExact: true });
  expect((await list('session', 'status=OPEN')).rows.map((row) => row.sessionId)).toEqual([open.sessionId]);
  expect((await list('session', 'count=true&limit=1')).count).toEqual({ total: 2, isExact: true });
  expect((await list('payment', 'status=AUTHORIZED&count=true')).count).toEqual({ total: 1, isExact: true });
  expect((await list('payment', 'status=FAILED')).rows).toEqual([]);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  for (const noun of ['session', 'link', 'payment'] as const) {
    expect((await list(noun, `createdFrom=${tomorrow}`)).rows).toEqual([]);
    expect((await list(noun, `createdTo=${tomorrow}`)).rows.length).toBeGreaterThan(0);
  }
  expect((await list('session', `expiresFrom=${tomorrow}&count=true`)).count?.total).toBe(2);
});

test('a wrong filter is refused with its name, never passed over', async () => {
  const wrong: [string, string][] = [
    ['status=open', '/status'],
    ['stauts=OPEN', ''],
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['currency=XXY', '/currency'],
    ['amountFrom=5', '/currency'],
    ['currency=JPY&amountFrom=0.5', '/amountFrom'],
    ['createdFrom=yesterday', '/createdFrom'],
    ['orderId=a&orderId=b', '/orderId'],
    ['cursor=x', '/cursor'],
    ['q=', '/q'],
    ['q=a+b+c+d+e+f+g+h+i', '/q'],
    ['q=%00', '/q'],
    ['sort=amount', '/sort'],
    ['count=yes', '/count'],
  ];
  for (const noun of ['session', 'link', 'payment']) {
    for (const [query, pointer] of wrong) expectProblem(await shop.api('GET', `/${noun}?${query}`), 422, 'invalid_field', [pointer]);
    expectProblem(await shop.api('GET', `/${noun}?${'q=x&'.repeat(3)}`), 422, 'invalid_field');
  }
});

test('a cursor goes with its filters', async () => {
  await makeLinks([{ order: anOrder() }, { order: anOrder() }, { order: anOrder() }], 'cursors');
  const { next } = await list('link', 'limit=1&currency=DKK');
  expect((await list('link', `limit=2&currency=DKK&cursor=${next}`)).rows).toHaveLength(2);
  expectProblem(await shop.api('GET', `/link?limit=1&cursor=${next}`), 422, 'invalid_field', ['/cursor']);
});

test('lists and exports hold one merchant’s rows, whoever else has some, and take management credentials', async ({ server }) => {
  const stranger = await openShop(server, 'Stranger');
  await paid(stranger);
  for (const noun of ['session', 'link', 'payment'] as const) {
    expect((await list(noun, 'count=true')).count).toEqual({ total: 0, isExact: true });
    expectProblem(await caller(server, `Bearer ${await tokenOf(server, shop)}`)('GET', `/${noun}`), 403, 'forbidden');
    expectProblem(await caller(server)('GET', `/${noun}`), 401, 'unauthenticated');
  }
  for (const noun of ['link', 'payment']) {
    const csv = await shop.api('GET', `/${noun}/export.csv`);
    expect(csv.text.trim().split('\r\n')).toHaveLength(1);
    expectProblem(await caller(server, `Bearer ${await tokenOf(server, shop)}`)('GET', `/${noun}/export.csv`), 403, 'forbidden');
  }
  const { next } = (await stranger.api('GET', '/session?limit=1')).body;
  expect(next).toBeNull();
  await stranger.close();
});

test('an export is the list as CSV, oldest first, and runs nothing in a spreadsheet', async () => {
  const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', 'a "quoted", cell\r\nof two lines', 'plain'];
  await makeLinks(
    hostile.map((orderId) => ({ order: anOrder({ orderId }) })),
    'hostile',
  );
  const answer: Answer = await shop.api('GET', '/link/export.csv');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="payment-links.csv"');
  const rows = parse(answer.text, { columns: true }) as Record<string, string>[];
  expect(rows.map((row) => row.orderId)).toEqual(hostile.map((orderId) => (/^[=+\-@\t]/.test(orderId) ? `'${orderId}` : orderId)));
  const links = (await list('link', 'sort=createdAt')).rows;
  expect(rows.map(({ id, paymentLink, status, amount }) => [id, paymentLink, status, Number(amount)])).toEqual(
    links.map((link) => [link.id, link.paymentLink, link.status, (link.amount as Row).value]),
  );
  const { paymentId } = await paid(shop);
  const payments = parse((await shop.api('GET', '/payment/export.csv?status=AUTHORIZED')).text, { columns: true }) as Record<string, string>[];
  expect(payments).toMatchObject([{ paymentId, status: 'AUTHORIZED', settles: 'true', lastFourDigits: '1111' }]);
  expect((await shop.api('GET', '/link/export.csv?limit=3')).status).toBe(422);
});

test('an export longer than it is read at a time is whole', async () => {
  test.setTimeout(90_000);
  const orders = Array.from({ length: 220 }, (_, index) => ({ order: anOrder({ orderId: `long-${index}` }) }));
  await makeLinks(orders, 'long');
  const rows = parse((await shop.api('GET', '/link/export.csv')).text, { columns: true }) as Record<string, string>[];
  expect(rows.map(({ orderId }) => orderId).sort()).toEqual(orders.map(({ order }) => order.orderId).sort());
});
