import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { instructionsOf, missingGlyphsOf, textsOf } from '#lib/testing/pdf.ts';
import { bytesOf, newDocument } from './document.ts';
import { paragraph, type Sheet } from './paragraph.ts';
import { newEffort, shape, shapeWord } from './shape.ts';

async function printed(texts: readonly string[], language = 'en', direction: Sheet['direction'] = 'ltr'): Promise<Uint8Array> {
  const doc = newDocument({ title: 'Test', language, sizeMm: [210, 297], createdAt: new Date(0) });
  for (const text of texts)
    paragraph({ doc, language, direction }, [{ text, weight: 'plain' }], { x: 50, width: 400, align: 'start' }, { size: 10, ink: 'strong' }).draw(50);
  return bytesOf(doc);
}

/** A word or two of every script the pages speak, with what is hard in it: joined, stacked, reordered and moved letters. */
const samples: Readonly<Record<string, string>> = {
  da: 'Østerbro',
  vi: 'Ế Ữ Ặ ộ',
  el: 'Απόδειξη',
  ru: 'Ёлка',
  ar: 'إيصال شكراً',
  fa: 'می‌خواهم گچ',
  ur: 'ادائیگی ٹھیک ہے',
  he: 'קבלה',
  ja: '領収書ありがとう',
  zh: '收据',
  'zh-Hant': '收據',
  ko: '영수증',
  th: 'น้ำแข็งที่นี่ ฿',
  bn: 'ক্ষেত্র শ্রী কো',
  hi: 'क्षेत्र श्री किर्ति',
  ta: 'ஸ்ரீ கொ க்ஷ',
  te: 'స్త్రీ చెల్లింపు',
};

for (const [language, text] of Object.entries(samples)) {
  test(`${language} is drawn with a letter for each of its own, and reads as it was written`, async () => {
    const pdf = await printed([text], language, ['ar', 'fa', 'ur', 'he'].includes(language) ? 'rtl' : 'ltr');
    expect(missingGlyphsOf(pdf)).toBe(0);
    // A joiner says which shape a letter has, and is none itself.
    expect(textsOf(pdf).join('')).toBe(text.replaceAll('\u200c', ''));
  });
}

test('Arabic letters are joined, Indian vowels stand where they are read', () => {
  const ids = (text: string, face: 'arabic' | 'devanagari', level: number) => shape(text, { face, weight: 'plain', level }).glyphs.map(({ glyph }) => glyph.id);
  const [alone] = ids('ب', 'arabic', 1);
  expect(ids('ببب', 'arabic', 1)).not.toContain(alone);
  expect(ids('लि', 'devanagari', 0).at(-1)).toBe(ids('ल', 'devanagari', 0)[0]);
});

test('the same text makes the same bytes, whatever was printed before it', async () => {
  const first = await printed(['بيت ثابت'], 'ar', 'rtl');
  await printed(['تين يبث'], 'ar', 'rtl');
  expect(Buffer.compare(await printed(['بيت ثابت'], 'ar', 'rtl'), first)).toBe(0);
});

test('a right-to-left paragraph ends where its column begins for others', async () => {
  const [, x] = /1 0 0 -1 ([\d.]+) [\d.]+ Tm/.exec(instructionsOf(await printed(['קבלה'], 'he', 'rtl'))) ?? [];
  expect(Number(x)).toBeGreaterThan(400);
});

test('a paragraph of more lines than a page has ends with a mark that it goes on', async () => {
  const pdf = await printed([`first ${'word '.repeat(5000)}last`]);
  const text = textsOf(pdf).join('');
  expect(text.endsWith('word …')).toBe(true);
  expect(text).toContain('first');
  expect(Math.max(...[...instructionsOf(pdf).matchAll(/1 0 0 -1 [\d.]+ ([\d.]+) Tm/g)].map(([, y]) => Number(y)))).toBeLessThan(700);
});

test('a document of more different letters than people write is set letter by letter in the end, and the next one is not', async () => {
  const words = Array.from({ length: 9000 }, (_, index) => `${'ab'.repeat(1 + (index % 3))}${index.toString(36)}`);
  const effort = newEffort();
  const way = { face: 'latin', weight: 'plain', level: 0 } as const;
  for (const word of words) shapeWord(word, way, effort);
  expect(effort.letters).toBeLessThanOrEqual(28_000);
  expect(shapeWord('office fi', way, effort).glyphs).toHaveLength(9);
  expect(shapeWord('AVAVAV', way, effort).width).toBeGreaterThan(shapeWord('AVAVAV', way, newEffort()).width);
});

test('no text at all ends a document', async () => {
  const letters = `${Object.values(samples).join('')}\u0000\u200d\u200f\u2067\u202e\u0301\u0e33\u094d\u06d6☕👩‍👧ᚠ𐤀 \n1,.()«`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.constantFrom(...letters), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 }), async (parts) => {
      expect(missingGlyphsOf(await printed([parts.join('')]))).toBe(0);
    }),
    { numRuns: 60 },
  );
});
