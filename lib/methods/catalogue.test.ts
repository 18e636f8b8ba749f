import { expect, test } from '@playwright/test';
import { logoOf } from '#components/method-logo.tsx';
import { languages } from '#lib/i18n/languages.ts';
import { methodName } from '#lib/i18n/method-name.ts';
import { pageLanguage } from '#lib/i18n/page-language.ts';
import { abilitiesOf, methodIdentifiers } from './catalogue.ts';

/** AltaPay's own list (plugins of WooCommerce and PrestaShop), and Google Pay. */
const identifiers =
  'ApplePay Bancontact BankPayment CreditCard GooglePay iDeal Invoice Klarna MobilePay OpenBanking Payconiq PayPal Przelewy24 Sepa SwishSweden Trustly Twint ViaBill Vipps';

test('every classic identifier and Google Pay is in the catalogue, and nothing else', () => {
  expect([...methodIdentifiers].sort((one, other) => one.localeCompare(other))).toEqual(identifiers.split(' '));
});

for (const identifier of methodIdentifiers) {
  test(`${identifier} has facts that do not contradict each other`, () => {
    const { type, name, currencies, countries, amount, captures, partialCapture, currencyByCountry, pendingDays, habit, devices, systems } =
      abilitiesOf(identifier);
    expect(type).toBe(identifier === 'CreditCard' ? 'CARD' : identifier.toUpperCase());
    expect(name).toMatch(/\S/);
    for (const list of [currencies, countries, devices, systems]) expect(list.length, 'a method nobody can use').toBeGreaterThan(0);
    if (countries !== 'any') for (const country of [...countries, ...habit.most, ...habit.many]) expect(country).toMatch(/^[A-Z]{2}$/);
    if (countries !== 'any') expect(countries).toEqual(expect.arrayContaining([...habit.most, ...habit.many]));
    expect(habit.most.filter((country) => habit.many.includes(country))).toEqual([]);
    for (const limit of amount) {
      if (currencies !== 'any') expect(currencies).toContain(limit.currency);
      expect(limit.minimumMinor ?? limit.maximumMinor).toBeGreaterThan(0n);
      expect(limit.minimumMinor ?? 0n).toBeLessThanOrEqual(limit.maximumMinor ?? limit.minimumMinor ?? 0n);
    }
    if (captures === 'at_once') expect(partialCapture, 'there is nothing to capture').toBe(false);
    if (currencyByCountry) expect([...currencyByCountry.keys()]).toEqual(countries);
    expect(pendingDays).toBeGreaterThanOrEqual(0);
    expect(pendingDays).toBeLessThanOrEqual(14);
  });

  test(`${identifier} has a logo, and a name in every language of the pages`, () => {
    expect(logoOf(identifier)).not.toEqual({ glyph: 'wallet' });
    for (const code of languages.keys()) {
      const { t } = pageLanguage({ configured: code });
      const name = methodName(t, { identifier, name: abilitiesOf(identifier).name });
      if (code === 'en') expect(name).toBe(abilitiesOf(identifier).name);
      expect(name, code).toMatch(/\S/);
    }
  });
}

test('only brands read the same in every language', () => {
  const isSame = (identifier: string): boolean => {
    const { name } = abilitiesOf(identifier);
    return [...languages.keys()].every((code) => methodName(pageLanguage({ configured: code }).t, { identifier, name }) === name);
  };
  expect(methodIdentifiers.filter((identifier) => !isSame(identifier)).sort()).toEqual(['BankPayment', 'CreditCard', 'Invoice', 'OpenBanking']);
});

test('an identifier is known however it is written; an unknown one promises nothing', () => {
  expect(abilitiesOf('IDEAL')).toBe(abilitiesOf('iDeal'));
  const unknown = abilitiesOf('FuturePay');
  expect(unknown).toMatchObject({ type: 'FUTUREPAY', name: 'FuturePay', currencies: 'any', countries: 'any', partialCapture: false, verifiesOrder: false });
  expect(unknown.pendingDays).toBe(14);
  for (const name of ['constructor', '__proto__', 'toString', '']) expect(abilitiesOf(name)).toMatchObject({ name, kind: 'bank' });
});
