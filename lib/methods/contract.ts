import { z } from 'zod';
import { text, uuid } from '../http/fields.ts';
import type { QueryOf } from '../http/query.ts';
import { currencyOf, exponentOf, minorOf } from '../money.ts';
import { SessionParams } from '../sessions/contract.ts';
import type { AmountLimit } from './catalogue.ts';
import { countryCount, countryOf } from './countries.ts';
import { hidingRules } from './eligibility.ts';

/** AltaPay: PaymentMethods and the public SDKs' models. */
export const Method = z
  .object({
    id: uuid,
    type: z.string().meta({ description: '`CARD`, or AltaPay’s identifier of the method in capitals: `MOBILEPAY`, `BANKPAYMENT` …', example: 'CARD' }),
    name: z.string().meta({ example: 'Card' }),
    description: z.string(),
    logoUrl: z.url().meta({ example: 'https://pay.example.com/logos/creditcard.svg' }),
    display: z.literal('REDIRECT'),
    onInitiatePayment: z
      .object({ type: z.literal('POST'), value: z.url().meta({ example: 'https://pay.example.com/checkout/v1/api/payment' }) })
      .describe('Send `{paymentMethodId, sessionId}` to `value`.'),
    metadata: z.record(z.string(), z.string()).meta({ example: { terminalName: 'Shop card terminal' } }),
  })
  .meta({ id: 'PaymentMethod' });

const methodsQuery = {
  explain: z
    .enum(['true', 'false'], 'must be true or false, once')
    .optional()
    .describe('Ours: `true` adds the methods that do not show, and why. Takes Basic credentials or the group `Management`.'),
  userAgent: text(1_000).optional().describe('Ours, with `explain=true`: the customer’s browser to judge for.'),
};
export type MethodsQuery = QueryOf<typeof methodsQuery>;

const HiddenMethod = Method.extend({
  reasons: z
    .array(z.object({ rule: z.enum(hidingRules), detail: z.string() }))
    .min(1)
    .describe('Every rule that hides it, the first one first.'),
}).meta({ id: 'HiddenPaymentMethod' });

export const listMethodsContract = {
  summary: 'List the payment methods of a session',
  description: 'What the customer can choose from, the likeliest first. With a customer’s token, what the calling browser can use.',
  isAltaPays: true,
  refuses: ['session_incomplete', 'payments_paused', 'link_expired', 'link_replaced', 'link_cancelled'],
  needs: 'ListPaymentMethods',
  isForBrowsers: true,
  params: SessionParams,
  query: methodsQuery,
  ignoresOtherQuery: true,
  body: z.object({}),
  response: z
    .object({ methods: z.array(Method), hidden: z.array(HiddenMethod).optional().describe('Ours, with `explain=true`.') })
    .meta({ id: 'PaymentMethods' }),
  status: 200,
} as const;

// ── the merchant's methods and its rules for them: ours, beside the contract ─

/** Amounts in major units, as everywhere in the contract. */
const AmountBounds = z
  .object({ currency: z.string().meta({ example: 'DKK' }), minimum: z.number().nullable(), maximum: z.number().nullable() })
  .meta({ id: 'AmountBounds' });

const words = z.array(z.string()).nullable();

/** What the method can do (lib/methods/catalogue.ts); null stands for "any". */
const AbilitiesAnswer = z.object({
  kind: z.enum(['card', 'wallet', 'bank', 'invoice']),
  currencies: z.array(z.string()).describe('Those that both the method and its terminal take.'),
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
  abilities: AbilitiesAnswer.describe('What the method can do; null stands for “any”.'),
  rules: z
    .object({ enabled: z.boolean(), rank: z.int().nullable(), countries: words, amountLimits: z.array(AmountBounds).nullable() })
    .describe('Yours; null: no rule.'),
  refreshedAt: z.iso.datetime().describe('When the gateway last listed it.'),
  withdrawnAt: z.iso.datetime().nullable(),
}).meta({ id: 'MerchantPaymentMethod' });
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
export const MethodRulesBody = z
  .strictObject({
    enabled: z.boolean().nullish(),
    rank: z.int().min(1).max(9_999).nullish().meta({ description: 'Its place in the list: 1 stands first.', example: 1 }),
    countries: z
      .array(Country)
      .min(1, 'must name a country; null clears the rule')
      .max(countryCount)
      .refine(isWithoutRepeats, 'must name each country once')
      .nullish()
      .meta({ description: 'Only for customers in these.', example: ['DK', 'SE'] }),
    amountLimits: z
      .array(Limit)
      .max(50)
      .refine((limits) => isWithoutRepeats(limits.map(({ currency }) => currency)), 'must name each currency once')
      .nullish()
      .meta({ description: 'A currency that is not listed has no bound.', example: [{ currency: 'DKK', maximum: 5000 }] }),
  })
  .meta({ id: 'MethodRules' });
export type MethodRulesBody = z.output<typeof MethodRulesBody>;

const everyMethod = {
  needs: 'Management',
  params: z.object({}),
  body: z.object({}),
  response: z.object({ methods: z.array(MerchantMethod) }).meta({ id: 'MerchantPaymentMethods' }),
  status: 200,
} as const;

export const listMerchantMethodsContract = { ...everyMethod, summary: 'List the merchant’s payment methods with their abilities and rules' } as const;
export const refreshMethodsContract = {
  ...everyMethod,
  summary: 'Read the merchant’s terminals from the gateway now',
  refuses: ['gateway_refused', 'gateway_unreachable'],
} as const;
export const changeMethodContract = {
  summary: 'Change the merchant’s rules for a payment method',
  description: 'Replaces the rules it names; `null` clears one. A member it does not know is refused: a rule that was misspelt would hide nothing.',
  needs: 'Management',
  params: z.object({ methodId: uuid }),
  body: MethodRulesBody,
  response: MerchantMethod,
  status: 200,
} as const;
