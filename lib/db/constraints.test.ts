import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { startEmbedded, startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';

type Row = Record<string, unknown>;
type Step = readonly [table: string, values?: Row];

const at = new Date('2030-01-01T00:00:00Z');
const after = new Date('2030-01-02T00:00:00Z');
const before = new Date('2029-12-31T00:00:00Z');
const [merchant, method, session, payment, account, request] = Array.from({ length: 6 }, () => randomUUID());

/** One good row of every table that has a rule. */
const good: Record<string, () => Row> = {
  merchant: () => ({ id: merchant, name: 'Shop', origins: [], created_at: at }),
  merchant_logo: () => ({ merchant_id: merchant, png: randomBytes(70) }),
  payment_method: () => ({
    id: method,
    merchant_id: merchant,
    terminal: 't',
    identifier: 'CreditCard',
    name: 'Card',
    description: '',
    currencies: [],
    position: 1,
    created_at: at,
    refreshed_at: at,
  }),
  checkout_session: () => ({
    id: randomUUID(),
    merchant_id: merchant,
    status: 'open',
    configuration: {},
    context: {},
    expires_at: after,
    created_at: at,
    changed_at: at,
  }),
  payment_link: () => ({
    id: randomUUID(),
    merchant_id: merchant,
    session_id: session,
    key_version: 1,
    token_hash: randomBytes(32),
    qr_size: 500,
    activation_minutes: 10,
    created_at: at,
    valid_until: after,
  }),
  payment: () => ({
    id: randomUUID(),
    merchant_id: merchant,
    session_id: session,
    method_id: method,
    try_number: tries++,
    revision: 1,
    status: 'failed',
    amount_minor: 100,
    currency: 'DKK',
    capture_at_once: false,
    gateway_order_id: randomUUID(),
    created_at: at,
    changed_at: at,
  }),
  payment_operation: () => ({
    id: randomUUID(),
    merchant_id: merchant,
    payment_id: payment,
    kind: 'capture',
    status: 'succeeded',
    amount_minor: 1,
    created_at: at,
    changed_at: at,
  }),
  delivery: () => ({
    id: randomUUID(),
    merchant_id: merchant,
    session_id: session,
    queue: merchant,
    payment_id: payment,
    kind: 'success',
    fact: randomUUID(),
    url: 'https://shop.example/',
    content_type: 'application/json',
    body: '{}',
    status: 'pending',
    due_at: at,
    created_at: at,
  }),
  receipt_mail: () => ({
    id: randomUUID(),
    merchant_id: merchant,
    session_id: session,
    payment_id: payment,
    status: 'pending',
    due_at: at,
    created_at: at,
  }),
  event: () => ({ id: randomUUID(), merchant_id: merchant, session_id: session, sequence: 1, type: 'session.paid', body: '{}', created_at: at }),
  webhook_endpoint: () => ({
    id: randomUUID(),
    merchant_id: merchant,
    url: 'https://shop.example/',
    event_types: [],
    secret_sealed: randomBytes(40),
    created_at: at,
    changed_at: at,
  }),
  idempotency_key: () => ({ scope: 's', key: randomUUID(), fingerprint: randomBytes(32), lease_until: after, created_at: at, expires_at: after }),
  api_user: () => ({ id: randomUUID(), merchant_id: merchant, username: randomUUID(), secret_hash: randomBytes(32), created_at: at }),
  gateway_account: () => ({
    merchant_id: merchant,
    base_url: 'https://gateway.example',
    username: 'u',
    password_sealed: randomBytes(40),
    callback_secret_sealed: randomBytes(40),
    created_at: at,
  }),
  sandbox_account: () => ({ id: account, username: 'u', password_hash: randomBytes(32), secret_sealed: randomBytes(40), shop_name: 'Shop', created_at: at }),
  sandbox_payment_request: () => ({
    id: request,
    account_id: account,
    terminal: 't',
    shop_order_id: 'o',
    type: 'payment',
    amount_minor: 100,
    currency: 'DKK',
    fields: {},
    step: 'open',
    created_at: at,
    changed_at: at,
  }),
  ledger_entry: () => ({
    id: randomUUID(),
    merchant_id: merchant,
    payment_id: payment,
    posting_id: randomUUID(),
    account: 'captured',
    amount_minor: 1,
    currency: 'DKK',
    created_at: at,
  }),
  sandbox_fault: () => ({ id: randomUUID(), account_id: account, kind: 'slow', created_at: at }),
  sandbox_transaction: () => ({
    account_id: account,
    request_id: request,
    payment_id: randomUUID(),
    shop_order_id: 'o',
    status: 'preauth',
    reserved_minor: 100,
    created_at: at,
    changed_at: at,
  }),
};
let tries = 1;

const base: readonly Step[] = [
  ['merchant'],
  ['payment_method'],
  ['checkout_session', { id: session }],
  ['payment', { id: payment }],
  ['sandbox_account'],
  ['sandbox_payment_request'],
];

const logo = { logo_hash: 'a'.repeat(32), logo_width: 512, logo_height: 1, logo_is_light: false };
const settling = { settles: true, authorized_minor: 100 };

/** For every rule: rows of which all but the last are good, and the last breaks that rule. */
const broken: Record<string, readonly Step[]> = {
  merchant_colour_is_hex: [['merchant', { id: randomUUID(), colour: '#FFF' }]],
  merchant_logo_whole: [['merchant', { id: randomUUID(), ...logo, logo_width: null }]],
  merchant_logo_is_hash: [['merchant', { id: randomUUID(), ...logo, logo_hash: 'a' }]],
  merchant_logo_bounded: [['merchant', { id: randomUUID(), ...logo, logo_height: 513 }]],
  merchant_logo_small: [['merchant_logo', { png: randomBytes(65_537) }]],
  session_order_whole: [['checkout_session', { amount_minor: 100, currency: 'DKK' }]],
  session_amount_positive: [['checkout_session', { order: {}, order_id: 'o', currency: 'DKK', amount_minor: 0 }]],
  session_paid_by_one: [['checkout_session', { status: 'paid', ended_at: at }]],
  session_revision_counts: [['checkout_session', { revision: -1 }]],
  session_expires_later: [['checkout_session', { expires_at: at }]],
  session_ended_has_time: [['checkout_session', { status: 'expired' }]],
  payment_link_one_live: [['payment_link'], ['payment_link']],
  link_valid_later: [['payment_link', { valid_until: at }]],
  link_activation_bounded: [['payment_link', { activation_minutes: 1441 }]],
  link_qr_size_bounded: [['payment_link', { qr_size: 99 }]],
  link_joined_screens_bounded: [['payment_link', { joined_screens: Array.from({ length: 31 }, String) }]],
  link_extensions_bounded: [['payment_link', { extensions: 11 }]],
  link_extensions_allowed: [['payment_link', { extendable: false, extensions: 1 }]],
  link_revoked_has_reason: [['payment_link', { revoked_at: at }]],
  link_opened_later: [['payment_link', { opened_at: before }]],
  link_token_is_hash: [['payment_link', { token_hash: randomBytes(31) }]],
  link_short_code_is_hash: [['payment_link', { short_code_hash: randomBytes(31) }]],
  payment_one_starting: [
    ['payment', { status: 'created' }],
    ['payment', { status: 'processing' }],
  ],
  payment_one_settles: [
    ['payment', settling],
    ['payment', settling],
  ],
  payment_amount_positive: [['payment', { amount_minor: 0 }]],
  payment_authorized_not_negative: [['payment', { authorized_minor: -1 }]],
  payment_captured_not_negative: [['payment', { captured_minor: -1 }]],
  payment_refunded_not_negative: [['payment', { refunded_minor: -1 }]],
  payment_disputed_not_negative: [['payment', { disputed_minor: -1 }]],
  payment_authorized_within_amount: [['payment', { authorized_minor: 101 }]],
  payment_captured_within_authorized: [['payment', { authorized_minor: 50, captured_minor: 51 }]],
  payment_refunded_within_captured: [['payment', { authorized_minor: 50, captured_minor: 50, refunded_minor: 51 }]],
  payment_disputed_within_captured: [['payment', { authorized_minor: 50, captured_minor: 50, disputed_minor: 51 }]],
  payment_settling_is_no_surplus: [['payment', { ...settling, surplus_reason: 'late' }]],
  payment_settles_in_full: [['payment', { settles: true, authorized_minor: 99 }]],
  payment_try_counts: [['payment', { try_number: 0 }]],
  operation_one_outstanding: [
    ['payment_operation', { status: 'outstanding' }],
    ['payment_operation', { status: 'outstanding' }],
  ],
  operation_one_undo: [
    ['payment_operation', { undo: true }],
    ['payment_operation', { undo: true }],
  ],
  operation_amount_positive: [['payment_operation', { amount_minor: 0 }]],
  delivery_pending_is_due: [['delivery', { due_at: null }]],
  delivery_ended_has_time: [['delivery', { ended_at: at }]],
  delivery_attempts_count: [['delivery', { attempts: -1 }]],
  delivery_is_callback_or_webhook: [['delivery', { kind: 'webhook' }]],
  receipt_mail_pending_is_due: [['receipt_mail', { due_at: null }]],
  receipt_mail_ended_has_time: [['receipt_mail', { ended_at: at }]],
  receipt_mail_attempts_count: [['receipt_mail', { attempts: -1 }]],
  receipt_mail_outcomes_count: [['receipt_mail', { faults: 1 }]],
  event_counts_from_one: [['event', { sequence: 0 }]],
  webhook_endpoint_disabled_for_a_reason: [['webhook_endpoint', { disabled_at: at }]],
  webhook_endpoint_old_secret_ends: [['webhook_endpoint', { old_secret_sealed: randomBytes(40) }]],
  idempotency_key_length: [['idempotency_key', { key: 'k'.repeat(256) }]],
  idempotency_answer_whole: [['idempotency_key', { status: 200 }]],
  api_user_secret_is_hash: [['api_user', { secret_hash: randomBytes(20) }]],
  gateway_callback_secret_present: [['gateway_account', { callback_secret_sealed: randomBytes(29) }]],
  ledger_account_known: [['ledger_entry', { account: 'savings' }]],
  sandbox_fault_times_count: [['sandbox_fault', { times_left: 0 }]],
  sandbox_amounts_not_negative: [['sandbox_transaction', { refunded_minor: -1 }]],
  sandbox_captured_within_reserved: [['sandbox_transaction', { captured_minor: 101 }]],
  sandbox_refunded_within_captured: [['sandbox_transaction', { captured_minor: 50, refunded_minor: 51 }]],
};

const rules = `
  SELECT conname AS name FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace
  UNION ALL
  SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
   WHERE i.indisunique AND i.indpred IS NOT NULL AND c.relnamespace = 'public'::regnamespace`;

for (const [name, start] of [
  ['embedded', startEmbedded],
  ['server', startPostgres],
] as const) {
  test.describe(`rules of the ${name} database`, () => {
    let database: ThrowAwayDatabase;
    let client: pg.Client;
    test.beforeAll(async () => {
      database = await start();
      await migrate(database.url);
      client = new pg.Client({ connectionString: database.url });
      await client.connect();
    });
    test.afterAll(async () => {
      await client.end();
      await database.stop();
    });

    test('every CHECK and partial unique index refuses the row that breaks it', async () => {
      const { rows } = await client.query<{ name: string }>(rules);
      expect(rows.map((row) => row.name).sort()).toEqual(Object.keys(broken).sort());
      for (const [rule, steps] of Object.entries(broken)) {
        await rolledBack(client, async () => {
          for (const step of [...base, ...steps.slice(0, -1)]) await insert(client, step);
          for (const step of steps.slice(-1)) await expect(insert(client, step), rule).rejects.toMatchObject({ constraint: rule });
        });
      }
    });

    test('a good row of every table is taken', async () => {
      await rolledBack(client, async () => {
        for (const step of base) await insert(client, step);
        const tables = new Set(base.map(([table]) => table));
        for (const table of Object.keys(good)) if (!tables.has(table)) await insert(client, [table]);
      });
    });

    test('a ledger posting that does not balance in one currency is refused at commit', async () => {
      expect(await commit(client, posting([5, 'DKK'], [-5, 'DKK']))).toBe('committed');
      expect(await commit(client, posting([5, 'DKK'], [-4, 'DKK']))).toBe('ledger_posting_balances');
      expect(await commit(client, posting([5, 'DKK'], [-5, 'EUR']))).toBe('ledger_posting_balances');
      expect(await commit(client, posting([5, 'DKK']))).toBe('ledger_posting_balances');
    });

    test('ledger and audit entries cannot be changed or removed', async () => {
      for (const table of ['ledger_entry', 'audit_entry']) {
        for (const sql of [`UPDATE ${table} SET created_at = now()`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
          await expect(client.query(sql), sql).rejects.toMatchObject({ code: '23001' });
        }
      }
    });
  });
}

const insert = (client: pg.Client, [table, values = {}]: Step) => {
  const row = { ...good[table]?.(), ...values };
  const columns = Object.keys(row);
  const text = `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`;
  return client.query(text, Object.values(row));
};

async function rolledBack(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  await work().finally(() => client.query('ROLLBACK'));
}

function posting(...entries: [amount: number, currency: string][]): string {
  const id = randomUUID();
  const values = entries.map(([amount, currency]) => `('${randomUUID()}', '${merchant}', '${payment}', '${id}', 'captured', ${amount}, '${currency}', now())`);
  return `INSERT INTO ledger_entry (id, merchant_id, payment_id, posting_id, account, amount_minor, currency, created_at) VALUES ${values.join(', ')}`;
}

async function commit(client: pg.Client, sql: string): Promise<string | undefined> {
  await client.query('BEGIN');
  await client.query(sql);
  return client.query('COMMIT').then(
    () => 'committed',
    (error: pg.DatabaseError) => error.constraint,
  );
}
