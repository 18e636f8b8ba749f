import { expect, test } from '@playwright/test';
import { currencyOf } from '#lib/money.ts';
import { unknownBrowser } from './browser.ts';
import { abilitiesOf, type Device, methodIdentifiers } from './catalogue.ts';
import { type Candidate, reasonsToHide, type Situation } from './eligibility.ts';
import { likeliestFirst } from './likeliest.ts';

type Given = { rank?: number; country?: string; id?: string; position?: number };

function candidate(identifier: string, { rank, country, id = identifier, position = 0 }: Given = {}): Candidate {
  const currencies = 'DKK EUR SEK NOK CHF PLN GBP USD'.split(' ');
  return {
    terminal: { id, terminal: identifier, name: identifier, currencies, country: country ?? null, position, withdrawnAt: null },
    abilities: abilitiesOf(identifier),
    rules: { isEnabled: true, rank: rank ?? null, countries: [], amountLimits: [] },
  };
}

function situation(code: string, country: string | undefined, device: Device | undefined): Situation {
  const currency = currencyOf(code);
  if (!currency) throw new Error(`${code} is no currency`);
  return { amount: { minor: 10_000n, currency }, country, browser: { ...unknownBrowser, device } };
}

const names = (candidates: readonly Candidate[]): string[] => candidates.map(({ terminal }) => terminal.id);
const all = methodIdentifiers.map((identifier) => candidate(identifier));
const firstOf = (count: number, at: Situation): string[] =>
  names(
    likeliestFirst(
      all.filter((each) => reasonsToHide(each, at).length === 0),
      at,
    ),
  ).slice(0, count);

/** What a customer reads first. */
const likely: [currency: string, country: string | undefined, device: Device | undefined, first: string[]][] = [
  ['DKK', 'DK', 'phone', ['MobilePay', 'ApplePay']],
  ['DKK', 'DK', 'desktop', ['CreditCard', 'MobilePay']],
  ['DKK', undefined, 'phone', ['MobilePay', 'ApplePay']],
  ['SEK', 'SE', 'phone', ['SwishSweden']],
  ['SEK', 'SE', 'desktop', ['SwishSweden', 'CreditCard']],
  ['NOK', 'NO', 'phone', ['Vipps']],
  ['NOK', 'NO', 'desktop', ['CreditCard', 'Vipps']],
  ['EUR', 'NL', 'phone', ['iDeal', 'ApplePay']],
  ['EUR', 'NL', 'desktop', ['iDeal', 'CreditCard']],
  ['EUR', 'BE', 'desktop', ['Bancontact', 'CreditCard']],
  ['EUR', 'DE', 'desktop', ['PayPal', 'CreditCard']],
  ['CHF', 'CH', 'phone', ['Twint']],
  ['PLN', 'PL', undefined, ['Przelewy24', 'CreditCard']],
  ['EUR', undefined, undefined, ['CreditCard', 'ApplePay', 'GooglePay', 'PayPal']],
  ['EUR', undefined, 'phone', ['ApplePay', 'GooglePay', 'PayPal', 'CreditCard']],
  ['USD', 'US', 'tablet', ['CreditCard']],
];

for (const [currency, country, device, first] of likely) {
  test(`${currency}, ${country ?? 'somewhere'}, on ${device ?? 'any device'}: first ${first.join(', ')}`, () => {
    expect(firstOf(first.length, situation(currency, country, device))).toEqual(first);
  });
}

test('a method of one country, to a customer of no known one, stands behind the others of its kind', () => {
  const order = firstOf(20, situation('EUR', undefined, undefined));
  expect(order.indexOf('PayPal')).toBeLessThan(order.indexOf('Payconiq'));
  expect(order.indexOf('BankPayment')).toBeLessThan(order.indexOf('iDeal'));
});

test('the merchant’s rank goes before everything, and what has none follows the likeliest first', () => {
  const given = [candidate('CreditCard'), candidate('Invoice', { rank: 2 }), candidate('MobilePay'), candidate('BankPayment', { rank: 1 })];
  expect(names(likeliestFirst(given, situation('DKK', 'DK', 'phone')))).toEqual(['BankPayment', 'Invoice', 'MobilePay', 'CreditCard']);
});

test('of two terminals alike the one of the customer’s country stands first, then the gateway’s order holds', () => {
  const [danish, swedish, other] = [
    candidate('CreditCard', { id: 'danish', country: 'DK', position: 1 }),
    candidate('CreditCard', { id: 'swedish', country: 'SE', position: 2 }),
    candidate('CreditCard', { id: 'other', position: 3 }),
  ];
  expect(names(likeliestFirst([danish, swedish, other], situation('EUR', 'SE', undefined)))).toEqual(['swedish', 'danish', 'other']);
  expect(names(likeliestFirst([other, swedish, danish], situation('EUR', 'FI', undefined)))).toEqual(['danish', 'swedish', 'other']);
});

test('the order is the same whatever order the methods came in, and the given list is left alone', () => {
  for (const [currency, country, device] of likely) {
    const at = situation(currency, country, device);
    const expected = names(likeliestFirst(all, at));
    for (let turn = 1; turn < all.length; turn += 1) {
      const turned = [...all.slice(turn), ...all.slice(0, turn)];
      const before = names(turned);
      expect(names(likeliestFirst(turned.reverse(), at))).toEqual(expected);
      expect(names(turned.reverse())).toEqual(before);
    }
  }
});
