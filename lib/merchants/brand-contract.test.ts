import { expect, test } from '@playwright/test';
import { BrandBody } from './brand-contract.ts';

const isTaken = (body: object): boolean => BrandBody.safeParse(body).success;

test('a name in any script is taken, with the joiners that some are written with', () => {
  for (const name of ['Nordlys Keramik', 'فروشگاه\u200cها', 'क्\u200dष', '7-Eleven', 'Café ☕', '한국 상점', '日本堂', 'Zażółć!', '🍕 Pizza'])
    expect(isTaken({ name }), name).toBe(true);
});

test('a name that nobody could see, or that hides what turns or splits it, is refused', () => {
  const blank = ['\u200b', '\u3164', '\u2800', '\uffa0', '\u115f', '\u2060', '\ufeff', '\u200d', '\u{e0041}', '…', '☕'];
  const hiding = ['A\u061cB', 'A\u200eB', 'A\u200bB', 'A\u00adB', 'A\u3164B', 'A\u2028B', 'A\u202eB', 'A\u{e0041}B', 'A\ud800'];
  for (const name of [...blank, ...hiding]) expect(isTaken({ name }), [...name].map((one) => one.codePointAt(0)?.toString(16)).join(' ')).toBe(false);
  for (const legalAddress of ['\u3164\n\u2800', 'Havnegade 12\n\u200b']) expect(isTaken({ legalAddress })).toBe(false);
  expect(isTaken({ legalAddress: 'Havnegade 12\n8000 Aarhus C' })).toBe(true);
});
