import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from '@playwright/test';
import { withBody } from './body.ts';

const largest = Buffer.alloc(8 * 1024 * 1024);

/** A photo on its way: all of it but its end. */
function sending(): { whole: Promise<IncomingMessage>; response: EventEmitter; end: () => void } {
  const stream = new Readable({ read: () => undefined });
  const headers = { 'content-length': String(largest.byteLength) };
  const request = Object.assign(stream, { url: '/verify', headers, socket: {} }) as unknown as IncomingMessage;
  const response = Object.assign(new EventEmitter(), { closed: false });
  stream.push(largest);
  return { whole: withBody(request, response as unknown as ServerResponse), response, end: () => void stream.push(null) };
}

/** Lets every stream hand over what was pushed. */
const handedOver = () => new Promise((resolve) => setImmediate(resolve));

test('bodies of all requests together take a quarter of a gigabyte, until their answers are over', async () => {
  const many = Array.from({ length: 32 }, sending);
  await handedOver();
  await expect(sending().whole).rejects.toMatchObject({ code: 'unavailable', extra: { retryAfterSeconds: 5 } });
  many[0]?.response.emit('close');
  const next = sending();
  next.end();
  expect((await next.whole).complete).toBe(true);
  for (const { response } of [...many, next]) response.emit('close');
});
