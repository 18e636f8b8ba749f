import { expect, test } from '@playwright/test';
import { chooseLanguage, type LanguageWishes, languageOf, languages } from './languages.ts';

const nothing: LanguageWishes = { picked: undefined, configured: undefined, asked: undefined, accepted: undefined };
const chosen = (wishes: Partial<LanguageWishes>): string => chooseLanguage({ ...nothing, ...wishes }).code;

test('the reader’s own pick goes before the merchant’s wish, that before ?lang=, that before Accept-Language, English is last', () => {
  const all = { picked: 'sv', configured: 'da', asked: 'de', accepted: 'fr' };
  expect(chosen(all)).toBe('sv');
  expect(chosen({ ...all, picked: undefined })).toBe('da');
  expect(chosen({ ...all, picked: undefined, configured: undefined })).toBe('de');
  expect(chosen({ accepted: 'fr' })).toBe('fr');
  expect(chosen({})).toBe('en');
});

test('a wish the pages cannot fulfil is passed over, not answered in English', () => {
  expect(chosen({ picked: 'xx', configured: 'tlh', asked: '../etc', accepted: 'qq, ar;q=0.5' })).toBe('ar');
});

for (const [tag, code] of Object.entries({
  nb: 'no',
  nn: 'no',
  'nb-NO': 'no',
  NO: 'no',
  da: 'da',
  'da-DK': 'da',
  'ar-EG': 'ar',
  ar_EG: 'ar',
  'zh-Hant-TW': 'zh-Hant',
  'zh-HK': 'zh-Hant',
  'zh-CN': 'zh',
  zh: 'zh',
  pt: 'pt',
  'pt-br': 'pt-BR',
  'pt-AO': 'pt',
  'sr-Cyrl-RS': 'sr',
  'es-419': 'es',
  ee: 'et',
  iw: 'he',
  'tl-PH': 'fil',
  tlh: undefined,
  x: undefined,
  constructor: undefined,
})) {
  test(`"${tag}" is ${code ?? 'no language of the pages'}`, () => {
    expect(languageOf(tag)?.code).toBe(code);
  });
}

test('a region asked for forms amounts and dates', () => {
  expect(languageOf('de-CH')?.locale).toBe('de-CH');
  expect(languageOf('nb-NO')?.locale).toBe('nb-NO');
  expect(languageOf('en-us')?.locale).toBe('en-US');
  expect(languageOf('en')?.locale).toBe('en-GB');
});

test('Accept-Language is read by its weights, equals in their order, and refused ones not at all', () => {
  expect(chosen({ accepted: 'fr;q=0.3, de;q=0.9, sv' })).toBe('sv');
  expect(chosen({ accepted: 'xx, da;q=0.8, fi;q=0.8' })).toBe('da');
  expect(chosen({ accepted: 'sv;q=0, fi;q=0.1' })).toBe('fi');
  expect(chosen({ accepted: 'sv;q=nonsense, *' })).toBe('en');
});

test('a header of any length is read up to a bound', () => {
  expect(chosen({ accepted: `${'xx,'.repeat(400_000)}da` })).toBe('en');
});

test('every language of AltaPay’s gateway and of the European Union is spoken, and at least fifty in all', () => {
  const altaPays = 'br ca cs cy da de el en es et ee eu fi fr hr hu is it ja lt lv nb nl nn no pl pt ro ru sk sl sv th tr zh'.split(' ');
  const unions = 'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv'.split(' ');
  const known = (code: string) => languageOf(code) !== undefined;
  expect([...altaPays, ...unions].filter((code) => !known(code))).toEqual([]);
  expect([altaPays.length, unions.length]).toEqual([35, 24]);
  expect(languages.size).toBeGreaterThanOrEqual(50);
});
