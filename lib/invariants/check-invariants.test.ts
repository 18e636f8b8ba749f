import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { startClock } from '#lib/clock.ts';
import { closeDatabase, useDatabase } from '#lib/db/client.ts';
import { metricsText } from '#lib/metrics.ts';
import { startEmbedded, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { checkInvariants, findViolations } from './check-invariants.ts';
import { type InvariantName, violationsQuery } from './queries.ts';

let database: ThrowAwayDatabase;
let client: pg.Client;

test.beforeAll(async () => {
  database = await startEmbedded();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(foundation);
});
test.afterAll(async () => {
  await client.end();
  await closeDatabase();
  await database.stop();
});

const [merchant, stranger, method] = [randomUUID(), randomUUID(), randomUUID()];
/** Ids are ordered by time; these were made just now. */
const newId = (): string =>
  `${Date.now()
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-')}-7${randomUUID().slice(15)}`;

const foundation = `
  INSERT INTO merchant (id, name, origins, created_at) VALUES ('${merchant}', 'Shop', '{}', now()), ('${stranger}', 'Other', '{}', now());
  INSERT INTO payment_method (id, merchant_id, terminal, identifier, name, description, currencies, position, created_at, refreshed_at)
    VALUES ('${method}', '${merchant}', 't', 'CreditCard', 'Card', '', '{DKK}', 1, now(), now())`;

const audit = (subject: string, id: string, session: string, from: string | null, to: string): string =>
  `INSERT INTO audit_entry (id, merchant_id, session_id, subject, subject_id, action, from_status, to_status, actor, created_at)
   VALUES ('${newId()}', '${merchant}', '${session}', '${subject}', '${id}', '${subject}.${to}', ${from === null ? 'NULL' : `'${from}'`}, '${to}', 'system', now());`;

const post = (payment: string, from: string, to: string, amount: number): string => {
  const posting = newId();
  const row = (account: string, minor: number) => `('${newId()}', '${merchant}', '${payment}', '${posting}', '${account}', ${minor}, 'DKK', now())`;
  return `INSERT INTO ledger_entry (id, merchant_id, payment_id, posting_id, account, amount_minor, currency, created_at) VALUES ${row(from, -amount)}, ${row(to, amount)};`;
};

/** A session paid by one card payment of 100, authorised and captured, with its history, ledger and callback. */
function soundBooks(): { session: string; payment: string; sql: string } {
  const [session, payment] = [newId(), newId()];
  const steps = [null, 'created', 'processing', 'requires_action', 'authorized', 'captured'] as const;
  const sql = `
    INSERT INTO checkout_session (id, merchant_id, status, revision, order_id, amount_minor, currency, "order", callbacks, configuration, context, settled_by_payment_id, holder_payment_id, expires_at, created_at, changed_at, ended_at)
      VALUES ('${session}', '${merchant}', 'paid', 1, 'o', 100, 'DKK', '{}', '{"notification": "https://shop.example/"}', '{}', '{}', '${payment}', '${payment}', now() + interval '1 day', now(), now(), now());
    INSERT INTO payment (id, merchant_id, session_id, method_id, try_number, revision, status, amount_minor, currency, capture_at_once, gateway_order_id, authorized_minor, captured_minor, settles, created_at, changed_at)
      VALUES ('${payment}', '${merchant}', '${session}', '${method}', 1, 1, 'captured', 100, 'DKK', false, '${payment}', 100, 100, true, now(), now());
    ${audit('session', session, session, null, 'open')} ${audit('session', session, session, 'open', 'paid')}
    ${steps
      .slice(1)
      .map((to, index) => audit('payment', payment, session, steps[index] ?? null, to ?? ''))
      .join(' ')}
    ${post(payment, 'customer', 'authorized', 100)} ${post(payment, 'authorized', 'captured', 100)}
    INSERT INTO delivery (id, merchant_id, session_id, queue, payment_id, kind, fact, url, content_type, body, status, due_at, created_at)
      VALUES ('${newId()}', '${merchant}', '${session}', '${merchant}', '${payment}', 'notification', 'paid', 'https://shop.example/', 'a', '', 'pending', now(), now());`;
  return { session, payment, sql };
}

/** How each invariant is broken: SQL on sound books. Rules that the database itself would refuse are taken away first. */
const broken: Record<InvariantName, (books: { session: string; payment: string }) => string> = {
  one_settles: ({ payment }) => `UPDATE payment SET settles = false, surplus_reason = 'late' WHERE id = '${payment}'`,
  surplus_returned: ({ payment }) => `UPDATE payment SET settles = false WHERE id = '${payment}'`,
  amounts_within: ({ payment }) =>
    `ALTER TABLE payment DROP CONSTRAINT payment_refunded_within_captured; UPDATE payment SET refunded_minor = 101 WHERE id = '${payment}'`,
  acknowledged_exists: ({ payment }) => `UPDATE payment SET settles = false, surplus_reason = 'late' WHERE id = '${payment}'`,
  payment_history_whole: ({ payment }) => `UPDATE payment SET status = 'failed' WHERE id = '${payment}'`,
  session_history_whole: ({ session }) => audit('session', session, session, 'paid', 'open'),
  facts_told: ({ payment }) => `DELETE FROM delivery WHERE payment_id = '${payment}'`,
  nothing_forgotten: ({ session }) => `UPDATE checkout_session SET status = 'pending', settled_by_payment_id = NULL, ended_at = NULL WHERE id = '${session}'`,
  events_whole: ({ session }) => `UPDATE checkout_session SET event_sequence = 1 WHERE id = '${session}'`,
  amount_of_revision: ({ session }) => `UPDATE checkout_session SET amount_minor = 99 WHERE id = '${session}'`,
  merchants_apart: ({ payment }) =>
    `INSERT INTO audit_entry (id, merchant_id, subject, subject_id, action, actor, created_at)
     VALUES ('${newId()}', '${stranger}', 'payment', '${payment}', 'payment.held', 'gateway', now())`,
  ledger_agrees: ({ payment }) => post(payment, 'captured', 'refunded', 1),
};

/** Runs it in a transaction of our own on the one session that the embedded database is, and looks from inside. */
async function brokenBy(sql: (books: { session: string; payment: string }) => string): Promise<string[]> {
  const books = soundBooks();
  await client.query('BEGIN');
  try {
    await client.query(books.sql);
    await client.query(sql(books));
    const { rows } = await client.query<{ invariant: string }>(violationsQuery, ['00000000-0000-0000-0000-000000000000', new Date()]);
    return [...new Set(rows.map(({ invariant }) => invariant))];
  } finally {
    await client.query('ROLLBACK');
  }
}

test('sound books break no invariant', async () => {
  expect(await brokenBy(() => 'SELECT 1')).toEqual([]);
});

/** An endpoint that is owed two events of a session for an hour, as they stand after `change`. */
function owedForLong({ session }: { session: string }, change: string): string {
  const [endpoint, first, second] = [newId(), newId(), newId()];
  const event = (id: string, sequence: number) =>
    `INSERT INTO event (id, merchant_id, session_id, sequence, type, body, created_at) VALUES ('${id}', '${merchant}', '${session}', ${sequence}, 'session.changed', '{}', now());
     INSERT INTO delivery (id, merchant_id, session_id, kind, queue, endpoint_id, event_id, sequence, status, due_at, created_at)
       VALUES ('${newId()}', '${merchant}', '${session}', 'webhook', '${endpoint}', '${endpoint}', '${id}', ${sequence}, 'pending', now() - interval '1 hour', now());`;
  return `
    INSERT INTO webhook_endpoint (id, merchant_id, url, event_types, secret_sealed, created_at, changed_at)
      VALUES ('${endpoint}', '${merchant}', 'https://shop.example/', '{}', '', now(), now());
    ${event(first, 1)} ${event(second, 2)}
    UPDATE ${change}`;
}

for (const [why, change] of Object.entries({
  'the one before it in its session is tried again later': "delivery SET due_at = now() + interval '2 hours' WHERE sequence = 1",
  'its endpoint asked for a pause': "webhook_endpoint SET paused_until = now() + interval '2 hours'",
  'its endpoint takes nothing, of which a person is told apart': "webhook_endpoint SET failing_since = now() - interval '2 hours'",
})) {
  test(`a webhook that waits because ${why} is not forgotten`, async () => {
    expect(await brokenBy((books) => owedForLong(books, change))).toEqual([]);
  });
}

test('a webhook that nobody sends though it is due is forgotten', async () => {
  expect(await brokenBy((books) => owedForLong(books, 'webhook_endpoint SET paused_until = NULL'))).toEqual(['nothing_forgotten']);
});

for (const [name, sql] of Object.entries(broken)) {
  test(`books that break ${name} are found to break it`, async () => {
    expect(await brokenBy(sql)).toContain(name);
  });
}

test('what is wrong is told by name and counted, and what is older than was asked for is not looked at', async () => {
  const books = soundBooks();
  await client.query(books.sql);
  await client.query(broken.amount_of_revision(books));
  const found = await findViolations(new Date(Date.now() - 60_000));
  expect(found).toEqual([{ invariant: 'amount_of_revision', wrong: `payment ${books.payment} has another amount than its order` }]);
  expect(await findViolations(new Date(Date.now() + 60_000))).toEqual([]);
  await checkInvariants();
  const text = await metricsText();
  expect(text).toContain('payment_links_invariant_violations{invariant="amount_of_revision"} 1');
  expect(text).toContain('payment_links_invariant_violations{invariant="ledger_agrees"} 0');
  expect(text).toContain('payment_links_alarms_total{alarm="invariant_broken"} 1');
});
