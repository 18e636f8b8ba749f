import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { closeDatabase, db, transaction, useDatabase } from './client.ts';
import { isDatabaseAway } from './unavailable.ts';

const message = (kind: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(kind), length, body]);
};

const ready = message('Z', Buffer.from('I'));
const dying = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'));

test('a database that dies in the very moment a connection is handed out is away, and no uncaught exception', async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown): void => void uncaught.push(error);
  process.on('uncaughtExceptionMonitor', note);
  // Its last words come with the word that it is ready: before whoever waits for the connection can listen to it.
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([message('R', Buffer.alloc(4)), ready, dying])));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  useDatabase(`postgresql://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/nothing`);
  const ask = () => [transaction((tx) => tx.merchant.count()), db().merchant.count()];
  const errors = await Promise.all(Array.from({ length: 20 }, ask).flatMap((asked) => asked.map((one) => one.catch((error: unknown) => error))));
  expect(errors.filter((error) => !isDatabaseAway(error))).toEqual([]);
  expect(uncaught).toEqual([]);
  process.off('uncaughtExceptionMonitor', note);
  await closeDatabase();
  await once(server.close(), 'close');
});
