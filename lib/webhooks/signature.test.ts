import { createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Webhook } from 'standardwebhooks';
import { newWebhookSecret, webhookSignature } from './signature.ts';

const id = '0199a1b2-0000-7000-8000-000000000001';
const body = JSON.stringify({ id, type: 'payment.captured', data: { text: 'Æ, 漢, 😀 and a " quote' } });
const headersFor = (at: Date, secrets: readonly string[], sent = body) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': webhookSignature({ id, at, body: sent, secrets }),
});

test('what is signed is verified by the standardwebhooks package, whatever is in the body', () => {
  for (const sent of [body, '{}', '{"a":"\\u0000"}', `"${'x'.repeat(100_000)}"`, '"lone \\ud800 surrogate"', ' {"spaced" : 1}\n']) {
    const secret = newWebhookSecret();
    expect(new Webhook(secret).verify(sent, headersFor(new Date(), [secret], sent))).toEqual(JSON.parse(sent));
  }
});

test('it is the very text the standardwebhooks package would sign', () => {
  const secret = newWebhookSecret();
  const at = new Date(1_700_000_000_999);
  expect(webhookSignature({ id, at, body, secrets: [secret] })).toBe(new Webhook(secret).sign(id, at, body));
});

test('while a secret is changed, holders of the old one and of the new one both verify; nobody else does', () => {
  const [next, old, foreign] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const headers = headersFor(new Date(), [next, old]);
  expect(headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=$/);
  for (const secret of [next, old]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(foreign).verify(body, headers)).toThrow('No matching signature');
});

test('the standardwebhooks package refuses it once the body, the id or the time was changed', () => {
  const secret = newWebhookSecret();
  const headers = headersFor(new Date(), [secret]);
  const verify = (sent: string, changed = {}) => new Webhook(secret).verify(sent, { ...headers, ...changed });
  expect(() => verify(body.replace('captured', 'refunded'))).toThrow();
  expect(() => verify(body, { 'webhook-id': id.replace('1', '2') })).toThrow();
  expect(() => verify(body, { 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) })).toThrow();
  expect(() => verify(body, headersFor(new Date(Date.now() - 301_000), [secret]))).toThrow('too old');
});

test('the newest secret signs first, with the bytes behind whsec_', () => {
  const at = new Date(1_700_000_000_999);
  const [next, old] = [newWebhookSecret(), newWebhookSecret()];
  const key = Buffer.from(next.slice('whsec_'.length), 'base64');
  const first = createHmac('sha256', key).update(`${id}.1700000000.${body}`).digest('base64');
  expect(webhookSignature({ id, at, body, secrets: [next, old] }).split(' ')[0]).toBe(`v1,${first}`);
});

test('a new secret is whsec_ and 32 bytes nobody else has', () => {
  const made = Array.from({ length: 100 }, newWebhookSecret);
  expect(new Set(made).size).toBe(made.length);
  for (const secret of made) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  }
});

test('nothing is signed with what is no secret', () => {
  for (const secret of ['', 'whsec_', 'secret', 'whsec_not base64', 'whsec_abc', `x${newWebhookSecret()}`, `${newWebhookSecret()}\n`]) {
    expect(() => webhookSignature({ id, at: new Date(), body, secrets: [secret] }), JSON.stringify(secret)).toThrow('whsec_');
  }
});
