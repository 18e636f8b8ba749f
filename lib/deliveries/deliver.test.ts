import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { startPostgres, type ThrowAwayDatabase } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { now, startClock } from '../clock.ts';
import { closeDatabase, db, transaction, useDatabase } from '../db/client.ts';
import { newId } from '../ids.ts';
import { createMerchant } from '../merchants/merchants.ts';
import { deliver } from './deliver.ts';

let database: ThrowAwayDatabase;
let receiver: Server;
let heard: string[] = [];
let answer: () => Promise<number> = async () => 200;
let words = '';
let ids: { merchantId: string; sessionId: string; paymentId: string };

test.beforeAll(async () => {
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*', LOG_LEVEL: 'silent' });
  database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
  receiver = createServer(async (request, response) => {
    heard.push(request.url ?? '');
    response.writeHead(await answer()).end(words);
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  ids = await aPayment();
});

test.afterAll(async () => {
  receiver.closeAllConnections();
  await once(receiver.close(), 'close');
  await closeDatabase();
  await database.stop();
});

async function aPayment(): Promise<typeof ids> {
  const at = now();
  const [sessionId, methodId, paymentId] = [newId(), newId(), newId()];
  const gateway = { baseUrl: 'http://127.0.0.1:1', username: 'u', password: 'p', callbackSecret: 's' };
  const { merchantId } = await transaction((tx) => createMerchant(tx, { name: 'Shop', origins: [], gateway }));
  const times = { createdAt: at, changedAt: at };
  await db().checkoutSession.create({
    data: { id: sessionId, merchantId, status: 'open', configuration: {}, context: {}, ...times, expiresAt: new Date(at.getTime() + 1_000) },
  });
  const method = { terminal: 'T', identifier: 'CreditCard', name: 'Card', description: '', currencies: ['DKK'], position: 0 };
  await db().paymentMethod.create({ data: { id: methodId, merchantId, ...method, createdAt: at, refreshedAt: at } });
  const amounts = { amountMinor: 100n, currency: 'DKK', captureAtOnce: false };
  await db().payment.create({
    data: { id: paymentId, merchantId, sessionId, methodId, tryNumber: 1, revision: 0, status: 'failed', ...amounts, gatewayOrderId: newId(), ...times },
  });
  return { merchantId, sessionId, paymentId };
}

/** A callback that is due, at a path of its own. */
async function owe(): Promise<{ id: string; path: string }> {
  const id = newId();
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/${id}`;
  const at = now();
  await db().delivery.create({
    data: {
      id,
      ...ids,
      queue: ids.merchantId,
      kind: 'notification',
      fact: id,
      url,
      contentType: 'text/plain',
      body: 'hello',
      status: 'pending',
      dueAt: at,
      createdAt: at,
    },
  });
  return { id, path: `/${id}` };
}

const stored = (id: string) => db().delivery.findUniqueOrThrow({ where: { id }, include: { tries: true } });
const makeDue = (id: string) => db().delivery.update({ where: { id }, data: { dueAt: now() } });

test.beforeEach(() => {
  heard = [];
  answer = async () => 200;
  words = '';
});

test('of eight that deliver the same callbacks at once one sends each', async () => {
  const owed = await Promise.all(Array.from({ length: 20 }, owe));
  const all = owed.map(({ id }) => id);
  await Promise.all(Array.from({ length: 8 }, () => deliver(all)));
  expect(heard.sort()).toEqual(owed.map(({ path }) => path).sort());
  for (const id of all) expect(await stored(id)).toMatchObject({ status: 'delivered', attempts: 1, dueAt: null });
});

test('a callback that is not due yet, or was taken, is not sent', async () => {
  const { id } = await owe();
  await deliver([id]);
  await deliver([id]);
  const later = await owe();
  await db().delivery.update({ where: { id: later.id }, data: { dueAt: new Date(now().getTime() + 60_000) } });
  await deliver([later.id]);
  expect(heard).toEqual([`/${id}`]);
});

/** A try that answers only when told: its claim has long ended and another try has been made. */
async function outlivedTry(first: number, second: number) {
  const { id, path } = await owe();
  let release: (status: number) => void = () => undefined;
  const statuses = [new Promise<number>((resolve) => (release = resolve)), Promise.resolve(second)];
  answer = () => statuses.shift() ?? Promise.resolve(200);
  const slow = deliver([id]);
  await expect.poll(() => heard).toContain(path);
  await makeDue(id);
  await deliver([id]);
  const between = await stored(id);
  release(first);
  await slow;
  return { between, after: await stored(id) };
}

test('a try that outlived its claim and fails takes nothing from the try after it', async () => {
  const failed = await outlivedTry(500, 503);
  expect(failed.after.dueAt).toEqual(failed.between.dueAt);
  expect(failed.after).toMatchObject({ status: 'pending', attempts: 2 });
  const delivered = await outlivedTry(500, 200);
  expect(delivered.after).toMatchObject({ status: 'delivered', attempts: 2, tries: [{}, {}] });
});

test('a try that outlived its claim and succeeds ends the delivery', async () => {
  expect((await outlivedTry(200, 503)).after).toMatchObject({ status: 'delivered', attempts: 2 });
});

test('the pauses between tries grow from seconds to a day, and the tenth failure is the last', async () => {
  answer = async () => 500;
  const { id } = await owe();
  const pauses: number[] = [];
  for (let tries = 1; tries < 10; tries += 1) {
    await deliver([id]);
    pauses.push(((await stored(id)).dueAt?.getTime() ?? 0) - now().getTime());
    await makeDue(id);
  }
  const minutes = [5 / 60, 5, 30, 120, 300, 600, 840, 1_200, 1_440];
  for (const [index, pauseMs] of pauses.entries()) expect(Math.abs(pauseMs / 60_000 / (minutes[index] ?? 0) - 1)).toBeLessThan(0.15);
  await deliver([id]);
  expect(await stored(id)).toMatchObject({ status: 'exhausted', attempts: 10, dueAt: null });
});

test('an answer is kept without what the database cannot hold, and cut', async () => {
  const { id } = await owe();
  words = `\u0000a${'x'.repeat(5_000)}`;
  await deliver([id]);
  expect((await stored(id)).tries[0]?.answer).toMatch(/^ax{2046}$/);
});
