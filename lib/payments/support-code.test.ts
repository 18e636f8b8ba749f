import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { newId } from '../ids.ts';
import { idEnd, supportCode } from './support-code.ts';

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

for (const junk of ['', '123', 'K3X-92M-4T', 'K3X-92M-4T7-9', '🦊', 'x'.repeat(10_000)]) {
  test(`"${junk.slice(0, 20)}" is no support code`, () => {
    expect(idEnd(junk)).toBeUndefined();
  });
}
