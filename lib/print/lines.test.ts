import { expect, test } from '@playwright/test';
import { linesOf, prepared } from './lines.ts';

/** The lines of a paragraph that is so many sizes of its font wide. */
function broken(text: string, language: string, width: number): string[] {
  const paragraph = prepared([{ text, weight: 'plain' }], { language, direction: 'auto' });
  return linesOf(paragraph, width).map(({ start, end }) => paragraph.text.slice(start, end));
}

test('lines end between words, and their spaces are left out', () => {
  expect(broken('Two stoneware mugs', 'en', 6)).toEqual(['Two', 'stoneware', 'mugs']);
});

test('an amount is never broken: not in its figures, not before its currency', () => {
  expect(broken('Betal 2.049,99 kr. nu', 'da', 5.5)).toEqual(['Betal', '2.049,99 kr.', 'nu']);
  expect(broken('Payer 1 234,50 € ici', 'fr', 5.5)).toEqual(['Payer', '1 234,50 €', 'ici']);
  expect(broken('合計は12,345円です', 'ja', 5)).toEqual(['合計は', '12,345円', 'です']);
});

test('a number in groups stays on its line while it fits one', () => {
  expect(broken('Tel +45 12 34 56 78', 'da', 8)).toEqual(['Tel', '+45 12 34 56 78']);
  expect(broken('12 34 56 78', 'da', 3.5)).toEqual(['12 34', '56 78']);
});

test('Japanese, Chinese and Thai lines end at words, without a mark that may not begin or end one', () => {
  expect(broken('領収書（税込）。', 'ja', 5)).toEqual(['領収書', '（税込）。']);
  for (const line of broken('请妥善保管“收据”（含税）。请妥善保管“收据”（含税）。', 'zh', 6)) {
    expect(line).not.toMatch(/^[”）。]/);
    expect(line).not.toMatch(/[“（]$/);
  }
  expect(broken('ขอบคุณที่ใช้บริการ', 'th', 5)).toEqual(['ขอบคุณที่ใช้', 'บริการ']);
});

test('a word wider than its line is broken between characters, and nothing of it is lost', () => {
  const word = 'x'.repeat(100);
  const lines = broken(`${word} end`, 'en', 8);
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.join('')).toBe(`${word} end`);
  for (const line of broken('नमस्ते'.repeat(10), 'hi', 3)) expect(line).not.toMatch(/^\p{M}/u);
});

test('a broken word fills its lines, also where letters are narrower together', () => {
  const arabic = broken('سسس'.repeat(40), 'ar', 8);
  expect(arabic.join('')).toBe('سسس'.repeat(40));
  expect(arabic.length).toBeLessThan(30);
  expect(
    broken('ab'.repeat(60), 'en', 8)
      .slice(0, -1)
      .every((line) => line.length >= 12),
  ).toBe(true);
});

test('a paragraph without text is one empty line', () => {
  expect(broken('', 'en', 8)).toEqual(['']);
});
