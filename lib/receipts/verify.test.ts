import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { beginFreshProcess } from '#lib/testing/fresh-process.ts';
import { aReceipt, minor } from '#lib/testing/receipts.ts';
import { processWide } from '../process.ts';
import { receiptKeySet, signReceipt } from './sign.ts';
import { fileText, keyIdOf, type SignedReceipt, signedBytes } from './signed-form.ts';
import { readKeySet, type Verdict, verifyReceipt } from './verify.ts';

let end: () => void;
test.beforeAll(() => {
  end = beginFreshProcess({
    SECRET_KEY: `2:${'n'.repeat(40)},1:${'o'.repeat(40)}`,
    DATABASE_URL: 'postgresql://db/pay',
    PUBLIC_URL: 'https://pay.example.com',
  });
  // The clock reads the database; here it stands at one moment.
  Object.assign(
    processWide('clock', () => ({})),
    { baseMs: 1_795_000_000_000, shiftMs: 0, toldMs: 0, readAtMs: 0 },
  );
});

test.afterAll(() => end());

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const ourKeys = () => readKeySet(JSON.stringify(receiptKeySet())) ?? new Set<string>();
const faultOf = (verdict: Verdict): string => (verdict.verdict === 'forged' ? verdict.fault : verdict.verdict);
const verdictOf = (text: string): string => faultOf(verifyReceipt(bytesOf(text), ourKeys()));
const parsed = (text: string) => JSON.parse(text) as SignedReceipt;

test('a signed file is genuine to whoever has our keys, and says what the receipt says', () => {
  const file = signReceipt(aReceipt());
  const verdict = verifyReceipt(bytesOf(file), ourKeys());
  expect(verdict.verdict).toBe('genuine');
  expect(parsed(file)).toMatchObject({
    issuer: 'https://pay.example.com',
    receipt: {
      reference: '79G-W42-VX0',
      total: { value: 996, currency: 'DKK' },
      paid: { value: 996, currency: 'DKK' },
      paidAt: '2026-11-23T10:39:00.000Z',
      timeZone: 'Europe/Copenhagen',
      merchant: { name: 'Nordlys Keramik', taxId: 'DK12345678' },
      lines: [{ quantity: 2, total: { value: 398, currency: 'DKK' } }, {}],
      refunds: [{ at: '2026-11-25T08:00:00.000Z', amount: { value: 199, currency: 'DKK' } }],
    },
  });
  expect(file).not.toContain('phone');
});

test('without keys the signer stays unproven', () => {
  expect(verifyReceipt(bytesOf(signReceipt(aReceipt()))).verdict).toBe('unproven');
});

test('one flipped bit at any place of a file is found, with keys or without', () => {
  const file = Buffer.from(signReceipt(aReceipt()));
  const keys = ourKeys();
  const missed: string[] = [];
  let tried = 0;
  for (let index = 0; index < file.length; index += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = Buffer.from(file);
      changed.writeUInt8(file.readUInt8(index) ^ (1 << bit), index);
      const given = bit % 2 === 0 ? keys : undefined;
      if (!['forged', 'no_receipt'].includes(verifyReceipt(changed, given).verdict)) missed.push(`bit ${bit} of byte ${index}`);
      tried += 1;
    }
  }
  expect(missed).toEqual([]);
  expect(tried).toBe(file.length * 8);
});

test('a file that was cut off anywhere, or has anything after its end, is no longer genuine', () => {
  const file = signReceipt(aReceipt());
  const cut = Array.from({ length: file.length }, (_, length) => verdictOf(file.slice(0, length)));
  expect(cut.length).toBeGreaterThan(1000);
  expect(cut).not.toContain('genuine');
  for (const more of ['\n', ' ', '\u0000', '{}', file]) expect(verdictOf(file + more)).not.toBe('genuine');
});

test('a file that another program wrote anew is told from one whose contents were changed', () => {
  const file = signReceipt(aReceipt());
  const again = [JSON.stringify(parsed(file), undefined, 2), JSON.stringify(parsed(file)), file.replace('\n', '\r\n'), file.replaceAll(':"', ': "')];
  for (const text of again) expect(verdictOf(text)).toBe('rewritten');
  expect(verdictOf(file.replace('"DKK","value":996', '"DKK","value":996.0'))).toBe('rewritten');
  expect(verdictOf(file.replace('"DKK","value":996', '"DKK","value":997'))).toBe('changed');
  expect(verdictOf(`\ufeff${file}`)).not.toBe('genuine');
});

test('nothing is vouched for of a file in which a member stands twice: the first of them may say what nobody signed', () => {
  const file = signReceipt(aReceipt());
  const forgeries = [
    file.replace('"total":', '"total":{"currency":"DKK","value":1},"total":'),
    file.replace('"total":', '"t\\u006ftal":{"currency":"DKK","value":1},"total":'),
    file.replace('"receipt":', '"receipt":{},"receipt":'),
    file.replace('"value":996', '"value":1,"value":996'),
  ];
  for (const text of forgeries) {
    expect(text).not.toBe(file);
    expect(verdictOf(text)).toBe('ambiguous');
  }
});

test('every member is signed: another issuer, time, refund, or one member more, is found', () => {
  const file = signReceipt(aReceipt());
  const changes: ((document: SignedReceipt & Record<string, unknown>) => void)[] = [
    (document) => Object.assign(document, { issuer: 'https://evil.example' }),
    (document) => Object.assign(document, { issuedAt: '2026-01-01T00:00:00.000Z' }),
    (document) => Object.assign(document.receipt, { refunds: [] }),
    (document) => Object.assign(document.receipt, { paid: { value: 1, currency: 'DKK' } }),
    (document) => Object.assign(document.receipt, { more: 1 }),
    (document) => Object.assign(document, { more: 1 }),
    (document) => Object.assign(document.signature, { more: 1 }),
  ];
  for (const change of changes) {
    const document = parsed(file) as SignedReceipt & Record<string, unknown>;
    change(document);
    expect(verdictOf(fileText(document)), String(change)).toBe('changed');
  }
});

/** The same receipt with another total, signed with a key of a stranger's. */
function resigned(file: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x ?? '';
  const document = parsed(file);
  Object.assign(document.receipt, { total: { value: 1, currency: 'DKK' } });
  Object.assign(document.signature, { publicKey: x, keyId: keyIdOf(x) });
  document.signature.value = signBytes(null, signedBytes(document), privateKey).toString('base64url');
  return fileText(document);
}

test('a file that was changed and signed anew is forged to whoever has our keys, and unproven to all others', () => {
  const forged = resigned(signReceipt(aReceipt()));
  expect(verdictOf(forged)).toBe('foreign_key');
  expect(verifyReceipt(bytesOf(forged)).verdict).toBe('unproven');
});

test('a key that wears the id of ours, and a way to sign that is none of ours, are found', () => {
  const file = signReceipt(aReceipt());
  const stranger = parsed(resigned(file));
  stranger.signature.keyId = parsed(file).signature.keyId;
  expect(verdictOf(fileText(stranger))).toBe('unknown_form');
  const none = parsed(file);
  none.signature.algorithm = 'none';
  expect(verdictOf(fileText(none))).toBe('unknown_form');
  const short = parsed(file);
  short.signature.publicKey = 'AAAA';
  expect(verdictOf(fileText(short))).toBe('unknown_form');
});

test('keys of earlier versions of SECRET_KEY are published too, and what they signed stays genuine', () => {
  const { keys } = receiptKeySet();
  expect(keys).toHaveLength(2);
  expect(keys[0]).toEqual({ kty: 'OKP', crv: 'Ed25519', x: expect.stringMatching(/^[\w-]{43}$/), kid: keyIdOf(keys[0]?.x ?? ''), alg: 'EdDSA', use: 'sig' });
  expect(parsed(signReceipt(aReceipt())).signature.keyId).toBe(keys[0]?.kid);
});

test('what is no receipt is said to be none', () => {
  const others = [
    '',
    'null',
    '[]',
    '{}',
    '"receipt"',
    '{"receipt":1}',
    '\ufeff',
    '%PDF-1.7',
    '\u0000',
    '{"receipt":{},"issuer":"x","issuedAt":"x","signature":{}}',
  ];
  for (const text of others) expect(verdictOf(text), text).toBe('no_receipt');
  expect(verifyReceipt(new Uint8Array([0xff, 0xfe, 0x00])).verdict).toBe('no_receipt');
  expect(verifyReceipt(new Uint8Array(2_000_000).fill(0x20)).verdict).toBe('no_receipt');
});

test('a file that nests without end is refused and breaks nothing', () => {
  const deep = signReceipt(aReceipt()).replace('"receipt":{', `"receipt":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)},`);
  expect(['unknown_form', 'no_receipt', 'changed']).toContain(verdictOf(deep));
});

test('a key file that is none holds no keys', () => {
  for (const text of ['', '{}', '{"keys":[]}', '{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]}']) expect(readKeySet(text), text).toBeUndefined();
});

test('a key file that was saved with a byte order mark is read', () => {
  expect(readKeySet(`\ufeff${JSON.stringify(receiptKeySet())}`)).toEqual(ourKeys());
});

test('amounts keep the decimals of their currency', () => {
  const file = signReceipt(aReceipt({ total: minor(999_999_999_999_999n), tax: minor(1n, 'KWD'), shipping: minor(7n, 'JPY') }));
  expect(parsed(file).receipt).toMatchObject({
    total: { value: 9_999_999_999_999.99 },
    tax: { value: 0.001, currency: 'KWD' },
    shipping: { value: 7, currency: 'JPY' },
  });
  expect(verdictOf(file)).toBe('genuine');
});
