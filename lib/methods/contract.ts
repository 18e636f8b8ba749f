import { z } from 'zod';
import { text, uuid } from '../http/fields.ts';
import { currencyOf, exponentOf, minorOf } from '../money.ts';
import { SessionParams } from '../sessions/contract.ts';
import type { AmountLimit } from './catalogue.ts';
import { countryCount, countryOf } from './countries.ts';
import { hidingRules } from './eligibility.ts';

/** AltaPay: PaymentMethods and the public SDKs' models. */
export const Method = z.object({
  id: uuid,
  /** CARD, or AltaPay's identifier of the method in capitals: MOBILEPAY, BANKPAYMENT … */
  type: z.string(),
  name: z.string(),
  description: z.string(),
  logoUrl: z.url(),
  display: z.literal('REDIRECT'),
  /** POST `{paymentMethodId, sessionId}` to `value`. */
  onInitiatePayment: z.object({ type: z.literal('POST'), value: z.url() }),
  metadata: z.record(z.string(), z.string()),
});

/** Ours: `?explain=true`, for a merchant, adds the methods that do not show; `userAgent` names the customer's browser. */
export const ListMethodsQuery = z.object({
  explain: z.enum(['true', 'false'], 'must be true or false, once').optional(),
  userAgent: text(1_000).optional(),
});

const HiddenMethod = Method.extend({
  /** Every rule that hides it, the first one first. */
  reasons: z.array(z.object({ rule: z.enum(hidingRules), detail: z.string() })).min(1),
});

export const listMethodsContract = {
  summary: 'List the payment methods of a session',
  needs: 'ListPaymentMethods',
  isForBrowsers: true,
  params: SessionParams,
  body: z.object({}),
  response: z.object({ methods: z.array(Method), hidden: z.array(HiddenMethod).optional() }),
  status: 200,
} as const;

// ── the merchant's methods and its rules for them: ours, beside the contract ─

/** Amounts in major units, as everywhere in the contract. */
const AmountBounds = z.object({ currency: z.string(), minimum: z.number().nullable(), maximum: z.number().nullable() });

const words = z.array(z.string()).nullable();

/** What the method can do (lib/methods/catalogue.ts); null stands for "any". */
const AbilitiesAnswer = z.object({
  kind: z.enum(['card', 'wallet', 'bank', 'invoice']),
  /** Those that both the method and its terminal take. */
  currencies: z.array(z.string()),
  countries: words,
  amountLimits: z.array(AmountBounds),
  devices: words,
  systems: words,
  captures: z.enum(['later', 'at_once']),
  partialCapture: z.boolean(),
  refundable: z.boolean(),
  verifiesOrder: z.boolean(),
  flow: z.enum(['redirect', 'app_switch']),
  pendingDays: z.int(),
});

const MerchantMethod = Method.extend({
  state: z.enum(['offered', 'switched_off', 'withdrawn']),
  abilities: AbilitiesAnswer,
  /** Null: no rule. */
  rules: z.object({ enabled: z.boolean(), rank: z.int().nullable(), countries: words, amountLimits: z.array(AmountBounds).nullable() }),
  /** When the gateway last listed it. */
  refreshedAt: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().nullable(),
});
export type MerchantMethod = z.input<typeof MerchantMethod>;

const Country = z.string().transform((code, context) => {
  const country = countryOf(code);
  if (country !== undefined) return country;
  context.addIssue({ code: 'custom', message: 'must be a country of two letters (ISO 3166-1)' });
  return z.NEVER;
});

const isWithoutRepeats = (values: readonly string[]): boolean => new Set(values).size === values.length;

const Limit = z
  .strictObject({ currency: z.string(), minimum: z.number().nullish(), maximum: z.number().nullish() })
  .transform(({ currency: code, minimum, maximum }, context): AmountLimit => {
    const complain = (path: string[], message: string) => {
      context.addIssue({ code: 'custom', path, message });
      return z.NEVER;
    };
    const currency = currencyOf(code);
    if (!currency) return complain(['currency'], 'must be a currency (ISO 4217)');
    const minor = (value: number | null | undefined) => (value === null || value === undefined ? undefined : minorOf(value, currency));
    const [minimumMinor, maximumMinor] = [minor(minimum), minor(maximum)];
    const exact = `must be an exact amount of ${currency}, above zero, with at most ${exponentOf(currency)} decimals`;
    if (typeof minimum === 'number' && !(minimumMinor !== undefined && minimumMinor > 0n)) return complain(['minimum'], exact);
    if (typeof maximum === 'number' && !(maximumMinor !== undefined && maximumMinor > 0n)) return complain(['maximum'], exact);
    if (minimumMinor === undefined && maximumMinor === undefined) return complain([], 'must have a minimum, a maximum or both');
    if (minimumMinor !== undefined && maximumMinor !== undefined && minimumMinor > maximumMinor) return complain(['maximum'], 'must not be below the minimum');
    return { currency, minimumMinor, maximumMinor };
  });

/** Replaces the rules it names; null clears one. A member it does not know is refused: a rule that was misspelt would hide nothing. */
export const MethodRulesBody = z.strictObject({
  enabled: z.boolean().nullish(),
  rank: z.int().min(1).max(9_999).nullish(),
  countries: z
    .array(Country)
    .min(1, 'must name a country; null clears the rule')
    .max(countryCount)
    .refine(isWithoutRepeats, 'must name each country once')
    .nullish(),
  amountLimits: z
    .array(Limit)
    .max(50)
    .refine((limits) => isWithoutRepeats(limits.map(({ currency }) => currency)), 'must name each currency once')
    .nullish(),
});
export type MethodRulesBody = z.output<typeof MethodRulesBody>;

const everyMethod = {
  needs: 'Management',
  params: z.object({}),
  body: z.object({}),
  response: z.object({ methods: z.array(MerchantMethod) }),
  status: 200,
} as const;

export const listMerchantMethodsContract = { ...everyMethod, summary: 'List the merchant’s payment methods with their abilities and rules' } as const;
export const refreshMethodsContract = { ...everyMethod, summary: 'Read the merchant’s terminals from the gateway now' } as const;
export const changeMethodContract = {
  summary: 'Change the merchant’s rules for a payment method',
  needs: 'Management',
  params: z.object({ methodId: uuid }),
  body: MethodRulesBody,
  response: MerchantMethod,
  status: 200,
} as const;
