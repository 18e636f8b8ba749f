import { z } from 'zod';
import type { PaymentMethod, Prisma } from '../db/generated/client.ts';
import { currencyOf, majorText, minorOf } from '../money.ts';
import type { AmountLimit } from './catalogue.ts';

/** What a merchant decided about one of its methods. */
export type MerchantRules = {
  isEnabled: boolean;
  /** Its place in the list: 1 stands first; null: after those that have one, the likeliest first. */
  rank: number | null;
  /** Only for customers in these; none: everywhere. */
  countries: readonly string[];
  /** A currency that is not listed has no bound. */
  amountLimits: readonly AmountLimit[];
};

/** As the row keeps them: amounts as decimal text in major units. */
const StoredLimits = z.array(z.object({ currency: z.string(), minimum: z.string().optional(), maximum: z.string().optional() }));

/** The rules in a method's row. */
export function rulesOf({ isEnabled, rank, onlyCountries, amountLimits }: PaymentMethod): MerchantRules {
  const limits = StoredLimits.parse(amountLimits).flatMap(({ currency: code, minimum, maximum }) => {
    const currency = currencyOf(code);
    if (!currency) return [];
    const minor = (text: string | undefined) => (text === undefined ? undefined : minorOf(text, currency));
    return [{ currency, minimumMinor: minor(minimum), maximumMinor: minor(maximum) }];
  });
  return { isEnabled, rank, countries: onlyCountries, amountLimits: limits };
}

/** Limits as the row keeps them. */
export const storedLimits = (limits: readonly AmountLimit[]): Prisma.InputJsonArray =>
  limits.map(({ currency, minimumMinor, maximumMinor }) => ({
    currency,
    ...(minimumMinor !== undefined && { minimum: majorText({ minor: minimumMinor, currency }) }),
    ...(maximumMinor !== undefined && { maximum: majorText({ minor: maximumMinor, currency }) }),
  }));
