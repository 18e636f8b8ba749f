import type { IncomingMessage } from 'node:http';
import { expect, test } from '@playwright/test';
import { clientAddress } from './client-address.ts';

const request = (forwarded?: string, remoteAddress = '::ffff:10.0.0.1') =>
  ({ socket: { remoteAddress }, headers: { ...(forwarded && { 'x-forwarded-for': forwarded }) } }) as unknown as IncomingMessage;

test('without a trusted proxy the caller cannot choose its address', () => {
  expect(clientAddress(request('1.2.3.4'), 0)).toBe('10.0.0.1');
});

test('behind proxies the caller is who the outermost trusted one saw, whatever the caller wrote before', () => {
  expect(clientAddress(request('6.6.6.6, 1.2.3.4'), 1)).toBe('1.2.3.4');
  expect(clientAddress(request('6.6.6.6, 1.2.3.4, 10.0.0.2'), 2)).toBe('1.2.3.4');
});

test('a report that is no address, or too short a chain, counts as none', () => {
  expect(clientAddress(request('<script>'), 1)).toBe('10.0.0.1');
  expect(clientAddress(request('1.2.3.4'), 2)).toBe('10.0.0.1');
  expect(clientAddress(request(undefined, '2001:db8::1'), 1)).toBe('2001:db8::1');
});
