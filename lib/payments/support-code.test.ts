import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { newId } from '../ids.ts';
import { openApi } from '../openapi/document.ts';
import { listPaymentsContract } from './list-contract.ts';
import { samplePages } from './sample-pages.ts';
import { exampleSupportCode, idEnd, supportCode } from './support-code.ts';

test('a support code leads to the end of its payment’s id, however it is written down', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const code = supportCode(id);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$/);
      for (const written of [code, code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' '), code.replaceAll('0', 'O').replaceAll('1', 'l')])
        expect(idEnd(written)).toBe(id.slice(-10));
    }),
  );
});

test('a wrong character leads nowhere', () => {
  const code = supportCode(newId()).replaceAll('-', '');
  for (let at = 0; at < code.length; at += 1) {
    const other = code[at] === '7' ? '8' : '7';
    expect(idEnd(code.slice(0, at) + other + code.slice(at + 1))).toBeUndefined();
  }
});

for (const junk of ['', '123', '79G-W42-VX', '79G-W42-VX0-9', 'K3X-92M-4T7', '🦊', 'x'.repeat(10_000)]) {
  test(`"${junk.slice(0, 20)}" is no support code`, () => {
    expect(idEnd(junk)).toBeUndefined();
  });
}

/** Every example of one kind in what we show to others. */
const shown: Record<string, () => string> = {
  'the README': () => readFileSync(new URL('../../README.md', import.meta.url), 'utf8'),
  'the API’s documents': () => JSON.stringify(openApi('https://pay.example.com')),
  'the sample pages': () => JSON.stringify([...samplePages.values()], (_, value) => (typeof value === 'bigint' ? String(value) : value)),
};
for (const [place, read] of Object.entries(shown)) {
  test(`every support code in ${place} has its right check character`, () => {
    const codes = read().match(/\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b/g) ?? [];
    expect(codes).toContain(exampleSupportCode);
    expect(codes.filter((code) => idEnd(code) === undefined)).toEqual([]);
  });
}

test('the example of the API is a code as it is shown, and what it refuses a wrong one with names it', () => {
  const end = idEnd(exampleSupportCode) ?? '';
  expect(supportCode(`00000000-0000-4000-8000-00${end}`)).toBe(exampleSupportCode);
  const refused = listPaymentsContract.query.supportCode.safeParse('K3X-92M-4T7');
  expect(refused.error?.issues[0]?.message).toContain(exampleSupportCode);
});
