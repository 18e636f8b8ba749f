import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { env } from '../env.ts';
import { maximumBodyBytes } from '../http/request-body.ts';
import { requestContext } from '../http/request-context.ts';
import { type Backend, createFront } from './front.ts';
import type { Door } from './hosts.ts';

type Seen = { requests: number; body: string; headers: IncomingMessage['headers'] };
type Answer = { status: number; headers: Map<string, string>; body: string };

const policy = { isDevelopment: false, isHttps: false, styleHashes: ["'sha256-abc'"] };
const chunked = (size: number) => `${size.toString(16)}\r\n${'a'.repeat(size)}\r\n`;

/** A front with a backend that answers 200 and remembers what reached it. */
async function start(door: Door, backend: Partial<Backend> = {}): Promise<{ server: Server; seen: Seen }> {
  const seen: Seen = { requests: 0, body: '', headers: {} };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    seen.requests += 1;
    seen.headers = request.headers;
    seen.body = '';
    for await (const chunk of request) seen.body += String(chunk);
    if (request.url?.startsWith('/pay/')) Object.assign(requestContext().page, { status: 410 });
    response.end('fine');
  };
  const server = createFront(door, { policy, pageScript: 'ours()', docsScript: 'docs()', sdk: new Map(), handle, ...backend });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, seen };
}

/** Sends bytes as they are and reads the answer to its end. */
async function send(server: Server, head: string, body = ''): Promise<Answer> {
  const { port } = server.address() as { port: number };
  const socket = connect(port, '127.0.0.1');
  const host = /^host:/im.test(head) ? '' : `\r\nHost: ${new URL(env().PUBLIC_URL).host}`;
  socket.write(`${head}${host}\r\nConnection: close\r\n\r\n${body}`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  const [top = '', ...rest] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = top.split('\r\n');
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
  return { status: Number(statusLine.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}

let payment: Awaited<ReturnType<typeof start>>;
let sandbox: Awaited<ReturnType<typeof start>>;

test.beforeAll(async () => {
  [payment, sandbox] = await Promise.all([start('payment'), start('sandbox')]);
});

test.afterAll(() => {
  for (const { server } of [payment, sandbox]) server.close().closeAllConnections();
});

const refused: [string, number, string, string?][] = [
  ['a method that echoes (TRACE)', 405, 'TRACE / HTTP/1.1'],
  ['a tunnel (CONNECT)', 405, 'CONNECT example.com:443 HTTP/1.1'],
  ['a path that is not UTF-8', 400, 'GET /pay/%ff HTTP/1.1'],
  ['a NUL in the path', 400, 'GET /pay/%00 HTTP/1.1'],
  ['an absolute address', 400, 'GET http://example.com/ HTTP/1.1'],
  ['a path with two slashes', 400, 'GET //example.com/ HTTP/1.1'],
  ['a host that is not ours', 421, 'GET / HTTP/1.1\r\nHost: example.com'],
  ['two hosts', 400, 'GET / HTTP/1.1\r\nHost: localhost:3000\r\nHost: example.com'],
  ['our host on the other door', 421, 'GET / HTTP/1.1\r\nHost: localhost:3001'],
  ['an upgrade', 400, 'GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade'],
  ['a server action', 400, 'POST /pay/x HTTP/1.1\r\nNext-Action: abc\r\nContent-Length: 0'],
  ['a body announced too large', 413, `POST /checkout/v1/api/session HTTP/1.1\r\nContent-Length: ${maximumBodyBytes + 1}`],
  ['a body that grows too large', 413, 'POST /checkout/v1/api/session HTTP/1.1\r\nTransfer-Encoding: chunked', chunked(maximumBodyBytes + 1)],
  ['what is not HTTP', 400, 'hello'],
  ['the sandbox on the payment origin', 404, 'GET /sandbox/board HTTP/1.1'],
  ['the sandbox under an encoded name', 404, 'GET /%73andbox/board HTTP/1.1'],
];

for (const [what, status, head, body] of refused) {
  test(`${what} is refused with ${status} and a problem that names its request`, async () => {
    const before = payment.seen.requests;
    const answer = await send(payment.server, head, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status, code: expect.any(String), requestId: answer.headers.get('x-request-id') });
    // Also where Node made no response object, and the answer is written on the bare socket.
    expect([answer.headers.get('x-content-type-options'), answer.headers.get('x-frame-options')]).toEqual(['nosniff', 'DENY']);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'nonce-");
    expect(answer.headers.has('allow')).toBe(status === 405);
    expect(payment.seen.requests).toBe(before);
  });
}

for (const [what, status, fields, bytes] of [
  ['from another site', 403, 'Sec-Fetch-Site: cross-site', 3_000_000],
  ['with two hosts', 400, 'Host: example.com', 3_000_000],
] as const) {
  test(`a form ${what} is read to its end before it is refused, so that its sender sees the answer`, async () => {
    const { port } = payment.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    const host = `Host: ${new URL(env().PUBLIC_URL).host}`;
    socket.write(`POST /verify HTTP/1.1\r\n${host}\r\n${fields}\r\nContent-Length: ${bytes}\r\n\r\n${'a'.repeat(bytes)}`);
    socket.write(`GET /next HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`);
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    // The connection is still good for what follows.
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => Number(code))).toEqual([status, 200]);
  });
}

test('a refused form of which more comes than is dropped, or that waits to be told to go on, is refused at once', async () => {
  const foreign = 'POST /verify HTTP/1.1\r\nSec-Fetch-Site: cross-site';
  expect((await send(payment.server, `${foreign}\r\nExpect: 100-continue\r\nContent-Length: 3000000`)).status).toBe(403);
  expect((await send(payment.server, `${foreign}\r\nContent-Length: 900000000`, 'a'.repeat(16 * 1024 * 1024 + 1))).status).toBe(403);
});

test('the sandbox origin serves the sandbox and nothing else', async () => {
  const host = `\r\nHost: localhost:${env().SANDBOX_PORT}`;
  for (const path of ['/sandbox/board', '/_next/static/a.js', '/icon.svg'])
    expect((await send(sandbox.server, `GET ${path} HTTP/1.1${host}`)).status).toBe(200);
  const home = await send(sandbox.server, `GET /?a HTTP/1.1${host}`);
  expect([home.status, home.headers.get('location')]).toEqual([307, '/sandbox']);
  for (const path of ['/index', '/pay/x', '/checkout/v1/api/session', '/sandboxes'])
    expect((await send(sandbox.server, `GET ${path} HTTP/1.1${host}`)).status).toBe(404);
});

test('a body within the bound arrives whole, with a length or in chunks', async () => {
  const body = 'a'.repeat(maximumBodyBytes);
  expect((await send(payment.server, `POST /checkout/v1/api/session HTTP/1.1\r\nContent-Length: ${body.length}`, body)).status).toBe(200);
  expect(payment.seen.body).toBe(body);
  await send(payment.server, 'POST /checkout/v1/api/session HTTP/1.1\r\nTransfer-Encoding: chunked', `${chunked(5)}${chunked(7)}0\r\n\r\n`);
  expect(payment.seen.body).toBe('a'.repeat(12));
});

test('what an outsider sends to steer the inside never reaches it', async () => {
  const sent = [
    "Content-Security-Policy: script-src 'nonce-evil'",
    'X-Nonce: evil',
    'X-Middleware-Subrequest: evil',
    'X-Forwarded-Host: evil',
    'X-Request-Id: evil',
  ];
  await send(payment.server, ['GET /x HTTP/1.1', ...sent].join('\r\n'));
  expect(JSON.stringify(payment.seen.headers)).not.toContain('evil');
});

test('every answer carries a policy without "unsafe", made for it alone, that its page can read', async () => {
  const first = await send(payment.server, 'GET /x HTTP/1.1');
  expect(first.headers.get('content-security-policy')).toBe(payment.seen.headers['content-security-policy']);
  const second = await send(payment.server, 'GET /x HTTP/1.1');
  const policies = [first, second].map((answer) => answer.headers.get('content-security-policy') ?? '');
  expect(new Set(policies).size).toBe(2);
  for (const text of policies) {
    expect(text).toMatch(/default-src 'none'; script-src 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic'; style-src 'self' 'nonce-[^']+' 'sha256-abc';/);
    expect(text).toContain("form-action 'self'; frame-ancestors 'none'");
    expect(text).not.toContain('unsafe');
  }
});

test('nothing that moves is cached, pages of links stay out of indexes, and no header names our software', async () => {
  const { status, headers } = await send(payment.server, 'GET /pay/abc HTTP/1.1');
  expect(status).toBe(410);
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow, noarchive',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  });
  expect(headers.has('x-powered-by') || headers.has('server') || headers.has('strict-transport-security')).toBe(false);
});

test('a service on https says so for two years', async () => {
  const { server } = await start('payment', { policy: { ...policy, isHttps: true } });
  const { headers } = await send(server, 'GET /x HTTP/1.1');
  expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
  server.close();
});

test('until the inside is ready, callers are told to come again', async () => {
  const server = createFront('payment', { policy, pageScript: '', docsScript: '', sdk: new Map() });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const answer = await send(server, 'GET /readyz HTTP/1.1');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  server.close();
});

test('a failure inside is a 500 that tells nothing of it', async () => {
  const handle = () => Promise.reject(new Error('the secret is xyzzy'));
  const { server } = await start('payment', { handle });
  const answer = await send(server, 'GET /x HTTP/1.1');
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain('xyzzy');
  server.close();
});

/** A backend that answers every path with the same document, as Next would write it. */
const drawing = (seen: IncomingMessage['headers'][]) => async (request: IncomingMessage, response: ServerResponse) => {
  seen.push(request.headers);
  Object.assign(requestContext().page, { status: 410 });
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('vary', 'rsc');
  response.write('<!DOCTYPE html><html><head><script src="/_next/a.js"></script></head><body><p>Hi<!-- --> there</p>');
  response.end('<script>self.__next_f.push(1)</script></body></html>');
};

test('a page leaves without the scripts of its framework, with ours under the nonce of its policy, its status and its length', async () => {
  const { server } = await start('payment', { handle: drawing([]) });
  for (const path of ['/', '/pay/abc', '/nowhere']) {
    const { status, headers, body } = await send(server, `GET ${path} HTTP/1.1`);
    const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1];
    expect(body).toBe(`<!DOCTYPE html><html><head></head><body><p>Hi there</p><script nonce="${nonce}">ours()</script></body></html>`);
    expect([status, headers.get('vary'), headers.get('content-length')]).toEqual([410, 'accept-encoding', String(body.length)]);
  }
  server.close();
});

test('pages are compressed here and not before; files of the build by Next; what programs are answered stays as it is', async () => {
  const seen: IncomingMessage['headers'][] = [];
  const { server } = await start('payment', { handle: drawing(seen) });
  const accept = 'HTTP/1.1\r\nAccept-Encoding: gzip';
  expect((await send(server, `GET /pay/abc ${accept}`)).headers.get('content-encoding')).toBe('gzip');
  expect((await send(server, `GET /_next/static/a.js ${accept}`)).body).toContain('self.__next_f');
  const { headers, body } = await send(server, `POST /gateway/altapay/a/b/redirect ${accept}\r\nContent-Length: 0`);
  expect([headers.get('content-encoding'), body.includes('self.__next_f')]).toEqual([undefined, true]);
  expect(seen.map((request) => request['accept-encoding'])).toEqual([undefined, 'gzip', undefined]);
  server.close();
});

test('in development a page keeps the scripts that reload it', async () => {
  const { server } = await start('payment', { handle: drawing([]), policy: { ...policy, isDevelopment: true } });
  const { body } = await send(server, 'GET /pay/abc HTTP/1.1');
  expect(body).toContain('self.__next_f');
  expect(body).toMatch(/<script nonce="[^"]+">ours\(\)<\/script><\/body>/);
  server.close();
});
