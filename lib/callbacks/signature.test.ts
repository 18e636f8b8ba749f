import { createHash, createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { CallbackFacts } from '#lib/gateways/altapay/callback-facts.ts';
import { classicCallbackBody } from '#lib/gateways/altapay/callback-form.ts';
import { currencyOf } from '#lib/money.ts';
import { jsonCallbackBody } from './json-body.ts';
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

/**
 * A receiver as the public description has it, and nothing of ours: the header's fields between semicolons, and
 * accepted if any sN is HMAC-SHA256 of the raw body, a dot and t, in hex. Written out by RFC 2104, block by block.
 */
function isBelievedElsewhere(body: Uint8Array, header: string, secret: string): boolean {
  const fields = header.split(';').map((field) => field.split('=') as [string, string]);
  const time = fields.find(([name]) => name === 't')?.[1] ?? '';
  const expected = hmacSha256(Buffer.from(secret), Buffer.concat([body, Buffer.from(`.${time}`)])).toString('hex');
  return fields.some(([name, value]) => /^s[0-9]+$/.test(name) && value === expected);
}

function hmacSha256(secret: Buffer, message: Buffer): Buffer {
  const key = Buffer.alloc(64);
  (secret.length > 64 ? sha256Of(secret) : secret).copy(key);
  const padded = (byte: number) => Buffer.from(key.map((one) => one ^ byte));
  return sha256Of(Buffer.concat([padded(0x5c), sha256Of(Buffer.concat([padded(0x36), message]))]));
}

/** Java's URLEncoder, by its documentation: letters, digits and - _ . * stay, a space is +, all else is %XX of UTF-8. */
const javaEncoded = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      if (byte === 0x20) return '+';
      return /[A-Za-z0-9\-_.*]/.test(letter) && byte < 0x80 ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

const currency = currencyOf('DKK');
if (!currency) throw new Error('DKK is a currency');
const facts: CallbackFacts = {
  merchantOrderId: "Order (12)! ~'*æ漢😀&=+%;",
  amount: { minor: 204_999n, currency },
  status: 'succeeded',
  type: 'payment',
  paymentId: '0199a1b2-0000-7000-8000-000000000001',
  gatewayReference: '12345',
  terminal: 'Shop Test Terminal',
  identifier: 'CreditCard',
  paymentStatus: 'authorized',
  authorizedMinor: 204_999n,
  capturedMinor: 0n,
  refundedMinor: 0n,
  disputedMinor: 0n,
  maskedCard: '411111******1111',
  mustShowMessage: false,
  transactionInfo: { 'a key [1]': 'one\ntwo', tilde: "~!()'-_.*" },
  sessionId: '0199a1b2-0000-7000-8000-000000000002',
  createdAt: at,
  changedAt: at,
};

test('a receiver written from the public description alone believes our form and our JSON, with any of several secrets', () => {
  const bodies = [classicCallbackBody(facts), jsonCallbackBody(facts) ?? ''];
  const secrets = ['a secret of 32 characters, at least', 'æøå-secret-0123456789', 'x'.repeat(100)];
  for (const body of bodies) {
    const header = callbackSignature(body, at, secrets);
    for (const secret of secrets) expect(isBelievedElsewhere(Buffer.from(body), header, secret)).toBe(true);
    expect(isBelievedElsewhere(Buffer.from(body), header, 'another secret, of another shop')).toBe(false);
    expect(isBelievedElsewhere(Buffer.from(`${body} `), header, secrets[0] ?? '')).toBe(false);
    expect(isBelievedElsewhere(Buffer.from(body), header.replace('t=1700000000', 't=1700000001'), secrets[0] ?? '')).toBe(false);
  }
});

test('a receiver that puts the form together again, as Java encodes it, comes to the bytes that were signed', () => {
  const body = classicCallbackBody(facts);
  const again = [...new URLSearchParams(body)].map((pair) => pair.map(javaEncoded).join('=')).join('&');
  expect(again).toBe(body);
  expect(body).toContain('%28'); // a bracket is escaped, unlike in encodeURIComponent
  expect(new URLSearchParams(body).get('xml')).toMatch(/>\n$/);
  expect([...new URLSearchParams(body).keys()].at(-1)).toBe('xml');
  expect(isBelievedElsewhere(Buffer.from(again), callbackSignature(body, at, ['one-secret-0123456']), 'one-secret-0123456')).toBe(true);
});

const sha256Of = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
