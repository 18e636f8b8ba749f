import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { now, startClock } from '../clock.ts';
import { closeDatabase, db, transaction, useDatabase } from '../db/client.ts';
import { publishEvents } from '../events/publish-events.ts';
import { recordEvent } from '../events/record-event.ts';
import { newId } from '../ids.ts';
import { createMerchant } from '../merchants/merchants.ts';
import type { Principal } from '../merchants/principal.ts';
import { disableEndpoint } from '../webhooks/endpoint-health.ts';
import { sealEndpointSecret } from '../webhooks/endpoint-secrets.ts';
import { deliver } from './deliver.ts';
import { replayDelivery } from './replay.ts';

// Who takes a delivery and who switches its endpoint off must never wait for each other.

let database: ThrowAwayDatabase;
let receiver: Server;
let guest: pg.Client;
let answered = 200;

test.beforeAll(async () => {
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*', LOG_LEVEL: 'silent' });
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
  guest = new pg.Client({ connectionString: database.url });
  await guest.connect();
  receiver = createServer((_request, response) => void response.writeHead(answered).end());
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
});

test.afterAll(async () => {
  receiver.closeAllConnections();
  await once(receiver.close(), 'close');
  await guest.end();
  await closeDatabase();
  await database.stop();
});

/** An endpoint that failed before, and its deliveries of two events of one session, in their order. */
async function failingEndpoint(): Promise<{ endpointId: string; ids: [string, string] }> {
  const gateway = { baseUrl: 'http://127.0.0.1:1', username: newId(), password: 'p', callbackSecret: 's' };
  const { merchantId } = await transaction((tx) => createMerchant(tx, { name: 'Shop', origins: [], gateway }));
  const [endpointId, sessionId, at] = [newId(), newId(), now()];
  const times = { createdAt: at, changedAt: at };
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const secretSealed = sealEndpointSecret(endpointId, `whsec_${Buffer.alloc(24).toString('base64')}`);
  await db().webhookEndpoint.create({ data: { id: endpointId, merchantId, url, eventTypes: [], secretSealed, failingSince: at, ...times } });
  const expiresAt = new Date(at.getTime() + 86_400_000);
  await db().checkoutSession.create({ data: { id: sessionId, merchantId, status: 'open', configuration: {}, context: {}, ...times, expiresAt } });
  for (let told = 0; told < 2; told += 1) await transaction(async () => recordEvent({ sessionId, type: 'session.changed' }));
  await publishEvents(100);
  const owed = await db().delivery.findMany({ where: { endpointId }, orderBy: { sequence: 'asc' } });
  expect(owed).toHaveLength(2);
  return { endpointId, ids: [owed[0]?.id ?? '', owed[1]?.id ?? ''] };
}

const someoneWaits = () =>
  expect
    .poll(async () => (await guest.query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")).rowCount)
    .toBeGreaterThan(0);

const statusOf = async (id: string) => (await db().delivery.findUniqueOrThrow({ where: { id } })).status;

test('a try that was taken waits for its endpoint before it holds any delivery', async () => {
  const { endpointId, ids } = await failingEndpoint();
  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM webhook_endpoint WHERE id = $1 FOR UPDATE', [endpointId]);
  const delivering = deliver([ids[0]]);
  await someoneWaits();
  expect((await holder.query('SELECT 1 FROM delivery WHERE id = ANY($1::uuid[]) FOR UPDATE NOWAIT', [ids])).rowCount).toBe(2);
  await holder.query('COMMIT');
  await holder.end();
  await delivering;
  expect(await statusOf(ids[0])).toBe('delivered');
});

test('a delivery that is taken while its endpoint is being switched off stays taken', async () => {
  const { endpointId, ids } = await failingEndpoint();
  await guest.query('BEGIN');
  await guest.query("UPDATE delivery SET status = 'delivered', due_at = NULL, ended_at = now() WHERE id = $1", [ids[0]]);
  const disabling = transaction((tx) => disableEndpoint(tx, endpointId, 'merchant'));
  await someoneWaits();
  await guest.query('COMMIT');
  await disabling;
  expect([await statusOf(ids[0]), await statusOf(ids[1])]).toEqual(['delivered', 'exhausted']);
});

test('the next delivery may be taken while the one before it is noted, and stays taken', async () => {
  for (const status of [200, 500]) {
    const { ids } = await failingEndpoint();
    await guest.query('BEGIN');
    await guest.query("UPDATE delivery SET status = 'delivered', due_at = NULL, ended_at = now() WHERE id = $1", [ids[1]]);
    answered = status;
    const delivering = deliver([ids[0]]);
    await someoneWaits();
    await guest.query('COMMIT');
    await delivering;
    expect([await statusOf(ids[0]), await statusOf(ids[1])]).toEqual([status === 200 ? 'delivered' : 'pending', 'delivered']);
    expect(await db().deliveryAttempt.count({ where: { deliveryId: ids[0] } })).toBe(1);
  }
});

test('a delivery is replayed in the moment in which it is taken', async () => {
  const { ids } = await failingEndpoint();
  const { merchantId } = await db().delivery.findUniqueOrThrow({ where: { id: ids[0] } });
  const principal: Principal = { merchantId, groups: ['Management'], apiUser: undefined, sessionId: undefined, linkId: undefined };
  await guest.query('BEGIN');
  await guest.query("UPDATE delivery SET status = 'delivered', due_at = NULL, attempts = 3, ended_at = now() WHERE id = $1", [ids[0]]);
  const replaying = transaction((tx) => replayDelivery(tx, principal, ids[0]));
  await someoneWaits();
  await guest.query('COMMIT');
  await replaying;
  expect(await db().delivery.findUniqueOrThrow({ where: { id: ids[0] } })).toMatchObject({ status: 'pending', attempts: 0, endedAt: null });
});

test('an endpoint is switched off beside a try that is just being noted', async () => {
  const { endpointId, ids } = await failingEndpoint();
  await guest.query('BEGIN');
  // What the row of a try takes on its delivery (a foreign key), before its endpoint is noted as failing.
  await guest.query('SELECT 1 FROM delivery WHERE id = $1 FOR KEY SHARE', [ids[0]]);
  await transaction((tx) => disableEndpoint(tx, endpointId, 'merchant'));
  await guest.query('COMMIT');
  expect([await statusOf(ids[0]), await statusOf(ids[1])]).toEqual(['exhausted', 'exhausted']);
});
