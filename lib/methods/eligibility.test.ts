import { expect, test } from '@playwright/test';
import { type Currency, currencyOf, type Money, minorOf } from '#lib/money.ts';
import { type Browser, unknownBrowser } from './browser.ts';
import { type Abilities, abilitiesOf, methodIdentifiers } from './catalogue.ts';
import { type Candidate, type HidingRule, hidingRules, isHiddenHereOnly, reasonsToHide, type Situation } from './eligibility.ts';
import type { MerchantRules } from './merchant-rules.ts';

function currency(code: string): Currency {
  const known = currencyOf(code);
  if (!known) throw new Error(`${code} is no currency`);
  return known;
}

function money(text: string): Money {
  const [value = '', code = ''] = text.split(' ');
  const minor = minorOf(value, currency(code));
  if (minor === undefined) throw new Error(`${text} is no amount`);
  return { minor, currency: currency(code) };
}

const everywhere: MerchantRules = { isEnabled: true, rank: null, countries: [], amountLimits: [] };
const allCurrencies = 'DKK EUR SEK NOK CHF PLN GBP USD JPY KWD'.split(' ');

type Given = { rules?: Partial<MerchantRules>; currencies?: string[]; withdrawnAt?: Date; abilities?: Partial<Abilities> };

function candidate(identifier: string, { rules = {}, currencies = allCurrencies, withdrawnAt, abilities = {} }: Given = {}): Candidate {
  const known = abilitiesOf(identifier);
  const terminal = { id: identifier, terminal: `${identifier} 1`, name: known.name, currencies, country: 'DK', position: 0, withdrawnAt: withdrawnAt ?? null };
  return { terminal, abilities: { ...known, ...abilities }, rules: { ...everywhere, ...rules } };
}

const situation = (amount: string, country?: string, browser: Partial<Browser> = {}): Situation => ({
  amount: money(amount),
  country,
  browser: { ...unknownBrowser, ...browser },
});

const limit = (code: string, minimum?: string, maximum?: string) => ({
  currency: currency(code),
  minimumMinor: minimum === undefined ? undefined : minorOf(minimum, currency(code)),
  maximumMinor: maximum === undefined ? undefined : minorOf(maximum, currency(code)),
});

const iosApp = (version: number | undefined) => ({ inApp: { name: 'Instagram', system: 'ios', iosVersion: version } as const });
const androidApp = { inApp: { name: undefined, system: 'android', iosVersion: undefined } as const };

/** A method, where it is hidden, and the words a merchant reads. */
const hidden: [rule: HidingRule, candidate: Candidate, situation: Situation, detail: string][] = [
  ['withdrawn', candidate('MobilePay', { withdrawnAt: new Date(0) }), situation('10.00 DKK'), 'The gateway no longer lists the terminal “MobilePay 1”.'],
  ['switched_off', candidate('MobilePay', { rules: { isEnabled: false } }), situation('10.00 DKK'), 'MobilePay is switched off by your own rules.'],
  ['amount_not_carried', candidate('CreditCard'), situation('10.000 KWD'), 'The gateway takes two decimals at most and nothing is rounded; KWD has 3.'],
  ['amount_not_carried', candidate('CreditCard'), situation('0.00 DKK'), 'The gateway takes amounts above zero; this order is 0.00 DKK.'],
  ['currency_not_supported', candidate('MobilePay'), situation('10.00 SEK'), 'MobilePay takes DKK and EUR; this order is in SEK.'],
  [
    'currency_not_on_terminal',
    candidate('MobilePay', { currencies: ['DKK'] }),
    situation('10.00 EUR'),
    'The terminal “MobilePay 1” takes DKK; this order is in EUR.',
  ],
  ['currency_not_local', candidate('Klarna'), situation('10.00 DKK', 'SE'), 'Klarna takes SEK from customers in Sweden; this order is in DKK.'],
  ['amount_below_minimum', candidate('Bancontact'), situation('0.01 EUR'), 'Bancontact takes at least 0.02 EUR; this order is 0.01 EUR.'],
  ['amount_above_maximum', candidate('Twint'), situation('5000.01 CHF'), 'TWINT takes at most 5000.00 CHF; this order is 5000.01 CHF.'],
  [
    'amount_below_your_minimum',
    candidate('Invoice', { rules: { amountLimits: [limit('DKK', '100', '500')] } }),
    situation('99.99 DKK'),
    'Your own rules ask for at least 100.00 DKK; this order is 99.99 DKK.',
  ],
  [
    'amount_above_your_maximum',
    candidate('Invoice', { rules: { amountLimits: [limit('DKK', '100', '500')] } }),
    situation('500.01 DKK'),
    'Your own rules allow at most 500.00 DKK; this order is 500.01 DKK.',
  ],
  ['country_not_supported', candidate('MobilePay'), situation('10.00 DKK', 'SE'), 'MobilePay is for customers in Denmark and Finland; this one is in Sweden.'],
  [
    'country_not_allowed',
    candidate('CreditCard', { rules: { countries: ['DK', 'NO'] } }),
    situation('10.00 DKK', 'US'),
    'Your own rules offer Card to customers in Denmark and Norway; this one is in the United States.',
  ],
  [
    'device_not_supported',
    candidate('ApplePay'),
    situation('10.00 DKK', undefined, { device: 'desktop', system: 'windows' }),
    'Apple Pay works on iOS and macOS; this browser runs on Windows.',
  ],
  [
    'device_not_supported',
    candidate('SwishSweden', { abilities: { devices: ['phone', 'tablet'] } }),
    situation('10.00 SEK', undefined, { device: 'desktop' }),
    'Swish works on a phone or a tablet; this is a computer.',
  ],
  [
    'in_app_browser',
    candidate('GooglePay'),
    situation('10.00 DKK', undefined, androidApp),
    'Google Pay does not work in a browser inside another app; this is an app’s own.',
  ],
  [
    'in_app_browser',
    candidate('ApplePay'),
    situation('10.00 DKK', undefined, iosApp(15)),
    'Apple Pay works in a browser inside another app from iOS 16 on; this is Instagram’s on iOS 15.',
  ],
];

for (const [rule, method, at, detail] of hidden) {
  test(`a method is hidden by ${rule}, with its values: ${detail}`, () => expect(reasonsToHide(method, at)).toEqual([{ rule, detail }]));
}

test('every rule has a case above', () => {
  expect([...new Set(hidden.map(([rule]) => rule))]).toEqual(hidingRules);
});

/** The other side of each bound. */
const shown: [what: string, candidate: Candidate, situation: Situation][] = [
  ['its currency', candidate('MobilePay'), situation('10.00 EUR', 'FI')],
  ['the least amount', candidate('Bancontact'), situation('0.02 EUR', 'BE')],
  ['the greatest amount', candidate('Twint'), situation('5000.00 CHF', 'CH')],
  ['the least amount of a rule', candidate('Invoice', { rules: { amountLimits: [limit('DKK', '100', '500')] } }), situation('100.00 DKK')],
  ['the greatest amount of a rule', candidate('Invoice', { rules: { amountLimits: [limit('DKK', '100', '500')] } }), situation('500.00 DKK')],
  ['a currency no rule names', candidate('Invoice', { rules: { amountLimits: [limit('DKK', '100')] } }), situation('1.00 EUR')],
  ['a country of a rule', candidate('CreditCard', { rules: { countries: ['DK'] } }), situation('10.00 DKK', 'DK')],
  ['the customer’s own currency', candidate('Klarna'), situation('10.00 SEK', 'SE')],
  ['no decimals', candidate('CreditCard'), situation('1000 JPY')],
  ['a Macintosh, which may be an iPad', candidate('ApplePay'), situation('10.00 DKK', undefined, { system: 'macos' })],
  ['an app on iOS 16', candidate('ApplePay'), situation('10.00 DKK', undefined, { system: 'ios', ...iosApp(16) })],
  ['an app of any kind', candidate('MobilePay'), situation('10.00 DKK', undefined, androidApp)],
  ['the terminal of another country', candidate('CreditCard'), situation('10.00 DKK', 'JP')],
];

for (const [what, method, at] of shown) {
  test(`${method.terminal.name} is shown for ${what}`, () => expect(reasonsToHide(method, at)).toEqual([]));
}

test('all rules that hide a method are told, in a fixed order', () => {
  const method = candidate('ApplePay', {
    withdrawnAt: new Date(0),
    currencies: ['EUR'],
    rules: { isEnabled: false, countries: ['NO'], amountLimits: [limit('DKK', '100')] },
  });
  const at = situation('10.00 DKK', 'DK', { device: 'phone', system: 'android', ...androidApp });
  expect(reasonsToHide(method, at).map(({ rule }) => rule)).toEqual([
    'withdrawn',
    'switched_off',
    'currency_not_on_terminal',
    'amount_below_your_minimum',
    'country_not_allowed',
    'device_not_supported',
    'in_app_browser',
  ]);
});

const countries = [undefined, 'DK', 'SE', 'NL', 'CH', 'US'];
const browsers: Partial<Browser>[] = [
  {},
  { device: 'phone', system: 'ios' },
  { device: 'phone', system: 'android', ...androidApp },
  { device: 'desktop', system: 'windows' },
];
const amounts = ['0.01', '250.00', '60000.00'].flatMap((value) => ['DKK', 'EUR', 'SEK', 'CHF', 'PLN', 'GBP'].map((code) => `${value} ${code}`));

test('what is not known hides nothing: knowing less never adds a reason, for any method anywhere', () => {
  const wrong: string[] = [];
  let checked = 0;
  for (const identifier of [...methodIdentifiers, 'FuturePay']) {
    for (const amount of amounts) {
      const blind = reasonsToHide(candidate(identifier), situation(amount)).map(({ rule }) => rule);
      if (blind.some((rule) => /country|local|device|app/.test(rule))) wrong.push(`${identifier} ${amount}: ${blind}`);
      for (const country of countries) {
        for (const browser of browsers) {
          const reasons = reasonsToHide(candidate(identifier), situation(amount, country, browser));
          const rules = reasons.map(({ rule }) => rule);
          if (blind.some((rule) => !rules.includes(rule))) wrong.push(`${identifier} ${amount} ${country}: ${rules} without ${blind}`);
          wrong.push(...reasons.map(({ detail }) => detail).filter((detail) => !/^\S.*(?:;|no longer).*\.$/.test(detail) || /undefined|null/.test(detail)));
          checked += 1;
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(checked).toBe(20 * amounts.length * countries.length * browsers.length);
});

test('an unknown method is shown wherever its terminal takes the currency', () => {
  for (const country of countries)
    for (const browser of browsers) expect(reasonsToHide(candidate('FuturePay'), situation('1.00 DKK', country, browser))).toEqual([]);
});

test('what another browser would show is told apart from what no browser would', () => {
  const reasons = (...rules: HidingRule[]) => rules.map((rule) => ({ rule, detail: '' }));
  expect(isHiddenHereOnly(reasons('in_app_browser'))).toBe(true);
  expect(isHiddenHereOnly(reasons('device_not_supported', 'in_app_browser'))).toBe(true);
  expect(isHiddenHereOnly(reasons('switched_off', 'in_app_browser'))).toBe(false);
  expect(isHiddenHereOnly([])).toBe(false);
});
