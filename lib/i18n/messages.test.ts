import { expect, test } from '@playwright/test';
import { currencyOf, type Money } from '../money.ts';
import { messagesFor } from './messages.ts';
import { phraseParts, phraseText } from './phrase.ts';

function kroner(minor: bigint): Money {
  const currency = currencyOf('DKK');
  if (!currency) throw new Error('DKK is a currency');
  return { minor, currency };
}

for (const language of ['', 'xx', 'not a tag!', 'da', 'ar-KW', '../../etc']) {
  test(`a page asked for in "${language}" without words for it is English throughout, its amounts too`, () => {
    const page = messagesFor(language);
    expect([page.tag, page.direction]).toEqual(['en', 'ltr']);
    expect(page.money(kroner(204_999n)).replace(/\s/g, ' ')).toBe('DKK 2,049.99');
  });
}

test('a date says the time zone it is in', () => {
  expect(messagesFor('en').instant(new Date('2026-11-22T10:39:00Z'))).toBe('22 November 2026 at 10:39 UTC');
});

test('a region of a known language forms the dates its own way', () => {
  expect(messagesFor('en-US').instant(new Date('2026-11-22T10:39:00Z'))).toContain('November 22, 2026');
});

test('a message is cut at its marks and nowhere else', () => {
  expect(phraseParts('Pay {amount} to {merchant}.')).toEqual([{ text: 'Pay ' }, { mark: 'amount' }, { text: ' to ' }, { mark: 'merchant' }, { text: '.' }]);
  expect(phraseParts('no {marks here')).toEqual([{ text: 'no {marks here' }]);
});

test('a value that looks like a mark is left as it is', () => {
  expect(phraseText('Paid to {merchant}', { merchant: '{amount}' })).toBe('Paid to {amount}');
});

test('a name that turns the direction of text is isolated in a title', () => {
  expect(phraseText('Paid to {merchant}', { merchant: '\u202egnirts' })).toBe('Paid to \u2068\u202egnirts\u2069');
  expect(phraseText('Paid to {merchant}', { merchant: 'متجر' })).toBe('Paid to \u2068متجر\u2069');
});
