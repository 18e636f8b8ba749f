import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { aReceipt, minor } from '#lib/testing/receipts.ts';
import { processWide } from '../process.ts';
import { receiptJson } from '../receipts/receipt-json.ts';
import { receiptKeySet, signReceipt } from '../receipts/sign.ts';
import { fileText, keyIdOf, type SignedReceipt, signedBytes } from '../receipts/signed-form.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const scratch = mkdtempSync(join(tmpdir(), 'payment-links-receipt-'));
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let file = '';
let keys = '';
test.beforeAll(() => {
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), PUBLIC_URL: 'https://pay.example.com' });
  Object.assign(
    processWide('clock', () => ({})),
    { baseMs: 1_795_000_000_000, shiftMs: 0, toldMs: 0, readAtMs: 0 },
  );
  file = written('receipt.json', signReceipt(aReceipt()));
  keys = written('receipt-keys.json', JSON.stringify(receiptKeySet()));
});

function written(name: string, text: string): string {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

/** Runs the command as `npm run receipt:verify` does, where there is no setting, no key and no network. */
function verify(...given: string[]) {
  const { PATH = '' } = process.env;
  const env = { NODE_ENV: 'production' as const, PATH };
  return spawnSync(process.execPath, ['lib/cli/run.mjs', 'receipt-verify', ...given], { cwd: root, env, encoding: 'utf8', timeout: 20_000 });
}

test('each verdict has its exit code and its first word, and nothing is needed but the file', () => {
  const changed = written('changed.json', signReceipt(aReceipt()).replace('"value":996', '"value":9.96'));
  const other = written('other.json', '{"hello":1}');
  const verdicts = [verify(file, '--keys', keys), verify(file), verify(changed, '--keys', keys), verify(changed), verify(other)];
  expect(verdicts.map(({ status, stdout }) => [status, stdout.split('.')[0]])).toEqual([
    [0, 'GENUINE'],
    [2, 'UNCHANGED, SIGNER UNPROVEN'],
    [3, 'CHANGED OR FORGED'],
    [3, 'CHANGED OR FORGED'],
    [4, 'NOT A RECEIPT'],
  ]);
  expect(verdicts[0]?.stdout).toMatch(/Order +NK-20417\n +Order total +996 DKK\n +Amount paid +996 DKK/);
  expect(verdicts[1]?.stdout).toContain("curl -o receipt-keys.json 'https://pay.example.com/receipt-keys.json'\n");
  expect(verdicts[1]?.stdout).toContain(receiptKeySet().keys[0]?.kid);
  expect(verdicts.map(({ stderr }) => stderr).join('')).toBe('');
});

/** As anybody can make one: their own key, and an issuer of their choice. */
function signedBy(issuer: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x ?? '';
  const document: SignedReceipt = {
    receipt: receiptJson(aReceipt()),
    issuer,
    issuedAt: '2026-11-28T12:00:00.000Z',
    signature: { algorithm: 'Ed25519', keyId: keyIdOf(x), publicKey: x, value: '' },
  };
  document.signature.value = sign(null, signedBytes(document), privateKey).toString('base64url');
  return fileText(document);
}

test('only a web address is put into the command that a reader is told to run', () => {
  for (const issuer of ['http://localhost:3000', 'https://xn--nrdlys-bya.example', 'http://[::1]:3000', 'https://pay.example.com:8443'])
    expect(verify(written('issuer.json', signedBy(issuer))).stdout, issuer).toContain(`curl -o receipt-keys.json '${issuer}/receipt-keys.json'\n`);
  const others = [
    'https://x/; touch /tmp/PWNED',
    'https://x;id',
    "https://x';id;'",
    'https://x$(id)',
    'https://x`id`',
    'https://user@pay.example.com',
    'https://pay.example.com/',
    'https://PAY.example.com',
    'https://nørdlys.example',
    'ftp://pay.example.com',
    'javascript:alert(1)',
    '-o /etc/passwd',
    '',
  ];
  for (const issuer of others) {
    const { status, stdout } = verify(written('issuer.json', signedBy(issuer)));
    expect([status, stdout.includes('curl')], issuer).toEqual([2, false]);
    expect(stdout, issuer).toContain('is no web address');
  }
});

test('a file in which something stands twice is not said to be as it was signed', () => {
  const { status, stdout } = verify(written('twice.json', signReceipt(aReceipt()).replace('"total":', '"total":{"currency":"DKK","value":1},"total":')));
  expect(status).toBe(3);
  expect(stdout).toContain('stands there twice');
  expect(stdout).not.toContain('as it was signed');
});

test('a key file with a byte order mark proves as well', () => {
  expect(verify(file, '--keys', written('marked.json', `\ufeff${JSON.stringify(receiptKeySet())}`)).status).toBe(0);
});

test('a receipt of which less was taken than ordered tells both', () => {
  const { stdout } = verify(written('part.json', signReceipt(aReceipt({ paid: minor(60_000n) }))));
  expect(stdout).toMatch(/Order total +996 DKK\n +Amount paid +600 DKK/);
});

test('what a file says cannot steer the terminal', () => {
  const hostile = written(
    'hostile.json',
    signReceipt(aReceipt({ orderId: '\u001b[2J\u202e4321', merchant: { ...aReceipt().merchant, legalName: 'A\nGENUINE' } })),
  );
  const { stdout } = verify(hostile);
  expect(stdout).toContain('Order        \ufffd[2J\ufffd4321\n');
  expect(stdout).toContain('Seller       A\ufffdGENUINE\n');
});

test('a file that is not there, no file, two files and a key file that is none end with code 1 and one line', () => {
  for (const given of [[join(scratch, 'none.json')], [], [file, file], [file, '--keys', file]]) {
    const { status, stderr, stdout } = verify(...given);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  }
});
