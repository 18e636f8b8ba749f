import { once } from 'node:events';
import { connect } from 'node:net';
import { demo } from '../../prisma/seed.ts';
import { basic, caller, expectProblem } from '../fixtures/api.ts';
import { sendRaw } from '../fixtures/raw-http.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const limit = 256 * 1024;
const session = '/checkout/v1/api/session';

let shop: Shop;
let logged = 0;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());
test.beforeEach(({ server }) => {
  logged = server.log().length;
});

// Whatever a stranger sends is the stranger's fault: nothing of it is an error of ours, in the log as in the answer.
test.afterEach(({ server }) => {
  const lines = server.log().slice(logged).split('\n').filter(Boolean);
  expect(lines.filter((line) => !/^\{"level":"(?:info|warn)"/.test(line))).toEqual([]);
});

/** A request's bytes: the Host of the origin unless one is given, the credentials, and an end of the connection. */
function request(origin: string, line: string, headers: string[] = [], body = ''): Buffer {
  const host = headers.some((header) => /^host:/i.test(header)) ? [] : [`Host: ${new URL(origin).host}`];
  const authorization = [`Authorization: ${basic(shop)}`];
  return Buffer.from([`${line} HTTP/1.1`, ...host, ...authorization, 'Connection: close', ...headers, '', body].join('\r\n'), 'latin1');
}

const json = (body: string): string[] => ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body, 'latin1')}`];

const bodies: [what: string, status: number, code: string, body: string, type?: string][] = [
  ['half of an object', 400, 'malformed_json', '{"order":'],
  ['a trailing comma', 400, 'malformed_json', '{"order":null,}'],
  ['NaN', 400, 'malformed_json', 'NaN'],
  ['two objects', 400, 'malformed_json', '{}{}'],
  ['bytes that are not UTF-8', 400, 'malformed_json', '{"order":"\xff\xfe"}'],
  ['a surrogate in UTF-8', 400, 'malformed_json', '{"order":"\xed\xa0\x80"}'],
  ['a NUL byte', 400, 'malformed_json', '{"a":"\x00"}'],
  ['text/plain', 415, 'unsupported_media_type', '{}', 'text/plain'],
  ['a form', 415, 'unsupported_media_type', 'a=b', 'application/x-www-form-urlencoded'],
  ['a multipart form', 415, 'unsupported_media_type', '--x--', 'multipart/form-data; boundary=x'],
  ['a type that begins alike', 415, 'unsupported_media_type', '{}', 'application/json-patch+json'],
  ['no type', 415, 'unsupported_media_type', '{}', ''],
];

for (const [what, status, code, body, type = 'application/json'] of bodies) {
  test(`a body is refused with ${status}: ${what}`, async ({ server }) => {
    const headers = [...(type ? [`Content-Type: ${type}`] : []), `Content-Length: ${Buffer.byteLength(body, 'latin1')}`];
    const raw = await sendRaw(server.publicUrl, request(server.publicUrl, `POST ${session}`, headers, body));
    expect([raw.status, raw.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(raw.text).toContain(`"code":"${code}"`);
  });
}

test('a body of 256 kB is read, one byte more is refused, announced or in chunks', async ({ server }) => {
  const exactly = `{"unheard":"${'x'.repeat(limit - 14)}"}`;
  expect(exactly.length).toBe(limit);
  expect((await shop.api('POST', '/session', exactly)).status).toBe(201);
  const send = (headers: string[], body: string) => sendRaw(server.publicUrl, request(server.publicUrl, `POST ${session}`, headers, body));
  expectProblem(await send(json(`${exactly} `), `${exactly} `), 413, 'body_too_large');
  expectProblem(await send(['Content-Type: application/json', 'Content-Length: 999999999'], '{'), 413, 'body_too_large');
  expectProblem(await send(['Content-Type: application/json', 'Content-Length: 999999999', 'Expect: 100-continue'], ''), 413, 'body_too_large');
  const chunks = `${(limit + 1).toString(16)}\r\n${exactly} \r\n0\r\n\r\n`;
  expectProblem(await send(['Content-Type: application/json', 'Transfer-Encoding: chunked'], chunks), 413, 'body_too_large');
  const endless = Array.from({ length: 80 }, () => `1000\r\n${'x'.repeat(0x1000)}\r\n`).join('');
  expectProblem(await send(['Content-Type: application/json', 'Transfer-Encoding: chunked'], endless), 413, 'body_too_large');
});

test('a caller who hangs up in the middle of a body is noted, not an error', async ({ server }) => {
  const { hostname, port } = new URL(server.publicUrl);
  const headers = ['Content-Type: application/json', 'Content-Length: 1000', 'Expect: 100-continue'];
  const before = server.log().split('"aborted":true').length;
  const socket = connect(Number(port), hostname);
  socket.write(request(server.publicUrl, `POST ${session}`, headers, '{"order":'));
  const [interim] = (await once(socket, 'data')) as [Buffer];
  expect(interim.toString()).toMatch(/^HTTP\/1\.1 100 /);
  socket.destroy();
  await expect.poll(() => server.log().split('"aborted":true').length).toBe(before + 1);
});

test('chunks that are none are refused, and the connection ends with one answer', async ({ server }) => {
  for (const chunks of ['zz\r\n', '5\r\nabcdefgh\r\n', '-1\r\n', 'ffffffffffffffffff\r\n']) {
    const answer = await sendRaw(
      server.publicUrl,
      request(server.publicUrl, `POST ${session}`, ['Content-Type: application/json', 'Transfer-Encoding: chunked'], chunks),
    );
    expectProblem(answer, 400, 'invalid_request');
  }
});

test('what follows a whole request and is no HTTP is refused after its answer', async ({ server }) => {
  const { host } = new URL(server.publicUrl);
  const answer = await sendRaw(server.publicUrl, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\nnonsense\r\n\r\n`);
  expect(answer.status).toBeLessThan(500);
});

test('every address under /checkout takes its own methods and says which', async () => {
  const id = '01890000-0000-7000-8000-000000000000';
  const taken: Record<string, string> = {
    '/authenticate': 'POST',
    '/session': 'GET, HEAD, POST',
    '/payment': 'GET, HEAD, OPTIONS, POST',
    '/link': 'GET, HEAD, POST',
    '/link/bulk': 'POST',
    [`/link/${id}`]: 'GET, HEAD, PATCH',
    '/link/exchange': 'OPTIONS, POST',
    '/merchant': 'GET, HEAD, PATCH',
    '/merchant/logo': 'DELETE, PUT',
    [`/payment/${id}`]: 'GET, HEAD',
    [`/payment/${id}/capture`]: 'POST',
    [`/payment/${id}/refund`]: 'POST',
    [`/payment/${id}/release`]: 'POST',
    [`/session/${id}/timeline`]: 'GET, HEAD',
    [`/session/${id}`]: 'GET, HEAD, PUT',
    [`/session/${id}/link`]: 'POST',
    [`/session/${id}/token`]: 'POST',
    [`/session/${id}/payment-methods`]: 'GET, HEAD, OPTIONS',
    [`/session/${id}/checkout`]: 'GET, HEAD, OPTIONS',
    [`/session/${id}/status`]: 'GET, HEAD, OPTIONS',
    [`/session/${id}/opened`]: 'OPTIONS, POST',
    [`/session/${id}/extend`]: 'OPTIONS, POST',
  };
  for (const [path, allow] of Object.entries(taken)) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((name) => !allow.split(', ').includes(name))) {
      const answer = await shop.api(method, path);
      expectProblem(answer, 405, 'method_not_allowed');
      expect(answer.headers.get('allow')).toBe(allow);
    }
  }
});

test('an id that is none names nothing, whatever is asked of it', async () => {
  for (const id of ['x', '0', '01890000-0000-7000-8000-00000000000', '01890000-0000-7000-8000-000000000000%20', '%27;--', '%00', 'x'.repeat(5_000)]) {
    for (const path of [`/payment/${id}`, `/session/${id}/timeline`]) {
      const answer = await shop.api('GET', path);
      expect([400, 404], `${path} ${answer.status}`).toContain(answer.status);
    }
    for (const kind of ['capture', 'refund', 'release']) {
      const answer = await shop.api('POST', `/payment/${id}/${kind}`, {});
      expect([400, 404], `${kind} of ${id}: ${answer.status}`).toContain(answer.status);
    }
  }
});

test('what is not under /checkout is a problem for programs, with or without credentials', async ({ server }) => {
  for (const path of [
    '',
    '/',
    '/nothing',
    '/session/',
    '/session/x/y',
    '/session/x/link/',
    '//session',
    '/session;a=b',
    '/Session',
    '/payment/x/y',
    '/payment//refund',
  ]) {
    for (const api of [shop.api, caller(server)]) {
      for (const method of ['GET', 'POST']) expectProblem(await api(method, path), 404, 'not_found');
    }
  }
  for (const path of ['/checkout', '/checkout/', '/checkout/v2/api/session', '/%63heckout/v1/api/session', '/gateway', '/gateway/altapay/x'])
    expectProblem(await caller({ publicUrl: `${server.publicUrl}${path}?` })('GET', ''), 404, 'not_found');
});

type Door = 'publicUrl' | 'sandboxUrl';
const long = 'x'.repeat(20_000);

const lines: [what: string, status: number, line: string, headers?: string[]][] = [
  ['TRACE', 405, 'TRACE /'],
  ['a WebDAV method', 405, 'PROPFIND /'],
  ['a tunnel', 405, 'CONNECT example.com:443'],
  ['a method nobody knows', 400, 'BREW /'],
  ['a path that is not UTF-8', 400, 'GET /pay/%ff'],
  ['a NUL in the path', 400, 'GET /pay/%00'],
  ['a broken escape', 400, 'GET /pay/%zz'],
  ['a raw byte in the path', 400, 'GET /pay/\xff'],
  ['a path that climbs', 400, 'GET /pay/../checkout/v1/api/session'],
  ['a path that climbs in disguise', 400, 'GET /pay/%2e%2E/x'],
  ['a path that climbs behind an escaped slash', 400, 'GET /pay/..%2f..%2fetc/passwd'],
  ['a backslash', 400, 'GET /pay\\x'],
  ['two slashes', 400, 'GET //evil.example/'],
  ['an absolute address', 400, 'GET http://localhost/'],
  ['an absolute address of a stranger', 400, 'GET http://evil.example/'],
  ['an asterisk', 400, 'OPTIONS *'],
  ['another host', 421, 'GET /', ['Host: evil.example']],
  ['a host that contains ours', 421, 'GET /', ['Host: localhost.evil.example']],
  ['an empty host', 421, 'GET /', ['Host:']],
  ['two hosts', 400, 'GET /', ['Host: localhost', 'Host: evil.example']],
  ['an upgrade', 400, 'GET /', ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==']],
  ['an upgrade to HTTP/2', 400, 'GET /', ['Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAMAAABkAAQAAP__']],
  ['a path of 20 kB', 400, `GET /${long}`],
  ['a header of 20 kB', 400, 'GET /', [`X-Long: ${long}`]],
  ['a header with a blank in its name', 400, 'GET /', ['X Y: z']],
  ['two lengths', 400, 'POST /', ['Content-Length: 1', 'Content-Length: 2']],
  ['a length and chunks (smuggling)', 400, 'POST /', ['Content-Length: 1', 'Transfer-Encoding: chunked']],
  ['a negative length', 400, 'POST /', ['Content-Length: -1']],
  ['a coding nobody knows', 400, 'POST /', ['Transfer-Encoding: gzip']],
  ['a server action', 400, 'POST /', ['Next-Action: 0123456789abcdef']],
];

for (const door of ['publicUrl', 'sandboxUrl'] satisfies Door[]) {
  for (const [what, status, line, headers] of lines) {
    test(`${door === 'publicUrl' ? 'the payment origin' : 'the sandbox origin'} refuses ${what} with ${status}`, async ({ server }) => {
      expectProblem(
        await sendRaw(server[door], request(server[door], line, headers)),
        status,
        { 400: 'invalid_request', 405: 'method_not_allowed', 421: 'misdirected' }[status] ?? '',
      );
    });
  }

  test(`${door === 'publicUrl' ? 'the payment origin' : 'the sandbox origin'} refuses what is not HTTP with 400`, async ({ server }) => {
    for (const bytes of [
      'hello\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /\r\n\r\n',
    ])
      expectProblem(await sendRaw(server[door], Buffer.from(bytes, 'latin1')), 400, 'invalid_request');
    expectProblem(await sendRaw(server[door], 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'), 400, 'invalid_request');
  });
}

test('pages are read, never posted to', async ({ server }) => {
  for (const path of ['/', '/pay/x', '/pay/return/x', '/pay/x/leave/y']) {
    for (const line of [`POST ${path}`, `PUT ${path}`, `DELETE ${path}`]) {
      const answer = await sendRaw(
        server.publicUrl,
        request(server.publicUrl, line, ['Content-Type: multipart/form-data; boundary=x', 'Content-Length: 5'], '--x--'),
      );
      expectProblem(answer, 405, 'method_not_allowed');
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
    }
  }
  expectProblem(await sendRaw(server.publicUrl, request(server.publicUrl, 'POST /nothing')), 404, 'not_found');
});

test('what a shop’s page asks is answered before Next, whatever it is made of', async ({ server }) => {
  const { sessionId } = await shop.link();
  const path = (id: string) => `/checkout/v1/api/session/${id}/status`;
  const asked: [line: string, status: number, headers?: string[]][] = [
    [`GET ${path(sessionId)}`, 200],
    [`HEAD ${path(sessionId)}`, 200],
    [`GET ${path(sessionId)}`, 200, ['Content-Length: 2', 'Content-Type: application/json']],
    [`GET ${path(sessionId)}?seen=${'x'.repeat(500)}`, 200],
    [`GET ${path(sessionId)}?seen=${'x'.repeat(501)}`, 422],
    [`GET ${path(sessionId)}?seen=a&seen=b`, 422],
    [`GET ${path(sessionId)}?seen=%00`, 422],
    [`GET ${path('x')}`, 404],
    [`GET ${path('%00')}`, 400],
    [`GET ${path('%2e%2e')}`, 400],
    [`GET ${path('%zz')}`, 400],
    [`GET ${path('x#%')}`, 400],
    [`GET ${path(sessionId)}#y`, 400],
    ['GET /pay/x#%/status', 400],
    [`GET ${path(encodeURIComponent(`${sessionId}/x`))}`, 404],
    [`GET /${path(sessionId)}`, 400],
    [`POST ${path(sessionId)}`, 405],
    [`OPTIONS ${path(sessionId)}`, 403, ['Origin: \xff\xfe']],
    [`OPTIONS ${path(sessionId)}`, 403, [`Origin: ${'x'.repeat(4_000)}`]],
    [`GET ${path(sessionId)}`, 200, ['Origin: \xff\xfe', 'X-Request-Id: mine', `X-Long: ${'y'.repeat(8_000)}`]],
    [`GET ${path(sessionId)}`, 200, ['__proto__: x', 'constructor: y']],
  ];
  for (const [line, status, headers = []] of asked) {
    const answer = await sendRaw(
      server.publicUrl,
      request(server.publicUrl, line, headers, headers.some((header) => header === 'Content-Length: 2') ? '{}' : ''),
    );
    expect(answer.status, `${line.slice(0, 120)} ${headers}`.slice(0, 300)).toBe(status);
    expect(answer.headers.get('x-request-id')).not.toBe('mine');
  }
});

test('a link is exchanged for nothing when the body is odd', async ({ server }) => {
  const post = caller(server);
  for (const body of [
    '',
    '[]',
    '1',
    'null',
    '{}',
    '{"paymentLink":1}',
    '{"paymentLink":null}',
    '{"paymentLink":""}',
    `{"paymentLink":"${'x'.repeat(2_301)}"}`,
    '{"paymentLink":"\\u0000"}',
  ])
    expectProblem(await post('POST', '/link/exchange', body, { origin: 'https://nobody.example' }), 422, 'invalid_field');
  for (const odd of [{ paymentReturn: 'x' }, { paymentReturn: `${'0'.repeat(36)}.${'A'.repeat(22)}` }, { language: 'x'.repeat(35) }, { language: '../en' }])
    expectProblem(await post('POST', '/link/exchange', { paymentLink: 'junk', ...odd }), 404, 'not_found');
});

test('headers that mean something to Next mean nothing from outside', async ({ server }) => {
  const headers = [
    'RSC: 1',
    'Next-Router-State-Tree: garbage',
    'Next-Router-Prefetch: 1',
    'Next-Url: /evil',
    'X-Middleware-Subrequest: middleware',
    'X-Nextjs-Data: 1',
    'X-Now-Route-Matches: 1=x',
    'X-Matched-Path: /readyz',
    'X-Invoke-Path: /readyz',
    'X-Prerender-Revalidate: x',
    'Next-Resume: 1',
    'Range: bytes=0-1',
    'Cookie: __prerender_bypass=x; __next_preview_data=x',
  ];
  for (const header of headers) {
    const { status } = await sendRaw(server.publicUrl, request(server.publicUrl, 'GET /pay/nobodys', [header]));
    expect(status === 404 || status === 307, `${header}: ${status}`).toBe(true);
  }
  for (const path of ['/_next/image?url=/icon.svg&w=64&q=75', '/_next/image?url=http://169.254.169.254/&w=64&q=75'])
    expectProblem(await sendRaw(server.publicUrl, request(server.publicUrl, `GET ${path}`)), 404, 'not_found');
});

test('the board of the sandbox finds nothing by what no database holds', async ({ server }) => {
  const headers = { authorization: basic(demo.gateway) };
  for (const odd of ['%00', 'x%00y', '%ED%A0%80', '%zz']) {
    for (const name of ['find', 'before', 'order', 'problem']) {
      expect((await fetch(`${server.sandboxUrl}/sandbox?${name}=${odd}`, { headers })).status, `${name}=${odd}`).toBe(200);
    }
  }
});

test('the sandbox has an origin of its own, which serves nothing else', async ({ server }) => {
  for (const path of ['/sandbox', '/sandbox/merchant/API/login', '/%73andbox/board/clock'])
    expectProblem(await caller({ publicUrl: `${server.publicUrl}${path}?` })('GET', ''), 404, 'not_found');
  for (const path of ['/pay/x', '/checkout/v1/api/session', '/gateway/altapay/x/y/ok', '/readyz', '/.well-known/jwks.json'])
    expectProblem(await caller({ publicUrl: `${server.sandboxUrl}${path}?` })('GET', ''), 404, 'not_found');
  const front = await fetch(`${server.sandboxUrl}/`, { redirect: 'manual' });
  expect([front.status, new URL(front.headers.get('location') ?? '', server.sandboxUrl).pathname]).toEqual([307, '/sandbox']);
});
