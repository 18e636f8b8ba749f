import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { post } from './send.ts';

let server: Server;
let reply: (response: ServerResponse) => void;
let url: string;
let connections = 0;
const heard: IncomingMessage[] = [];

test.beforeAll(async () => {
  server = createServer((request, response) => {
    heard.push(request);
    request.resume().on('end', () => reply(response));
  });
  server.on('connection', () => {
    connections += 1;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

test.afterAll(async () => {
  server.closeAllConnections();
  await once(server.close(), 'close');
});

test.beforeEach(() => {
  connections = 0;
  heard.length = 0;
});

const send = (patienceMs?: number, target = url) =>
  post({ url: target, contentType: 'text/plain', body: 'hello', headers: {}, allowedTargets: ['127.0.0.1:*'] }, patienceMs);

test('an answer is heard whole, with where it points', async () => {
  reply = (response) => void response.writeHead(302, { location: '/on' }).end('gone on');
  expect(await send()).toMatchObject({ status: 302, location: '/on', answer: 'gone on', error: undefined });
});

test('how long an answer asks to wait is heard, and is undefined when it does not say', async () => {
  reply = (response) => void response.writeHead(503, { 'retry-after': '120' }).end();
  expect(await send()).toMatchObject({ status: 503, retryAfter: 120 });
  reply = (response) => void response.writeHead(429, { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }).end();
  expect((await send()).retryAfter).toBeGreaterThan(3_590);
  reply = (response) => void response.writeHead(503).end();
  expect((await send()).retryAfter).toBeUndefined();
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a ${status} to this machine is heard and not followed`, async () => {
    const canary = createTcpServer((socket) => void socket.destroy());
    let reached = 0;
    canary.on('connection', () => {
      reached += 1;
    });
    await once(canary.listen(0, '127.0.0.1'), 'listening');
    const location = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/`;
    reply = (response) => void response.writeHead(status, { location }).end();
    expect(await send()).toMatchObject({ status, location, error: undefined });
    await once(canary.close(), 'close');
    expect([connections, reached]).toEqual([1, 0]);
  });
}

test('every try has a connection of its own, which ends with it', async () => {
  reply = (response) => void response.writeHead(200).end();
  await send();
  await send();
  expect(connections).toBe(2);
  expect(heard.map(({ headers }) => headers.connection)).toEqual(['close', 'close']);
});

test('a proxy that the environment names is not used', async () => {
  let proxied = 0;
  const proxy = createServer((_request, response) => void response.writeHead(500).end());
  proxy.on('connection', () => {
    proxied += 1;
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  const proxies = { ...Object.fromEntries(names.map((name) => [name, address])), NODE_USE_ENV_PROXY: '1', NO_PROXY: '', no_proxy: '' };
  const script = `import { post } from './lib/callbacks/send.ts';
    const posting = { url: '${url}', contentType: 'text/plain', body: 'hello', headers: {}, allowedTargets: ['127.0.0.1:*'] };
    console.log((await post(posting)).status);`;
  reply = (response) => void response.writeHead(204).end();
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, ...proxies } as unknown as NodeJS.ProcessEnv,
  });
  await once(proxy.close(), 'close');
  expect([stdout.trim(), connections, proxied]).toEqual(['204', 1, 0]);
});

test('TLS asks for the host of the address, whatever the headers say, and for none where that is no name', async () => {
  const asked: string[] = [];
  let handshakes = 0;
  const receiver = createTlsServer({
    SNICallback: (name, done) => {
      asked.push(name);
      done(new Error('no certificate'));
    },
  });
  receiver.on('connection', () => {
    handshakes += 1;
  });
  receiver.on('tlsClientError', () => undefined);
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const { port } = receiver.address() as AddressInfo;
  for (const host of ['shop.test', 'SHOP.test.', '127.0.0.1']) {
    const allowedTargets = ['shop.test:*', 'shop.test.:*', '127.0.0.1:*'];
    const posting = { url: `https://${host}:${port}/`, contentType: 'text/plain', body: 'hello', headers: { host: 'other.test' }, allowedTargets };
    expect(await post(posting, 5_000, async () => [{ address: '127.0.0.1' }])).toMatchObject({ status: undefined, error: expect.any(String) });
  }
  await once(receiver.close(), 'close');
  expect([asked, handshakes]).toEqual([['shop.test', 'shop.test'], 3]);
});

test('nothing of a header or an address begins another line', async () => {
  reply = (response) => void response.writeHead(200).end();
  const posting = { url, contentType: 'text/plain', body: 'hello', headers: {}, allowedTargets: ['127.0.0.1:*'] };
  for (const wrong of [
    { headers: { 'x-one': 'a\r\nx-evil: 1' } },
    { headers: { 'x-one': 'a\nx-evil: 1' } },
    { headers: { 'x-one\r\nx-evil': '1' } },
    { headers: { 'x-one': 'a\u0000' } },
    { contentType: 'text/plain\r\nx-evil: 1' },
  ]) {
    expect(await post({ ...posting, ...wrong }), JSON.stringify(wrong)).toMatchObject({ status: undefined, error: expect.stringMatching(/invalid|must be/i) });
  }
  expect(connections).toBe(0);
  await post({ ...posting, url: `${url}a%0d%0ax-evil:%201?b\r\nx-evil:1 c`, headers: { host: 'other.test', 'Content-Length': '1' } });
  expect(heard.map(({ url: path, headers }) => [path, headers.host, headers['content-length'], headers['x-evil']])).toEqual([
    ['/a%0d%0ax-evil:%201?bx-evil:1%20c', new URL(url).host, '5', undefined],
  ]);
});

test('a receiver that changes the protocol instead of answering ends the try', async () => {
  const receiver = createTcpServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'));
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  expect(await send(5_000, `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`)).toMatchObject({
    status: undefined,
    error: 'The connection was closed without an answer.',
  });
  await once(receiver.close(), 'close');
});

test('a resolver that never answers ends the try in time', async () => {
  const posting = { url: 'http://shop.example/', contentType: 'text/plain', body: 'hello', headers: {}, allowedTargets: [] };
  expect(await post(posting, 200, () => new Promise(() => undefined))).toMatchObject({ status: undefined, error: 'No answer in time.' });
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
