import { expect, test } from '@playwright/test';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { migrate } from '../../prisma/migrate.ts';
import { now, startClock } from '../clock.ts';
import { closeDatabase, db, type Tx, transaction, useDatabase } from '../db/client.ts';
import { newId } from '../ids.ts';
import { createMerchant } from '../merchants/merchants.ts';
import type { EventType } from './contract.ts';
import { publishEvents } from './publish-events.ts';
import { recordEvent } from './record-event.ts';

let database: ThrowAwayDatabase;

test.beforeAll(async () => {
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
});

test.afterAll(async () => {
  await closeDatabase();
  await database.stop();
});

async function aMerchant(): Promise<string> {
  const gateway = { baseUrl: 'http://127.0.0.1:1', username: newId(), password: 'p', callbackSecret: 's' };
  const { merchantId } = await transaction((tx) => createMerchant(tx, { name: 'Shop', origins: [], gateway }));
  return merchantId;
}

async function aSession(merchantId: string, order?: object): Promise<string> {
  const [id, at] = [newId(), now()];
  const times = { createdAt: at, changedAt: at, expiresAt: new Date(at.getTime() + 60_000) };
  const ordered = order && { order, orderId: 'o', amountMinor: 1n, currency: 'DKK' };
  await db().checkoutSession.create({ data: { id, merchantId, status: 'open', configuration: {}, context: {}, ...ordered, ...times } });
  return id;
}

const tell = (sessionId: string, type: EventType = 'session.changed') => recordEvent({ sessionId, type });
const publishAll = async (): Promise<void> => {
  while ((await publishEvents(100)) > 0);
};
const listed = (merchantId: string) =>
  db().event.findMany({ where: { merchantId }, orderBy: [{ position: 'asc' }], select: { position: true, sessionId: true, sequence: true, type: true } });

/** A transaction that has written and waits with its commit until it is told. */
function held(work: (tx: Tx) => Promise<void>): { written: Promise<void>; commit: () => Promise<void> } {
  let release = (): void => undefined;
  let tellWritten = (): void => undefined;
  const written = new Promise<void>((resolve) => (tellWritten = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const done = transaction(async (tx) => {
    await work(tx);
    tellWritten();
    await released;
  });
  return {
    written,
    commit: async () => {
      release();
      await done;
    },
  };
}

test('an event whose transaction commits late stands behind all that were published before, and nothing is ever put in front', async () => {
  const merchantId = await aMerchant();
  const [early, late] = [await aSession(merchantId), await aSession(merchantId)];
  const slow = held(async () => tell(late));
  await slow.written;
  await transaction(async () => tell(early));
  await publishAll();
  expect((await listed(merchantId)).map(({ sessionId }) => sessionId)).toEqual([early]);
  await slow.commit();
  await transaction(async () => tell(early));
  await publishAll();
  const all = await listed(merchantId);
  expect(all.map(({ position }) => position)).toEqual([1n, 2n, 3n]);
  expect(all[0]?.sessionId).toBe(early);
  expect(all.filter(({ sessionId }) => sessionId === early).map(({ sequence }) => sequence)).toEqual([1, 2]);
});

test('sequences have no gap and positions follow them, however many write and publish at once, and though some roll back', async () => {
  const merchantId = await aMerchant();
  const sessions = [await aSession(merchantId), await aSession(merchantId), await aSession(merchantId)];
  const writes = Array.from({ length: 60 }, (_, index) =>
    transaction(async () => {
      tell(sessions[index % 3] ?? '');
      tell(sessions[index % 3] ?? '', 'session.paid');
      if (index % 5 === 0) throw new Error('rolled back');
    }).catch((error: Error) => expect(error.message).toBe('rolled back')),
  );
  const publishing = Array.from({ length: 8 }, () => publishEvents(7));
  await Promise.all([...writes, ...publishing]);
  await publishAll();
  const all = await listed(merchantId);
  expect(all.map(({ position }) => position)).toEqual(Array.from({ length: 96 }, (_, index) => BigInt(index + 1)));
  for (const sessionId of sessions) {
    expect(all.filter((event) => event.sessionId === sessionId).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
  }
});

test('the same thing told twice in one transaction is one event; it tells of everything as it was at the commit', async () => {
  const merchantId = await aMerchant();
  const sessionId = await aSession(merchantId, anOrder());
  await transaction(async (tx) => {
    tell(sessionId);
    await tx.checkoutSession.update({ where: { id: sessionId }, data: { revision: 7 } });
    tell(sessionId);
  });
  const [event, ...more] = await db().event.findMany({ where: { sessionId } });
  expect(more).toEqual([]);
  expect(JSON.parse(event?.body ?? '')).toMatchObject({ id: event?.id, sequence: 1, type: 'session.changed', data: { session: { revision: 7 } } });
});

test('a body that would be too long for a receiver leaves the order lines out and says so', async () => {
  const merchantId = await aMerchant();
  const line = { itemId: 'i', description: 'A thing '.repeat(20), quantity: 1, unitPrice: 1 };
  const sessionId = await aSession(merchantId, { ...anOrder(), orderLines: Array.from({ length: 120 }, () => line) });
  await transaction(async () => tell(sessionId));
  const event = await db().event.findFirstOrThrow({ where: { sessionId } });
  expect(Buffer.byteLength(event.body)).toBeLessThan(20_000);
  const { session } = JSON.parse(event.body).data;
  expect(session).toMatchObject({ orderLinesOmitted: true, order: { orderId: anOrder().orderId } });
  expect(session.order.orderLines).toBeUndefined();
});

test('what cannot be told whole is told in short: the fact is never lost for it', async () => {
  const merchantId = await aMerchant();
  const sessionId = await aSession(merchantId, { orderId: 'an order that no contract knows any more' });
  await transaction(async () => tell(sessionId));
  const event = await db().event.findFirstOrThrow({ where: { sessionId } });
  expect(JSON.parse(event.body)).toMatchObject({ sequence: 1, type: 'session.changed', data: { session: { sessionId, status: 'OPEN' }, isIncomplete: true } });
});

test('an event is told by what is committed with it, or not at all', async () => {
  await expect(Promise.resolve().then(() => tell(newId()))).rejects.toThrow('only a transaction gathers');
});
