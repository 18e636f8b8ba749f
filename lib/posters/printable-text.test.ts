import { expect, test } from '@playwright/test';
import { ApiError } from '#lib/errors.ts';
import { isPrintable, printable } from './printable-text.ts';

test('western European names are printed as they are, decomposed letters composed', () => {
  for (const name of ['Kaffebaren på Østerbro', 'Bäckerei Groß', 'L’Œuf à la Crème', 'Señor Ñandú', 'Žižkov Š', '“Tea” – 5 €'])
    expect(printable(name, 'It')).toBe(name);
  expect(printable('Cafe\u0301', 'It')).toBe('Café');
});

test('spaces of amounts that the fonts lack become the one that does not break', () => {
  expect(printable('1\u202f234,50\u00a0€', 'It')).toBe('1\u00a0234,50\u00a0€');
});

test('what would come out as a box is refused, naming what it is in and each character once', () => {
  let error: unknown;
  try {
    printable('東京 Łódź ☕☕', 'The merchant’s name');
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: 'text_not_printable', status: 422 });
  const { message } = error as ApiError;
  expect(message).toContain(
    'The merchant’s name has characters that a poster’s font cannot show: 東 (U+6771), 京 (U+4EAC), Ł (U+0141), ź (U+017A), ☕ (U+2615).',
  );
  expect(message).toContain('qr.svg');
});

test('controls, direction marks and lone halves are not printable, and are named by their number', () => {
  for (const char of ['\u0007', '\u200f', '\u2068', '\u00ad', '\u007f']) expect(isPrintable(`a${char}b`), JSON.stringify(char)).toBe(false);
  expect(() => printable('a\u200fb', 'It')).toThrow('(U+200F)');
});
