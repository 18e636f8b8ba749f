import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { encodeToken, readToken } from './token-text.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const sample = (count: number): string[] => Array.from({ length: count }, () => encodeToken(randomBytes(16)));

/** Decodes with whole-number arithmetic, sharing nothing with the encoder. */
function bytesOf(token: string): string {
  const number = [...token.slice(0, 26)].reduce((sum, char) => sum * 32n + BigInt(alphabet.indexOf(char)), 0n);
  return (number >> 2n).toString(16).padStart(32, '0');
}

test('a token is 27 characters that need no escaping and carry all 128 bits', () => {
  for (let round = 0; round < 2000; round++) {
    const bytes = randomBytes(16);
    const token = encodeToken(bytes);
    expect(token).toMatch(/^[0-9a-hjkmnp-tv-z]{27}$/);
    expect(bytesOf(token)).toBe(bytes.toString('hex'));
  }
});

test('the text of a given token never changes', () => {
  expect(encodeToken(new Uint8Array(16))).toBe('000000000000000000000000000');
  expect(encodeToken(new Uint8Array(16).fill(255))).toBe('zzzzzzzzzzzzzzzzzzzzzzzzzw0');
  expect(encodeToken(Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex'))).toBe('000g40r40m30e209185gr38e1wr');
});

test('100,000 random tokens are all read back as themselves, and no two are the same', () => {
  const seen = new Set<string>();
  let misread = 0;
  for (const token of sample(100_000)) {
    if (readToken(token) !== token) misread++;
    seen.add(token);
  }
  expect([misread, seen.size]).toEqual([0, 100_000]);
});

test('one wrong character is always noticed', () => {
  for (const token of sample(200)) {
    for (let at = 0; at < token.length; at++) {
      for (const char of alphabet) {
        if (char === token[at]) continue;
        const wrong = token.slice(0, at) + char + token.slice(at + 1);
        if (readToken(wrong) !== undefined) throw new Error(`${wrong} passed for ${token}`);
      }
    }
  }
});

test('two neighbours swapped are noticed, but for 0 with z', () => {
  const missed = new Set<string>();
  let tried = 0;
  for (const token of sample(20_000)) {
    for (let at = 0; at + 1 < token.length; at++) {
      const pair = token.slice(at, at + 2);
      const swapped = token.slice(0, at) + [...pair].reverse().join('') + token.slice(at + 2);
      if (swapped === token) continue;
      tried++;
      if (readToken(swapped) !== undefined) missed.add(pair);
    }
  }
  expect(tried).toBeGreaterThan(400_000);
  expect([...missed].filter((pair) => pair !== '0z' && pair !== 'z0')).toEqual([]);
});

test('a token typed as people type is read as the same token', () => {
  for (const token of sample(500)) {
    const grouped = token.match(/.{1,5}/g)?.join('-') ?? '';
    const spaced = ` ${[...token].join(' ')} `;
    const lookalikes = [token.replaceAll('0', 'O'), token.replaceAll('0', 'o'), ...[...'IiLl'].map((char) => token.replaceAll('1', char))];
    for (const typed of [token.toUpperCase(), grouped, grouped.toUpperCase(), spaced, ...lookalikes]) {
      expect(readToken(typed)).toBe(token);
    }
  }
});

test('text whose unused last bits are set is nobody’s token, even with a fitting check character', () => {
  const [token = ''] = sample(1);
  const last = alphabet.indexOf(token[25] ?? '');
  for (const bits of [1, 2, 3]) {
    const stem = token.slice(0, 25) + alphabet.charAt(last + bits);
    for (const check of alphabet) expect(readToken(stem + check)).toBeUndefined();
  }
});

test('junk is refused', () => {
  const [token = ''] = sample(1);
  const lengths = [token.slice(1), token.slice(0, -1), `${token}0`, `0${token}`, token + token, '', ' ', '-'.repeat(27)];
  const strangers = ['u', 'U', '*', '~', '$', '=', '_', '.', '/', '%', '\0', '\n', 'é', '０', '\u212A', 'ı', '😀', '\ud800'];
  const planted = strangers.flatMap((char) => [char + token, token + char, char + token.slice(1), token.slice(0, 13) + char + token.slice(14)]);
  for (const text of [...lengths, ...planted, 'constructor', '__proto__', 'undefined']) expect(readToken(text), JSON.stringify(text)).toBeUndefined();
});

test('of random texts in the token’s own letters, 127 in 128 are refused', () => {
  const rounds = 100_000;
  let passed = 0;
  for (let round = 0; round < rounds; round++) {
    const text = Array.from(randomBytes(27), (byte) => alphabet.charAt(byte & 31)).join('');
    if (readToken(text) !== undefined) passed++;
  }
  expect(passed).toBeGreaterThan(rounds / 256);
  expect(passed).toBeLessThan(rounds / 100);
});

test('overlong text is refused without being read', () => {
  const [token = ''] = sample(1);
  const huge = token + ' '.repeat(50_000_000);
  const started = process.cpuUsage();
  let refused = 0;
  for (let round = 0; round < 10_000; round++) if (readToken(huge) === undefined) refused++;
  expect(refused).toBe(10_000);
  expect(process.cpuUsage(started).user, 'microseconds').toBeLessThan(1_000_000);
});

test('only sixteen bytes make a token', () => {
  for (const length of [0, 15, 17, 32]) expect(() => encodeToken(new Uint8Array(length))).toThrow('16 bytes');
});
