import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { callbackSignature } from '../callbacks/signature.ts';
import { newWebhookSecret, webhookSignature } from './signature.ts';
import { verifyCallback, verifyWebhook } from './verify.ts';

const at = new Date(1_700_000_000_000);
const secondsAway = (seconds: number) => new Date(at.getTime() + seconds * 1000);
const secret = 'callback-secret-0123456789';
const other = 'another-secret-0123456789';
const form = 'shop_orderid=Order-1234&amount=249.50&currency=208&status=succeeded&xml=%3Ca%2F%3E%0A';

const key = newWebhookSecret();
const otherKey = newWebhookSecret();
const id = '0199a1b2-0000-7000-8000-000000000001';
const json = JSON.stringify({ id, type: 'payment.captured', sequence: 7, data: { session: { order: { orderId: 'Order-1234', name: 'æ漢😀' } } } });
const webhookHeaders = (secrets: readonly string[] = [key], signedAt = at, body = json) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
  'webhook-signature': webhookSignature({ id, at: signedAt, body, secrets }),
});

type Ways = {
  verify: (given: { body?: string | Uint8Array; secrets?: string[]; at?: Date; toleranceSeconds?: number; signedWith?: string[]; signedAt?: Date }) => unknown;
  body: string;
  secrets: [string, string];
};

const ways: Record<string, Ways> = {
  callback: {
    verify: ({ body = form, secrets = [secret], signedWith = [secret], signedAt = at, ...rest }) =>
      verifyCallback({ body, header: callbackSignature(form, signedAt, signedWith), secrets, at, ...rest }),
    body: form,
    secrets: [secret, other],
  },
  webhook: {
    verify: ({ body = json, secrets = [key], signedWith = [key], signedAt = at, ...rest }) =>
      verifyWebhook({ body, headers: webhookHeaders(signedWith, signedAt), secrets, at, ...rest }),
    body: json,
    secrets: [key, otherKey],
  },
};

const believed = { ok: true, at };
const wrong = { ok: false, reason: 'signature_wrong' };

for (const [name, { verify, body, secrets }] of Object.entries(ways)) {
  const [mine, another] = secrets;

  test(`${name}: what was signed with my secret, now, is believed, as text, as Buffer and as bytes`, () => {
    for (const given of [body, Buffer.from(body), new Uint8Array(Buffer.from(body))]) expect(verify({ body: given })).toMatchObject(believed);
  });

  test(`${name}: each byte of the body counts`, () => {
    const bytes = Buffer.from(body);
    for (let place = 0; place < bytes.length; place += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(bytes.readUInt8(place) ^ 1, place);
      expect(verify({ body: flipped }), `byte ${place}`).toEqual(wrong);
      expect(verify({ body: bytes.subarray(0, place) }), `cut after ${place}`).toEqual(wrong);
    }
    for (const changed of ['', `${body} `, `${body}\n`, `\ufeff${body}`, `${body}.`, body.replaceAll('%2F', '/'), JSON.stringify(body)]) {
      if (changed !== body) expect(verify({ body: changed })).toEqual(wrong);
    }
  });

  test(`${name}: another secret is not believed; one of several is enough, on either side`, () => {
    expect(verify({ secrets: [another] })).toEqual(wrong);
    expect(verify({ secrets: [another, mine] })).toMatchObject(believed);
    expect(verify({ signedWith: [another, mine] })).toMatchObject(believed);
    expect(verify({ signedWith: [mine, another] })).toMatchObject(believed);
    expect(verify({ signedWith: [another, mine], secrets: [mine, another] })).toMatchObject(believed);
    expect(verify({ signedWith: [] })).toMatchObject({ ok: false });
  });

  test(`${name}: five minutes either way, unless another window is given`, () => {
    for (const seconds of [-300, -1, 0, 1, 300]) expect(verify({ signedAt: secondsAway(seconds) })).toEqual(expect.objectContaining({ ok: true }));
    expect(verify({ signedAt: secondsAway(-301) })).toEqual({ ok: false, reason: 'too_old' });
    expect(verify({ signedAt: secondsAway(301) })).toEqual({ ok: false, reason: 'from_the_future' });
    expect(verify({ signedAt: secondsAway(-301), toleranceSeconds: 301 })).toMatchObject({ ok: true, at: secondsAway(-301) });
    expect(verify({ signedAt: secondsAway(-11), toleranceSeconds: 10 })).toEqual({ ok: false, reason: 'too_old' });
    expect(verify({ signedAt: secondsAway(-86_400), toleranceSeconds: 86_400 })).toMatchObject({ ok: true });
  });

  test(`${name}: the time window cannot be switched off`, () => {
    for (const toleranceSeconds of [0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, 86_400.5, 1e9, Number.MAX_VALUE]) {
      expect(() => verify({ toleranceSeconds }), String(toleranceSeconds)).toThrow(RangeError);
    }
    for (const toleranceSeconds of [null, '300', false, {}, 300n]) {
      expect(() => verify({ toleranceSeconds: toleranceSeconds as unknown as number }), String(toleranceSeconds)).toThrow(RangeError);
    }
    for (const wrongAt of [new Date(Number.NaN), 1_700_000_000_000, null]) expect(() => verify({ at: wrongAt as Date })).toThrow(TypeError);
  });

  test(`${name}: a secret that is not there, or too short to be one, is the receiver's mistake and is thrown`, () => {
    for (const list of [[], [''], ['short'], [mine, ''], [undefined], [null], [42]]) {
      expect(() => verify({ secrets: list as string[] }), JSON.stringify(list)).toThrow(TypeError);
    }
    for (const list of [mine, undefined, null]) {
      const given = list as unknown as string[];
      expect(() =>
        name === 'callback' ? verifyCallback({ body, header: 't=1', secrets: given, at }) : verifyWebhook({ body, headers: {}, secrets: given, at }),
      ).toThrow(TypeError);
    }
  });

  test(`${name}: a body that was parsed is the receiver's mistake and is thrown`, () => {
    for (const parsed of [{ amount: 1 }, null, 7, [1, 2], new URLSearchParams(body)]) {
      expect(() => verify({ body: parsed as unknown as string })).toThrow('raw bytes');
    }
  });
}

test('JSON that was parsed and written again is another text, and is not believed', () => {
  const spaced = '{ "amount": 249.50, "big": 12345678901234567890 }';
  const headers = webhookHeaders([key], at, spaced);
  expect(verifyWebhook({ body: spaced, headers, secrets: [key], at })).toEqual({ ok: true, at, id });
  expect(verifyWebhook({ body: JSON.stringify(JSON.parse(spaced)), headers, secrets: [key], at })).toEqual(wrong);
});

test('a form that was parsed and written in another order is not believed', () => {
  const again = new URLSearchParams([...new URLSearchParams(form)].reverse()).toString();
  expect(ways.callback?.verify({ body: again })).toEqual(wrong);
});

const goodHeader = callbackSignature(form, at, [secret]);
const hex = goodHeader.slice(goodHeader.indexOf('s0=') + 3);
const headersOfCallbacks: [header: unknown, reason: string][] = [
  [undefined, 'signature_missing'],
  [null, 'signature_missing'],
  ['', 'signature_missing'],
  [[], 'signature_missing'],
  [[goodHeader, goodHeader], 'signature_missing'],
  ['junk', 'signature_unreadable'],
  [';;;', 'signature_unreadable'],
  [`s0=${hex}`, 'signature_unreadable'],
  [`t=;s0=${hex}`, 'signature_unreadable'],
  [`t=1e9;s0=${hex}`, 'signature_unreadable'],
  [`t=-1;s0=${hex}`, 'signature_unreadable'],
  [`t=0x6553f100;s0=${hex}`, 'signature_unreadable'],
  [`t=1700000000.0;s0=${hex}`, 'signature_unreadable'],
  [`t=${'9'.repeat(13)};s0=${hex}`, 'signature_unreadable'],
  [`t=١٧٠٠٠٠٠٠٠٠;s0=${hex}`, 'signature_unreadable'],
  [`${goodHeader};t=1700000000`, 'signature_unreadable'],
  [`${goodHeader};t=1`, 'signature_unreadable'],
  [`${goodHeader};s0=${'0'.repeat(64)}`, 'signature_unreadable'],
  [`${goodHeader}, ${goodHeader}`, 'signature_unreadable'],
  [`${goodHeader};x=${'y'.repeat(10_000)}`, 'signature_unreadable'],
  ['a=1;'.repeat(100_000), 'signature_unreadable'],
  ['t=1700000000', 'signature_wrong'],
  ['t=1700000000;s0=', 'signature_wrong'],
  [`t=1700000000;s0=${hex.slice(0, -1)}`, 'signature_wrong'],
  [`t=1700000000;s0=${hex}0`, 'signature_wrong'],
  [`t=1700000000;s0=${'é'.repeat(64)}`, 'signature_wrong'],
  [`t=1700000000;s0=${'z'.repeat(64)}`, 'signature_wrong'],
  [`t=1700000000;sig=${hex}`, 'signature_wrong'],
  [`t=1700000001;s0=${hex}`, 'signature_wrong'],
  [`t=0;s0=${hex}`, 'too_old'],
];

test('callback: a header that is missing, junk, doubled, huge or half is refused, and why is told', () => {
  for (const [header, reason] of headersOfCallbacks) {
    expect.soft(verifyCallback({ body: form, header: header as string, secrets: [secret], at }), String(header).slice(0, 120)).toEqual({ ok: false, reason });
  }
});

test('callback: each letter of the header counts', () => {
  for (let place = 0; place < goodHeader.length; place += 1) {
    const letter = goodHeader[place] === '0' ? '1' : '0';
    const changed = goodHeader.slice(0, place) + letter + goodHeader.slice(place + 1);
    // s1 for s0 is another name of the same signature.
    if (/^t=\d+;s\d=/.test(changed) && changed.endsWith(hex) && changed.startsWith('t=1700000000;')) continue;
    expect(verifyCallback({ body: form, header: changed, secrets: [secret], at }), changed).toMatchObject({ ok: false });
  }
});

test('callback: fields to come, capitals and one header in a list do no harm', () => {
  const [time, signature] = goodHeader.split(';');
  for (const header of [
    `v=2;${goodHeader}`,
    `${signature};${time}`,
    `${time}; ${signature}`,
    `${time};s7=${hex}`,
    `${time};s0=${hex.toUpperCase()}`,
    [goodHeader],
  ]) {
    expect(verifyCallback({ body: form, header, secrets: [secret], at }), String(header)).toEqual(believed);
  }
});

const good = webhookHeaders();
const signature = good['webhook-signature'];
const changedHeaders: [change: Record<string, unknown>, reason: string][] = [
  [{ 'webhook-id': undefined }, 'signature_missing'],
  [{ 'webhook-timestamp': undefined }, 'signature_missing'],
  [{ 'webhook-signature': undefined }, 'signature_missing'],
  [{ 'webhook-signature': '' }, 'signature_missing'],
  [{ 'webhook-signature': [signature, signature] }, 'signature_missing'],
  [{ 'Webhook-Id': id }, 'signature_missing'],
  [{ 'webhook-id': `${id}.1` }, 'signature_unreadable'],
  [{ 'webhook-id': `${id}\n` }, 'signature_unreadable'],
  [{ 'webhook-id': 'x'.repeat(256) }, 'signature_unreadable'],
  [{ 'webhook-timestamp': 'soon' }, 'signature_unreadable'],
  [{ 'webhook-timestamp': '1700000000.5' }, 'signature_unreadable'],
  [{ 'webhook-timestamp': ' 1700000000' }, 'signature_unreadable'],
  [{ 'webhook-signature': `${signature} ${'v1,x '.repeat(2_000)}` }, 'signature_unreadable'],
  [{ 'webhook-id': id.replace('1', '2') }, 'signature_wrong'],
  [{ 'webhook-timestamp': '1700000001' }, 'signature_wrong'],
  [{ 'webhook-timestamp': '01700000000' }, 'signature_wrong'],
  [{ 'webhook-signature': 'v1,' }, 'signature_wrong'],
  [{ 'webhook-signature': 'junk' }, 'signature_wrong'],
  [{ 'webhook-signature': signature.slice('v1,'.length) }, 'signature_wrong'],
  [{ 'webhook-signature': signature.replace('v1,', 'v1a,') }, 'signature_wrong'],
  [{ 'webhook-signature': signature.slice(0, -1) }, 'signature_wrong'],
  [{ 'webhook-signature': `v1,${'é'.repeat(44)}` }, 'signature_wrong'],
];

test('webhook: headers that are missing, junk, doubled, huge or half are refused, and why is told', () => {
  for (const [change, reason] of changedHeaders) {
    const headers = { ...good, ...change } as Record<string, string>;
    expect.soft(verifyWebhook({ body: json, headers, secrets: [key], at }), JSON.stringify(change).slice(0, 120)).toEqual({ ok: false, reason });
  }
});

test('webhook: each letter of the signature counts, the last ones too', () => {
  for (let place = 0; place < signature.length; place += 1) {
    const letter = signature[place] === 'A' ? 'B' : 'A';
    const headers = { ...good, 'webhook-signature': signature.slice(0, place) + letter + signature.slice(place + 1) };
    expect(verifyWebhook({ body: json, headers, secrets: [key], at }), headers['webhook-signature']).toEqual(wrong);
  }
});

test('webhook: headers are taken as Headers, in any case, as lists of one, beside versions to come', () => {
  const named = { 'Webhook-Id': id, 'WEBHOOK-TIMESTAMP': good['webhook-timestamp'], 'Webhook-Signature': [`v1a,xyz v2,abc ${signature}`], host: 'x' };
  for (const headers of [new Headers(good), named]) expect(verifyWebhook({ body: json, headers, secrets: [key], at })).toEqual({ ok: true, at, id });
});

test('the file can be copied: it imports nothing but node:crypto', () => {
  const text = readFileSync(new URL('verify.ts', import.meta.url), 'utf8');
  expect([...text.matchAll(/\b(?:from|import|require)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, target]) => target)).toEqual(['node:crypto']);
});
