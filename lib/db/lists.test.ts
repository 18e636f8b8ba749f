import { expect, test } from '@playwright/test';
import pg from 'pg';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { later, minutes, now, startClock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { LinkFilters } from '../links/list-contract.ts';
import { linkListing } from '../links/list-links.ts';
import { createMerchant } from '../merchants/merchants.ts';
import { type Currency, currencyOf } from '../money.ts';
import type { PaymentFilters } from '../payments/list-contract.ts';
import { paymentListing } from '../payments/list-payments.ts';
import { supportCode } from '../payments/support-code.ts';
import type { SessionFilters } from '../sessions/list-contract.ts';
import { sessionListing } from '../sessions/list-sessions.ts';
import { closeDatabase, db, transaction, useDatabase } from './client.ts';
import { Prisma } from './generated/client.ts';
import { countQuery, type Listing, placesQuery } from './keyset.ts';

// Lists at the size that LIST_ROWS names; a million rows take some minutes: LIST_ROWS=1000000 npm test -- lib/db/lists
const size = Number(process.env.LIST_ROWS ?? 20_000);

let database: ThrowAwayDatabase;
let merchantId: string;

test.beforeAll(async () => {
  test.setTimeout(60_000 + size * 2);
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), LOG_LEVEL: 'silent' });
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
  const gateway = { baseUrl: 'http://127.0.0.1:1', username: 'u', password: 'p', callbackSecret: 's' };
  const shops = await Promise.all(
    [0, 1].map(() => transaction((tx) => createMerchant(tx, { name: 'Shop', origins: [], gateway: { ...gateway, username: newId() } }))),
  );
  const loader = new pg.Client({ connectionString: database.url });
  await loader.connect();
  for (const shop of shops) await fill(loader, shop.merchantId);
  await loader.query('VACUUM ANALYZE');
  await loader.end();
  merchantId = shops[0]?.merchantId ?? '';
});

test.afterAll(async () => {
  await closeDatabase();
  await database.stop();
});

/** Sessions of the last year with a link each, and a payment each: most paid, some open, few of what is rare. */
async function fill(loader: pg.Client, shop: string): Promise<void> {
  const [methodId, half] = [newId(), Math.floor(size / 2)];
  await loader.query(`
    INSERT INTO payment_method (id, merchant_id, terminal, identifier, name, description, currencies, position, created_at, refreshed_at)
    VALUES ('${methodId}', '${shop}'::uuid, 't', 'CreditCard', 'Card', '', '{}', 1, now(), now())`);
  await loader.query(`
    INSERT INTO checkout_session (id, merchant_id, status, order_id, customer_email, search_text, amount_minor, currency, "order", configuration, context, expires_at, created_at, changed_at, ended_at, settled_by_payment_id)
    SELECT gen_random_uuid(), '${shop}'::uuid, status::session_status,
      'order-' || n, 'customer' || n % ${half} || '@example.com', 'order ' || n || ' customer' || n % ${half} || ' example com word' || n % 5000, n % 100000 + 1,
      CASE WHEN n % 50 = 0 THEN 'EUR' ELSE 'DKK' END, '{}', '{}', '{}', at + interval '90 days', at, at,
      CASE WHEN status NOT IN ('open', 'pending') THEN at + interval '1 hour' END, CASE WHEN status = 'paid' THEN gen_random_uuid() END
    FROM (SELECT n, date_trunc('milliseconds', now() - interval '1 year' * n / ${half}) AS at,
      CASE WHEN n % 997 = 0 THEN 'pending' WHEN n % 10 < 7 THEN 'paid' WHEN n % 10 = 7 THEN 'expired' ELSE 'open' END AS status
      FROM generate_series(1, ${half}) AS n) AS numbered`);
  await loader.query(`
    INSERT INTO payment_link (id, merchant_id, session_id, key_version, token_hash, qr_size, activation_minutes, created_at, valid_until, paid_at, revoked_at, revoked_reason)
    SELECT gen_random_uuid(), merchant_id, id, 1, sha256(id::text::bytea), 500, 10, created_at, created_at + interval '14 days',
      CASE WHEN status = 'paid' THEN created_at + interval '1 hour' END,
      CASE WHEN amount_minor % 1000 = 8 THEN created_at + interval '2 hours' END,
      CASE WHEN amount_minor % 1000 = 8 THEN 'cancelled'::link_revoked_reason END
    FROM checkout_session WHERE merchant_id = '${shop}'::uuid`);
  await loader.query(`
    INSERT INTO payment (id, merchant_id, session_id, method_id, try_number, revision, status, amount_minor, currency, capture_at_once, gateway_order_id, created_at, changed_at)
    SELECT gen_random_uuid(), merchant_id, id, '${methodId}', 1, 0, (CASE WHEN amount_minor % 1000 = 1 THEN 'cancelled' WHEN status = 'paid' THEN 'captured' ELSE 'failed' END)::payment_status,
      amount_minor, currency, false, id::text, created_at, created_at
    FROM checkout_session WHERE merchant_id = '${shop}'::uuid`);
}

const DKK = currencyOf('DKK') as Currency;
const ofOrder: Record<string, SessionFilters & LinkFilters & PaymentFilters> = {
  'no filter': {},
  orderId: { orderId: 'order-77' },
  email: { email: 'Customer77@example.com' },
  'a word': { q: 'word77' },
  'a word of one order': { q: 'customer77' },
  'the beginnings of two words': { q: 'order 4711' },
  'words of all orders': { q: 'ord cust' },
  currency: { currency: currencyOf('EUR') },
  'amount range': { currency: DKK, amountFrom: '4.00', amountTo: '4.10' },
};
const recently = () => ({ createdFrom: later(now(), -minutes(600)), createdTo: now() });
const lists: Record<string, () => Promise<Listing>> = {};
const add = (name: string, listing: () => Promise<Listing>): void => {
  lists[name] = listing;
};
for (const [name, filters] of Object.entries(ofOrder)) {
  add(`sessions by ${name}`, () => sessionListing(merchantId, filters));
  add(`links by ${name}`, () => linkListing(merchantId, filters, now()));
  add(`payments by ${name}`, () => paymentListing(merchantId, filters));
}
for (const status of ['open', 'pending', 'paid', 'cancelled'] as const) add(`sessions that are ${status}`, () => sessionListing(merchantId, { status }));
for (const status of ['active', 'paid', 'expired', 'replaced', 'cancelled'] as const)
  add(`links that are ${status}`, () => linkListing(merchantId, { status }, now()));
for (const status of ['captured', 'failed', 'cancelled'] as const) add(`payments that are ${status}`, () => paymentListing(merchantId, { status }));
add('sessions by creation', () => sessionListing(merchantId, recently()));
add('links by creation', () => linkListing(merchantId, recently(), now()));
add('payments by creation', () => paymentListing(merchantId, recently()));
add('sessions by expiry', () => sessionListing(merchantId, { expiresFrom: now(), expiresTo: later(now(), minutes(600)) }));
add('links by expiry', () => linkListing(merchantId, { expiresFrom: now(), expiresTo: later(now(), minutes(600)) }, now()));
add('links of a session', () => linkListing(merchantId, { sessionId: newId() }, now()));
add('payments by support code', () => paymentListing(merchantId, { supportCode: supportCode(newId()) }));
add('payments of a session', () => paymentListing(merchantId, { sessionId: newId() }));

const firstPage = { after: undefined, isOldestFirst: false, limit: 25 };

for (const [name, listing] of Object.entries(lists)) {
  test(`${name}: every page and the count are read by an index`, async () => {
    const rows = await listing();
    const middle = { at: later(now(), -minutes(60 * 24 * 90)), id: newId() };
    const queries = [
      countQuery(rows),
      ...[true, false].flatMap((isOldestFirst) => [undefined, middle].map((after) => placesQuery(rows, { ...firstPage, isOldestFirst, after }))),
    ];
    for (const [index, query] of queries.entries()) {
      const text = await planOf(query, index === 0);
      expect(text, query.text).toMatch(/Index/);
      expect(text, query.text).not.toMatch(/Seq Scan/);
    }
    if (process.env.LIST_ROWS) console.log(`${(await medianMs(placesQuery(rows, firstPage))).toFixed(1).padStart(8)} ms  ${name}`);
  });
}

/**
 * How the query is run. A small table is read whole because that is cheap: there it is told not to, and still would
 * where no index serves. Counts are always told (keyset.ts).
 */
const planOf = (query: Prisma.Sql, isCount = false): Promise<string> =>
  transaction(async (tx) => {
    if (isCount || !process.env.LIST_ROWS) await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    const plan = await tx.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${query}`);
    return plan.map((line) => line['QUERY PLAN']).join('\n');
  });

async function medianMs(query: Prisma.Sql): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const startedMs = performance.now();
    await db().$queryRaw(query);
    times.push(performance.now() - startedMs);
  }
  return times.sort((one, other) => one - other)[4] ?? 0;
}

test('words are looked up by their index', async () => {
  const words = Prisma.sql`SELECT id FROM checkout_session WHERE to_tsvector('simple', search_text) @@ to_tsquery('simple', 'word77:*') AND merchant_id = ${merchantId}::uuid`;
  const plan = await transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_indexscan = off`;
    return tx.$queryRaw(Prisma.sql`EXPLAIN ${words}`);
  });
  expect(JSON.stringify(plan)).toContain('Bitmap Index Scan on checkout_session_search');
});

test('a query that no index serves is noticed', async () => {
  expect(await planOf(Prisma.sql`SELECT id FROM checkout_session WHERE changed_at > now()`)).toContain('Seq Scan');
});
