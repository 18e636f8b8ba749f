import { expect, test } from '@playwright/test';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { now, shiftClock, startClock } from '../clock.ts';
import { closeDatabase, db, transaction, useDatabase } from '../db/client.ts';
import { publishEvents } from '../events/publish-events.ts';
import { recordEvent } from '../events/record-event.ts';
import { newId } from '../ids.ts';
import { createMerchant } from '../merchants/merchants.ts';
import { metricsText } from '../metrics.ts';
import { noteFailure, noteSuccess } from './endpoint-health.ts';

const hour = 3_600_000;
const day = 24 * hour;
let database: ThrowAwayDatabase;

test.beforeAll(async () => {
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
});
test.afterEach(() => shiftClock(0));
test.afterAll(async () => {
  await closeDatabase();
  await database.stop();
});

/** An endpoint that is owed one event. */
async function anEndpoint(): Promise<string> {
  const gateway = { baseUrl: 'http://127.0.0.1:1', username: newId(), password: 'p', callbackSecret: 's' };
  const { merchantId } = await transaction((tx) => createMerchant(tx, { name: 'Shop', origins: [], gateway }));
  const [id, sessionId, at] = [newId(), newId(), now()];
  const times = { createdAt: at, changedAt: at };
  await db().webhookEndpoint.create({ data: { id, merchantId, url: 'https://shop.example/', eventTypes: [], secretSealed: Buffer.from('s'), ...times } });
  const expiresAt = new Date(at.getTime() + day);
  await db().checkoutSession.create({ data: { id: sessionId, merchantId, status: 'open', configuration: {}, context: {}, ...times, expiresAt } });
  await transaction(async () => recordEvent({ sessionId, type: 'session.changed' }));
  await publishEvents(100);
  return id;
}

const fail = (id: string, status: number | undefined = 500, pauseMs = 0) => transaction((tx) => noteFailure(tx, id, { status }, pauseMs));
const stateOf = (id: string) => db().webhookEndpoint.findUniqueOrThrow({ where: { id }, include: { deliveries: { select: { status: true } } } });
const alarmsOf = async (alarm: string): Promise<number> => Number(new RegExp(`alarms_total\\{alarm="${alarm}"\\} (\\d+)`).exec(await metricsText())?.[1] ?? 0);

test('an endpoint that fails for days is an alarm after one, and switched off after five, with what it was owed given up visibly', async () => {
  const id = await anEndpoint();
  const [alarmed, disabled] = [await alarmsOf('endpoint_failing'), await alarmsOf('endpoint_disabled')];
  await fail(id);
  expect(await stateOf(id)).toMatchObject({ disabledAt: null, alarmedAt: null, failingSince: expect.any(Date) });
  shiftClock(day - hour);
  await fail(id);
  expect((await stateOf(id)).alarmedAt).toBeNull();
  shiftClock(day + hour);
  for (let tries = 0; tries < 3; tries += 1) await fail(id, undefined);
  expect((await stateOf(id)).alarmedAt).not.toBeNull();
  expect(await alarmsOf('endpoint_failing')).toBe(alarmed + 1);
  shiftClock(5 * day - hour);
  await fail(id);
  expect(await stateOf(id)).toMatchObject({ disabledAt: null, deliveries: [{ status: 'pending' }] });
  shiftClock(5 * day + 2 * hour);
  await fail(id);
  expect(await stateOf(id)).toMatchObject({ disabledReason: 'failing', deliveries: [{ status: 'exhausted' }] });
  await fail(id);
  expect(await alarmsOf('endpoint_disabled')).toBe(disabled + 1);
});

test('nobody is switched off before a person was told, however long ago the failures began', async () => {
  const id = await anEndpoint();
  await fail(id);
  shiftClock(30 * day);
  await fail(id);
  expect(await stateOf(id)).toMatchObject({ disabledAt: null, alarmedAt: expect.any(Date) });
  shiftClock(35 * day);
  await fail(id);
  expect(await stateOf(id)).toMatchObject({ disabledReason: 'failing' });
});

test('one delivery that is taken ends it all; 410 switches off at once; a pause lasts as long as it was asked for', async () => {
  const id = await anEndpoint();
  await fail(id);
  shiftClock(2 * day);
  await fail(id, 503, hour);
  const paused = await stateOf(id);
  expect(Math.abs((paused.pausedUntil?.getTime() ?? 0) - now().getTime() - hour)).toBeLessThan(5_000);
  await db().$executeRaw(noteSuccess(id));
  expect(await stateOf(id)).toMatchObject({ failingSince: null, alarmedAt: null, pausedUntil: paused.pausedUntil, disabledAt: null });
  await fail(id, 410);
  expect(await stateOf(id)).toMatchObject({ disabledReason: 'gone', deliveries: [{ status: 'exhausted' }] });
});
