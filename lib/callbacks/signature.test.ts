import { createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { callbackSignature } from './signature.ts';

const at = new Date(1_700_000_000_999);

test('the header carries the time in whole seconds, then one signature a secret', () => {
  expect(callbackSignature('body', at, ['a', 'b'])).toMatch(/^t=1700000000;s0=[0-9a-f]{64};s1=[0-9a-f]{64}$/);
});

test('a signature is HMAC-SHA256 of the raw body, a dot and the time', () => {
  // Computed with: printf '%s' 'status=succeeded&amount=1.00.1700000000' | openssl dgst -sha256 -hmac secret
  expect(callbackSignature('status=succeeded&amount=1.00', at, ['secret'])).toBe(
    `t=1700000000;s0=${createHmac('sha256', 'secret').update('status=succeeded&amount=1.00.1700000000').digest('hex')}`,
  );
});

test('the bytes of the body are what counts', () => {
  const signature = (body: string) => callbackSignature(body, at, ['secret']);
  const bodies = ['a=1&b=2', 'b=2&a=1', 'a=1&b=2\n', 'a=1&b=%32', '{"a": 1}', '{"a":1}', 'æ', 'ae', ''];
  expect(new Set(bodies.map(signature)).size).toBe(bodies.length);
  expect(signature('æ')).toBe(
    `t=1700000000;s0=${createHmac('sha256', 'secret')
      .update(Buffer.from([0xc3, 0xa6, ...Buffer.from('.1700000000')]))
      .digest('hex')}`,
  );
});

test('without a secret nothing is signed', () => {
  expect(callbackSignature('body', at, [])).toBe('t=1700000000');
});
