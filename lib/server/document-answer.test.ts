import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { holdDocument } from './document-answer.ts';

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

const html = { 'content-type': 'text/html; charset=utf-8' };
const text = `<p>${'øre '.repeat(500)}</p>`;

/** What a client gets of an answer written so. */
async function answerOf(write: RequestListener, { method = 'GET', acceptEncoding = '' } = {}): Promise<Answer> {
  const server = createServer((incoming, response) => {
    holdDocument(response, { method, acceptEncoding: incoming.headers['accept-encoding'], transform: (given) => `${given}<!-- ours -->` });
    write(incoming, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  const asked = request({ port, method, agent: false, headers: { 'accept-encoding': acceptEncoding } }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  server.close();
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

test('a document written in pieces leaves whole, transformed, with its length and status', async () => {
  const { status, headers, body } = await answerOf((_request, response) => {
    response.statusCode = 410;
    response.setHeader('content-type', html['content-type']);
    response.flushHeaders();
    // Half a letter in each piece.
    const bytes = Buffer.from(text);
    response.write(bytes.subarray(0, 4));
    response.write(bytes.subarray(4), () => response.end());
  });
  expect(status).toBe(410);
  expect(headers).toMatchObject({ 'content-length': String(body.byteLength), vary: 'accept-encoding' });
  expect(body.toString()).toBe(`${text}<!-- ours -->`);
});

test('it is compressed as the client accepts, and its length is that of what travels', async () => {
  const write: RequestListener = (_request, response) => {
    response.setHeader('content-type', html['content-type']);
    response.end(text);
  };
  for (const [acceptEncoding, unpack] of [
    ['gzip, br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const { headers, body } = await answerOf(write, { acceptEncoding });
    expect(headers).toMatchObject({ 'content-encoding': acceptEncoding === 'gzip' ? 'gzip' : 'br', 'content-length': String(body.byteLength) });
    expect(body.byteLength).toBeLessThan(200);
    expect(unpack(body).toString()).toBe(`${text}<!-- ours -->`);
  }
});

test('a document that is only asked about has no body and claims no length', async () => {
  const { status, headers, body } = await answerOf(
    (_request, response) => {
      response.setHeader('content-type', html['content-type']);
      response.end();
    },
    { method: 'HEAD', acceptEncoding: 'br' },
  );
  expect([status, headers['content-type'], headers.vary, headers['content-encoding'], body.byteLength]).toEqual([
    200,
    html['content-type'],
    'accept-encoding',
    undefined,
    0,
  ]);
  expect(headers['content-length']).toBeUndefined();
});

test('a writer that sets no header after the head, as Next has it, keeps the document from nothing', async () => {
  const { headers, body } = await answerOf(
    (_request, response) => {
      response.setHeader('content-type', html['content-type']);
      const setHeader = response.setHeader.bind(response);
      response.setHeader = (name, value) => (response.headersSent ? response : setHeader(name, value));
      response.write(text);
      response.setHeader('x-late', 'yes');
      response.end();
    },
    { acceptEncoding: 'br' },
  );
  expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-length': String(body.byteLength), vary: 'accept-encoding' });
  expect(headers['x-late']).toBeUndefined();
});

test('an empty document stays empty', async () => {
  const { headers, body } = await answerOf(
    (_request, response) => {
      response.setHeader('content-type', html['content-type']);
      response.end();
    },
    { acceptEncoding: 'br' },
  );
  expect([headers['content-length'], headers['content-encoding'], body.byteLength]).toEqual(['0', undefined, 0]);
});

const others: [string, number, Record<string, string>][] = [
  ['JSON', 200, { 'content-type': 'application/json' }],
  ['a problem', 404, { 'content-type': 'application/problem+json' }],
  ['an image', 200, { 'content-type': 'image/png' }],
  ['a way to another page', 303, { ...html, location: '/x' }],
  ['what is compressed already', 200, { ...html, 'content-encoding': 'identity' }],
];

for (const [what, status, headers] of others) {
  test(`${what} passes as it is written`, async () => {
    const answer = await answerOf(
      (_request, response) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        response.writeHead(status).end('abc');
      },
      { acceptEncoding: 'br' },
    );
    expect([answer.status, answer.body.toString(), answer.headers.vary]).toEqual([status, 'abc', undefined]);
    expect(answer.headers).toMatchObject(headers);
  });
}

test('news that is streamed is not held back', async () => {
  const server = createServer((incoming, response) => {
    holdDocument(response, { method: 'GET', acceptEncoding: incoming.headers['accept-encoding'], transform: (given) => given });
    response.setHeader('content-type', 'text/event-stream');
    response.write('data: 1\n\n');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  const [response] = (await once(request({ port, agent: false }).end(), 'response')) as [IncomingMessage];
  const [chunk] = await once(response, 'data');
  expect(String(chunk)).toBe('data: 1\n\n');
  server.close().closeAllConnections();
});

test('while a document is held, whoever asks is told that an answer was begun', async () => {
  let isBegun: boolean[] = [];
  await answerOf((_request, response) => {
    response.setHeader('content-type', html['content-type']);
    const before = response.headersSent;
    response.write('a');
    isBegun = [before, response.headersSent];
    response.writeHead(500);
    response.end();
  }).then(({ status, body }) => expect([status, body.toString()]).toEqual([200, 'a<!-- ours -->']));
  expect(isBegun).toEqual([false, true]);
});
