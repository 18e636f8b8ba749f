import { expect, test } from '@playwright/test';
import { drawnText, inVisualOrder, spansOf } from './spans.ts';

const ofPlain = (text: string, language: string, direction: 'ltr' | 'rtl' | 'auto' = 'auto') => spansOf([{ text, weight: 'plain' }], { language, direction });

/** What is drawn, from left to right; each run that goes leftwards is drawn by its font from its end. */
function drawn(text: string, language: string, direction: 'ltr' | 'rtl' | 'auto' = 'auto'): string {
  const spans = ofPlain(text, language, direction);
  return inVisualOrder(spans.spans)
    .map((span) => (span.level % 2 === 1 ? [...drawnText(spans.text, span)].reverse().join('') : drawnText(spans.text, span)))
    .join('');
}

const facesOf = (text: string, language: string) => [...new Set(ofPlain(text, language).spans.map(({ face }) => face))];

test('words of both directions stand in the order of the eye, numbers forwards', () => {
  expect(drawn('אבג Order-12 דה', 'he')).toBe('הד Order-12 גבא');
  expect(drawn('Order אבג 12 now', 'en')).toBe('Order 12 גבא now');
  expect(drawn('رقم 1,234.50 شكرا', 'ar')).toBe('اركش 1,234.50 مقر');
  expect(drawn('رقم ۱۲۳۴ شد', 'fa')).toBe('دش ۱۲۳۴ مقر');
});

test('brackets are mirrored where the text runs leftwards, and only there', () => {
  expect(drawn('אב (גד) 7', 'he')).toBe('7 (דג) בא');
  expect(drawn('אב (x)', 'he')).toBe('(x) בא');
  expect(drawn('a (b)', 'en')).toBe('a (b)');
});

test('an isolated value does not reorder the words around it, and its marks are not drawn', () => {
  expect(drawn('טלפון: \u2068+45 12\u2069 (אב)', 'he')).toBe('(בא) +45 12 :ןופלט');
});

test('a name is set in the direction of its own letters when nobody says another', () => {
  expect(drawn('Café: אבג', 'he', 'auto')).toBe('Café: גבא');
  expect(drawn('Café: אבג', 'he', 'rtl')).toBe('גבא :Café');
});

test('a Chinese character has the shape of its page’s language, else of what is written beside it', () => {
  expect(facesOf('直', 'ja')).toEqual(['japanese']);
  expect(facesOf('直', 'zh')).toEqual(['simplified']);
  expect(facesOf('直', 'zh-Hant')).toEqual(['traditional']);
  expect(facesOf('直', 'ko')).toEqual(['korean']);
  expect(facesOf('直の', 'da')).toEqual(['japanese']);
  expect(facesOf('直', 'da')).toEqual(['simplified']);
});

test('quotes are as wide as a letter beside Chinese characters, and not in another language’s words', () => {
  expect(facesOf('“收据”', 'zh')).toEqual(['simplified']);
  expect(facesOf('Joe’s “bar”', 'zh')).toEqual(['latin']);
});

test('punctuation goes with the letters it belongs to, figures are the same everywhere', () => {
  expect(ofPlain('قهوة، شاي.', 'ar').spans.map(({ face }) => face)).toEqual(['arabic']);
  expect(ofPlain('कुल 12', 'hi').spans.map(({ face }) => face)).toEqual(['devanagari', 'latin']);
});

test('what no font has is drawn as U+FFFD, one for a whole emoji, and still told as it is', () => {
  const { spans, text } = ofPlain('Tea 👩‍👩‍👧 ok', 'en');
  const [replaced, ...others] = spans.filter(({ drawnAs }) => drawnAs !== undefined);
  expect(others).toEqual([]);
  expect(replaced?.drawnAs).toBe('\ufffd');
  expect(text.slice(replaced?.start, replaced?.end)).toBe('👩‍👩‍👧');
});

test('controls and lone halves of characters vanish, line ends are spaces, letters are composed', () => {
  expect(ofPlain('a\u0007b\ud800c\r\nd e\u0301', 'en').text).toBe('abc d é');
});
