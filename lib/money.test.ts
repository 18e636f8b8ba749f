import { expect, test } from '@playwright/test';
import { type Currency, currencyOf, exponentOf, formatMoney, majorNumber, majorText, maximumMinor, minorOf, numericOf, sumMinor } from './money.ts';

const codes = Array.from({ length: 26 ** 3 }, (_, index) =>
  [index / 676, (index / 26) % 26, index % 26].map((letter) => String.fromCharCode(65 + Math.floor(letter))).join(''),
);
const currencies = codes.map((code) => currencyOf(code)).filter((currency) => currency !== undefined);

function known(code: string): Currency {
  const currency = currencyOf(code);
  if (!currency) throw new Error(`${code} is a currency`);
  return currency;
}

/** ISO 4217 codes whose exponent is not 2. */
const none = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' ');
const three = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');

test('every ISO 4217 currency has its own number of decimals', () => {
  expect(currencies.length).toBeGreaterThan(150);
  for (const currency of currencies) expect(exponentOf(currency), currency).toBe(none.includes(currency) ? 0 : three.includes(currency) ? 3 : 2);
});

test('the decimals agree with those of the Unicode data wherever it follows ISO 4217', () => {
  // CLDR drops decimals that are no longer used in cash; the money still has them.
  const cashOnly = new Set(
    'AFN ALL COP CRC CZK GYD HUF IDR IQD IRR KPW LAK LBP MGA MMK MNT MUR NOK PKR RSD SEK SLE SOS SYP TWD TZS UYU UZS YER ZMW HUF AMD'.split(' '),
  );
  for (const currency of currencies.filter((code) => !cashOnly.has(code))) {
    expect(new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits, currency).toBe(exponentOf(currency));
  }
});

test('numeric codes are three digits, each of one currency, and name it', () => {
  const numeric = currencies.map(numericOf);
  expect(new Set(numeric).size).toBe(currencies.length);
  for (const [index, code] of numeric.entries()) {
    expect(code).toMatch(/^\d{3}$/);
    expect(currencyOf(code)).toBe(currencies[index]);
  }
  expect([numericOf(known('DKK')), numericOf(known('eur')), currencyOf('36'), currencyOf('008')]).toEqual(['208', '978', 'AUD', 'ALL']);
});

test('what is no currency is none', () => {
  for (const code of ['', 'XXX', 'XAU', 'XTS', 'DK', 'DKKK', '000', '999', '0', '1e2', 'constructor', '__proto__', 'ſEK', 'DKK '])
    expect(currencyOf(code), code).toBeUndefined();
});

test('100,000 random amounts survive the way out and in, as text and as JSON number, in every currency', () => {
  let differ = 0;
  for (let round = 0; round < 100_000; round += 1) {
    const currency = currencies[round % currencies.length] ?? known('DKK');
    const digits = 1 + Math.floor(Math.random() * 15);
    const minor = BigInt(Math.floor(Math.random() * 10 ** digits)) * (round % 3 === 0 ? -1n : 1n);
    const money = { minor, currency };
    const json = JSON.parse(JSON.stringify(majorNumber(money))) as number;
    if (minorOf(majorText(money), currency) !== minor || minorOf(json, currency) !== minor) differ += 1;
  }
  expect(differ).toBe(0);
});

test('the largest and the least amounts are exact in every currency, one more is refused', () => {
  for (const currency of currencies) {
    for (const minor of [maximumMinor, -maximumMinor, 0n, 1n, -1n]) {
      expect(minorOf(majorText({ minor, currency }), currency)).toBe(minor);
      expect(minorOf(majorNumber({ minor, currency }), currency)).toBe(minor);
    }
    expect(minorOf(majorText({ minor: maximumMinor + 1n, currency }), currency)).toBeUndefined();
  }
});

test('major text carries the currency’s decimals, always', () => {
  const text = (minor: bigint, code: string) => majorText({ minor, currency: known(code) });
  expect([text(204_999n, 'DKK'), text(5n, 'DKK'), text(-5n, 'DKK'), text(0n, 'DKK')]).toEqual(['2049.99', '0.05', '-0.05', '0.00']);
  expect([text(1200n, 'JPY'), text(-1n, 'JPY')]).toEqual(['1200', '-1']);
  expect([text(1005n, 'KWD'), text(1n, 'KWD')]).toEqual(['1.005', '0.001']);
});

test('nothing is rounded: a decimal too many makes no amount, unless it is 0', () => {
  const minor = (major: number | string, code = 'DKK') => minorOf(major, known(code));
  expect([minor('1.10'), minor('1.100'), minor(1.1), minor('01.1'), minor('-1.10'), minor('1'), minor('1.0', 'JPY')]).toEqual([
    110n,
    110n,
    110n,
    110n,
    -110n,
    100n,
    1n,
  ]);
  for (const wrong of ['1.001', 0.1 + 0.2, 1e-7, 1e21, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER])
    expect(minor(wrong), String(wrong)).toBeUndefined();
  for (const wrong of [0.5, '1.5']) expect(minor(wrong, 'JPY')).toBeUndefined();
});

test('text that is no plain decimal is no amount', () => {
  for (const wrong of ['', ' ', '.5', '5.', '1,5', '1e2', '+1', '--1', '0x10', '1_000', '١', '1\n', ' 1', '1.2.3', 'NaN', 'Infinity'])
    expect(minorOf(wrong, known('DKK')), JSON.stringify(wrong)).toBeUndefined();
});

test('people read every decimal of the amount, also of the largest', () => {
  expect(formatMoney({ minor: 204_999n, currency: known('DKK') }, 'da')).toMatch(/^2\.049,99\skr\.$/);
  expect(formatMoney({ minor: 1200n, currency: known('JPY') }, 'en')).toBe('¥1,200');
  expect(formatMoney({ minor: 1005n, currency: known('KWD') }, 'en')).toMatch(/^KWD\s1\.005$/);
  expect(formatMoney({ minor: maximumMinor, currency: known('EUR') }, 'en')).toBe('€9,999,999,999,999.99');
});

test('sums are exact', () => {
  expect(sumMinor([])).toBe(0n);
  expect(sumMinor([maximumMinor, maximumMinor, -1n])).toBe(2n * maximumMinor - 1n);
});
