import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvRow } from './csv.ts';

test('what a spreadsheet would run begins with an apostrophe', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠', ' =', '\u00a0@']) {
    const [cell = ''] = parse(csvRow([`${start}cmd|' /C calc'!A0`]), { relax_quotes: false })[0] as string[];
    expect(cell, JSON.stringify(start)).toBe(`'${start}cmd|' /C calc'!A0`);
  }
});

test('every other text, whatever is in it, is read back as it was', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(texts, (cells) => {
      const [read = []] = parse(csvRow([...cells, 'end']), { record_delimiter: '\r\n' }) as string[][];
      const expected = cells.map((cell) => (/^\s*[=+\-@\t\r\n\0＝＋－＠]/u.test(cell) ? `'${cell}` : cell));
      expect(read).toEqual([...expected, 'end']);
    }),
  );
});

test('numbers stay numbers and nothing stays empty', () => {
  expect(csvRow([-12.5, 0, null, 'a "b"'])).toBe('-12.5,0,,"a ""b"""\r\n');
});
