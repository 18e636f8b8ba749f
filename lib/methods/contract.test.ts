import { expect, test } from '@playwright/test';
import { ApiError } from '#lib/errors.ts';
import { parseFields } from '#lib/http/request-body.ts';
import { MethodRulesBody } from './contract.ts';

const complaintsOf = (body: unknown): string[] => {
  try {
    parseFields(MethodRulesBody, body);
    return [];
  } catch (error) {
    return error instanceof ApiError ? (error.extra.errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`) : [String(error)];
  }
};

const limits = (...amountLimits: object[]) => ({ amountLimits });

/** What is wrong, and where a merchant is pointed to. */
const refused: [what: string, body: unknown, complaint: RegExp][] = [
  ['a member that is misspelt', { enabld: false }, /^: .*enabld/],
  ['no object', [], /^: /],
  ['enabled as a word', { enabled: 'no' }, /^\/enabled: /],
  ['rank 0', { rank: 0 }, /^\/rank: /],
  ['a rank with decimals', { rank: 1.5 }, /^\/rank: /],
  ['a rank beyond the bound', { rank: 10_000 }, /^\/rank: /],
  ['a country that is none', { countries: ['DK', 'XX'] }, /^\/countries\/1: must be a country/],
  ['a country by its name', { countries: ['Denmark'] }, /^\/countries\/0: must be a country/],
  ['no country at all', { countries: [] }, /^\/countries: .*null clears/],
  ['a country twice', { countries: ['DK', 'dk'] }, /^\/countries: must name each country once/],
  ['a currency that is none', limits({ currency: 'XXX', minimum: 1 }), /^\/amountLimits\/0\/currency: must be a currency/],
  ['a limit that limits nothing', limits({ currency: 'DKK' }), /^\/amountLimits\/0: must have a minimum/],
  [
    'a third decimal of a krone',
    limits({ currency: 'DKK', minimum: 1.005 }),
    /^\/amountLimits\/0\/minimum: must be an exact amount of DKK, above zero, with at most 2 decimals/,
  ],
  ['a decimal of a yen', limits({ currency: 'JPY', maximum: 10.5 }), /^\/amountLimits\/0\/maximum: .*with at most 0 decimals/],
  ['an amount too large to be exact', limits({ currency: 'DKK', maximum: 1e21 }), /^\/amountLimits\/0\/maximum: /],
  ['a minimum of nothing', limits({ currency: 'DKK', minimum: 0 }), /^\/amountLimits\/0\/minimum: /],
  ['a maximum below zero', limits({ currency: 'DKK', maximum: -1 }), /^\/amountLimits\/0\/maximum: /],
  ['a minimum above the maximum', limits({ currency: 'DKK', minimum: 2, maximum: 1 }), /^\/amountLimits\/0\/maximum: must not be below/],
  ['amounts as text', limits({ currency: 'DKK', minimum: '1' }), /^\/amountLimits\/0\/minimum: /],
  ['a misspelt bound', limits({ currency: 'DKK', minimum: 1, maximun: 2 }), /^\/amountLimits\/0: .*maximun/],
  ['one currency twice', limits({ currency: 'DKK', minimum: 1 }, { currency: 'dkk', maximum: 2 }), /^\/amountLimits: must name each currency once/],
  ['more limits than there are currencies to think of', limits(...Array.from({ length: 51 }, () => ({ currency: 'DKK', minimum: 1 }))), /^\/amountLimits: /],
  ['more countries than there are', { countries: Array.from({ length: 250 }, () => 'DK') }, /^\/countries: /],
];

for (const [what, body, complaint] of refused) {
  test(`rules are refused: ${what}`, () => {
    const [first, ...more] = complaintsOf(body);
    expect(first).toMatch(complaint);
    expect(more).toEqual([]);
  });
}

test('what is named is taken, what is null is cleared, what is not named stays out of it', () => {
  const taken = parseFields(MethodRulesBody, {
    enabled: false,
    rank: null,
    countries: ['dk', 'SE'],
    amountLimits: [{ currency: 'dkk', minimum: 99.5, maximum: null }],
  });
  expect(taken).toEqual({
    enabled: false,
    rank: null,
    countries: ['DK', 'SE'],
    amountLimits: [{ currency: 'DKK', minimumMinor: 9950n, maximumMinor: undefined }],
  });
  expect(parseFields(MethodRulesBody, {})).toEqual({});
  expect(parseFields(MethodRulesBody, { amountLimits: [] })).toEqual({ amountLimits: [] });
});
