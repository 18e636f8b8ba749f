import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { post } from './send.ts';

let server: Server;
let reply: (response: ServerResponse) => void;
let url: string;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => reply(response));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

test.afterAll(async () => {
  server.closeAllConnections();
  await once(server.close(), 'close');
});

const send = (patienceMs?: number, target = url) =>
  post({ url: target, contentType: 'text/plain', body: 'hello', headers: {}, allowedTargets: ['127.0.0.1:*'] }, patienceMs);

test('an answer is heard whole, with where it points', async () => {
  reply = (response) => void response.writeHead(302, { location: '/on' }).end('gone on');
  expect(await send()).toMatchObject({ status: 302, location: '/on', answer: 'gone on', error: undefined });
});

test('a receiver that never answers ends the try in time', async () => {
  reply = () => undefined;
  expect(await send(200)).toMatchObject({ status: undefined, error: 'No answer in time.' });
});

test('a status that was heard counts, although the body after it never ends or breaks off', async () => {
  reply = (response) => void response.writeHead(200).write('drip');
  expect(await send(200)).toMatchObject({ status: 200, answer: 'drip', error: undefined });
  reply = (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setImmediate(() => response.socket?.resetAndDestroy());
  };
  expect(await send()).toMatchObject({ status: 200, error: undefined });
});

test('an endless answer is cut and its status kept', async () => {
  reply = (response) => {
    response.writeHead(200);
    const pump = () => {
      while (response.writable && response.write('x'.repeat(65_536)));
      if (response.writable) response.once('drain', pump);
    };
    response.on('error', () => undefined);
    pump();
  };
  const sent = await send();
  expect([sent.status, sent.answer.length]).toEqual([200, 64 * 1024]);
});

for (const [name, target] of Object.entries({
  'a port where nobody listens': 'http://127.0.0.1:1/',
  'a name that does not exist': 'http://nothing.invalid/',
  'an address that was not allowed': 'http://127.0.0.2:1/',
})) {
  test(`${name} is an error and no exception`, async () => {
    expect(await send(5_000, target)).toMatchObject({ status: undefined, error: expect.stringMatching(/\w/) });
  });
}
