import { expect, test } from '@playwright/test';
import { currencyOf, type Money } from '../money.ts';
import { pageLanguage } from './page-language.ts';
import { phraseParts, phraseText } from './phrase.ts';

function money(code: string, minor: bigint): Money {
  const currency = currencyOf(code);
  if (!currency) throw new Error(`${code} is a currency`);
  return { minor, currency };
}

for (const configured of ['', 'xx', 'not a tag!', '../../etc', 'constructor', '__proto__']) {
  test(`a page asked for in "${configured}" without words for it is English throughout, its amounts too`, () => {
    const page = pageLanguage({ configured });
    expect([page.tag, page.direction]).toEqual(['en', 'ltr']);
    expect(page.money(money('DKK', 204_999n)).replace(/\s/g, ' ')).toBe('DKK 2,049.99');
  });
}

test('a date says the time zone it is in', () => {
  expect(pageLanguage({}).instant(new Date('2026-11-22T10:39:00Z'))).toBe('22 November 2026 at 10:39 UTC');
});

test('a region of a known language forms the dates its own way', () => {
  expect(pageLanguage({ configured: 'en-US' }).instant(new Date('2026-11-22T10:39:00Z'))).toContain('November 22, 2026');
});

test('a phrase is cut at its values and nowhere else', () => {
  const { t } = pageLanguage({});
  expect(phraseParts(t, 'leave.amountTo', ['amount', 'merchant'])).toEqual([{ value: 'amount' }, { text: ' to ' }, { value: 'merchant' }]);
  expect(phraseParts(t, 'refresh', [])).toEqual([{ text: 'Check again' }]);
});

test('a value that looks like a place for one is left as it is', () => {
  expect(phraseText(pageLanguage({}).t, 'paid.title', { merchant: '{amount} <b>’{x}' })).toBe('Paid to {amount} <b>’{x}');
});

test('a name that turns the direction of text is isolated in a title', () => {
  const { t } = pageLanguage({});
  expect(phraseText(t, 'paid.title', { merchant: '\u202egnirts' })).toBe('Paid to \u2068\u202egnirts\u2069');
  expect(phraseText(t, 'paid.title', { merchant: 'متجر' })).toBe('Paid to \u2068متجر\u2069');
});
