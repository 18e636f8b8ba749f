import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { encodeBits, readBits } from './code-text.ts';
import { isSameOrder } from './open-by-code.ts';
import { printedShortCode, readShortCode, shortCodeHash, shortCodeHashes, shortCodeOf } from './short-code.ts';
import { tokenOf } from './token.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

test('a short code is twelve characters, derived from its link alone, and never from the token’s bits', () => {
  const seen = new Set<string>();
  for (let round = 0; round < 500; round++) {
    const id = randomUUID();
    const code = shortCodeOf(id, 1);
    expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{12}$/);
    expect(shortCodeOf(id, 1)).toBe(code);
    expect(tokenOf(id, 1).token.startsWith(code.slice(0, 6))).toBe(false);
    seen.add(code);
  }
  expect(seen.size).toBe(500);
});

test('the short code of a given link never changes', () => {
  expect(printedShortCode(shortCodeOf('01890000-0000-7000-8000-000000000001', 1))).toBe('QMJ0-5SZB-KPFG');
});

test('all 55 bits count, and nothing behind them does', () => {
  const bytes = randomBytes(7);
  const code = encodeBits(bytes, 55);
  for (let bit = 0; bit < 56; bit++) {
    const other = Uint8Array.from(bytes);
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (7 - (bit & 7)));
    expect(encodeBits(other, 55) === code, `bit ${bit}`).toBe(bit === 55);
  }
});

test('one wrong character is always noticed', () => {
  for (let round = 0; round < 200; round++) {
    const code = encodeBits(randomBytes(7), 55);
    for (let at = 0; at < code.length; at++) {
      for (const char of alphabet) {
        const wrong = code.slice(0, at) + char + code.slice(at + 1);
        if (char !== code[at] && readShortCode(wrong) !== undefined) throw new Error(`${wrong} passed for ${code}`);
      }
    }
  }
});

test('a short code typed as people type is read as the same code', () => {
  for (let round = 0; round < 50; round++) {
    const code = encodeBits(randomBytes(7), 55);
    const printed = printedShortCode(code);
    expect(printed).toMatch(/^(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}$/);
    const lookalikes = [printed.replaceAll('0', 'O'), printed.replaceAll('0', 'o'), ...[...'IiLl'].map((char) => printed.replaceAll('1', char))];
    const dashed = [...'–—‐‑−_'].map((dash) => printed.replaceAll('-', dash));
    const spaced = [` ${[...code].join(' ')} `, printed.replaceAll('-', '\u00a0'), `\t${printed}\n`, printed.replaceAll('-', ' - ')];
    for (const typed of [code, printed, printed.toLowerCase(), ...lookalikes, ...dashed, ...spaced])
      expect(readShortCode(typed), JSON.stringify(typed)).toBe(code);
  }
});

test('what is no short code is refused without a query: other lengths, other letters, tokens, long texts', () => {
  const code = encodeBits(randomBytes(7), 55);
  const { token } = tokenOf(randomUUID());
  for (const text of [
    '',
    ' ',
    code.slice(1),
    `${code}0`,
    `u${code.slice(1)}`,
    `${code.slice(0, 11)}ü`,
    token,
    '-'.repeat(12),
    'constructor',
    code + ' '.repeat(60),
  ])
    expect(readShortCode(text), text).toBeUndefined();
  expect(readBits(token, 55)).toBeUndefined();
});

test('the database keeps a hash that needs the key: not the bare SHA-256, and another for each version', () => {
  const code = shortCodeOf(randomUUID(), 1);
  expect(shortCodeHashes(code)).toEqual([shortCodeHash(code, 1)]);
  expect(shortCodeHash(code, 1)).toHaveLength(32);
  expect(shortCodeHash(code, 1)).not.toEqual(shortCodeHash(shortCodeOf(randomUUID(), 1), 1));
});

for (const { orderId, typed, isSame } of [
  { orderId: 'Order-1234', typed: ' order-1234 ', isSame: true },
  { orderId: 'Order-1234', typed: '#Order-1234', isSame: true },
  { orderId: '#Order-1234', typed: 'order-1234', isSame: true },
  { orderId: 'No. 7 a', typed: '# no.  7\u00a0A', isSame: true },
  { orderId: '１２３', typed: '123', isSame: true },
  { orderId: 'Order-1234', typed: 'Order-123', isSame: false },
  { orderId: 'Order-1234', typed: 'Order1234', isSame: false },
  { orderId: 'Order-1234', typed: '', isSame: false },
  { orderId: '#', typed: '', isSame: false },
  { orderId: '', typed: '#', isSame: false },
]) {
  test(`"${typed}" is ${isSame ? '' : 'not '}the order number "${orderId}"`, () => {
    expect(isSameOrder(orderId, typed)).toBe(isSame);
  });
}
