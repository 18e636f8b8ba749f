import type { PaymentMethod } from '../db/generated/client.ts';
import { canCarry } from '../gateways/altapay/translate.ts';
import { exponentOf, type Money, majorText } from '../money.ts';
import type { Browser } from './browser.ts';
import { type Abilities, type AmountLimit, abilitiesOf, type Device, type System } from './catalogue.ts';
import { countryName } from './countries.ts';
import { type MerchantRules, rulesOf } from './merchant-rules.ts';

/** One way to pay that may be offered: what the gateway says of its terminal, what the method can do, what the merchant wants. */
export type Candidate = {
  terminal: Pick<PaymentMethod, 'id' | 'terminal' | 'name' | 'currencies' | 'country' | 'position' | 'withdrawnAt'>;
  abilities: Abilities;
  rules: MerchantRules;
};

/** What is to be paid, by whom, in which browser. */
export type Situation = {
  amount: Money;
  /** Where the customer lives; undefined: not known, which hides nothing. */
  country: string | undefined;
  browser: Browser;
};

/** A rule that hides a method, and a sentence with the values it went by. */
export type HidingReason = { rule: HidingRule; detail: string };

/** A method's row as a candidate. */
export const candidateOf = (method: PaymentMethod): Candidate => ({ terminal: method, abilities: abilitiesOf(method.identifier), rules: rulesOf(method) });

/** What speaks against it, as a sentence; false when nothing does. */
type Check = (candidate: Candidate, situation: Situation) => string | false;

/** Every rule, in the order they are told: first what holds for every order, last what another browser would change. */
const checks = {
  withdrawn: ({ terminal }) => terminal.withdrawnAt !== null && `The gateway no longer lists the terminal “${terminal.terminal}”.`,
  switched_off: ({ terminal, rules }) => !rules.isEnabled && `${terminal.name} is switched off by your own rules.`,
  amount_not_carried: (_, { amount }) => !canCarry(amount) && carriage(amount),
  currency_not_supported: ({ terminal, abilities: { currencies } }, { amount }) =>
    currencies !== 'any' && !currencies.includes(amount.currency) && `${terminal.name} takes ${listed(currencies)}; this order is in ${amount.currency}.`,
  currency_not_on_terminal: ({ terminal }, { amount }) =>
    !terminal.currencies.includes(amount.currency) &&
    `The terminal “${terminal.terminal}” takes ${listed(terminal.currencies)}; this order is in ${amount.currency}.`,
  currency_not_local: ({ terminal, abilities }, { amount, country }) => {
    const local = country === undefined ? undefined : abilities.currencyByCountry?.get(country);
    return (
      local !== undefined &&
      local !== amount.currency &&
      `${terminal.name} takes ${local} from customers in ${place(country)}; this order is in ${amount.currency}.`
    );
  },
  amount_below_minimum: ({ terminal, abilities }, { amount }) => below(abilities.amount, amount, `${terminal.name} takes`),
  amount_above_maximum: ({ terminal, abilities }, { amount }) => above(abilities.amount, amount, `${terminal.name} takes`),
  amount_below_your_minimum: ({ rules }, { amount }) => below(rules.amountLimits, amount, 'Your own rules ask for'),
  amount_above_your_maximum: ({ rules }, { amount }) => above(rules.amountLimits, amount, 'Your own rules allow'),
  country_not_supported: ({ terminal, abilities: { countries } }, { country }) =>
    countries !== 'any' && outside(countries, country) && `${terminal.name} is for customers in ${places(countries)}; this one is in ${place(country)}.`,
  country_not_allowed: ({ terminal, rules: { countries } }, { country }) =>
    countries.length > 0 &&
    outside(countries, country) &&
    `Your own rules offer ${terminal.name} to customers in ${places(countries)}; this one is in ${place(country)}.`,
  device_not_supported: ({ terminal, abilities }, { browser }) => wrongDevice(terminal.name, abilities, browser),
  in_app_browser: ({ terminal, abilities }, { browser }) => wrongApp(terminal.name, abilities, browser),
} as const satisfies Record<string, Check>;

export type HidingRule = keyof typeof checks;

/** The codes of all rules. */
export const hidingRules = Object.keys(checks) as [HidingRule, ...HidingRule[]];

/** Rules that another device or browser may change. */
const ofTheBrowser: ReadonlySet<HidingRule> = new Set<HidingRule>(['device_not_supported', 'in_app_browser']);

/** Every rule that hides this method in this situation, the first one first. None: it is shown. */
export function reasonsToHide(candidate: Candidate, situation: Situation): HidingReason[] {
  return hidingRules.flatMap((rule) => {
    const detail = checks[rule](candidate, situation);
    return detail === false ? [] : [{ rule, detail }];
  });
}

/** Whether nothing but the browser hides it: elsewhere the same customer would see it. */
export const isHiddenHereOnly = (reasons: readonly HidingReason[]): boolean => reasons.length > 0 && reasons.every(({ rule }) => ofTheBrowser.has(rule));

const list = new Intl.ListFormat('en-GB');
const listed = (names: readonly string[]): string => list.format(names);
const place = (country: string | undefined): string => (country === undefined ? 'an unknown country' : countryName(country));
const mostNamed = 6;
/** Countries by name, many by their codes. */
const places = (countries: readonly string[]): string => listed(countries.length > mostNamed ? countries : countries.map(countryName));
const outside = (countries: readonly string[], country: string | undefined): boolean => country !== undefined && !countries.includes(country);
const told = (amount: Money): string => `${majorText(amount)} ${amount.currency}`;

function carriage(amount: Money): string {
  if (amount.minor <= 0n) return `The gateway takes amounts above zero; this order is ${told(amount)}.`;
  return `The gateway takes two decimals at most and nothing is rounded; ${amount.currency} has ${exponentOf(amount.currency)}.`;
}

const limitFor = (limits: readonly AmountLimit[], { currency }: Money): AmountLimit | undefined => limits.find((limit) => limit.currency === currency);

function below(limits: readonly AmountLimit[], amount: Money, whose: string): string | false {
  const minor = limitFor(limits, amount)?.minimumMinor;
  return minor !== undefined && amount.minor < minor && `${whose} at least ${told({ ...amount, minor })}; this order is ${told(amount)}.`;
}

function above(limits: readonly AmountLimit[], amount: Money, whose: string): string | false {
  const minor = limitFor(limits, amount)?.maximumMinor;
  return minor !== undefined && amount.minor > minor && `${whose} at most ${told({ ...amount, minor })}; this order is ${told(amount)}.`;
}

const oneOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const deviceNames: Readonly<Record<Device, string>> = { phone: 'a phone', tablet: 'a tablet', desktop: 'a computer' };
const systemNames: Readonly<Record<System, string>> = {
  ios: 'iOS',
  android: 'Android',
  macos: 'macOS',
  windows: 'Windows',
  linux: 'Linux',
  chromeos: 'ChromeOS',
};

function wrongDevice(name: string, { devices, systems }: Abilities, { device, system }: Browser): string | false {
  if (devices !== 'any' && device !== undefined && !devices.includes(device)) {
    return `${name} works on ${oneOf.format(devices.map((each) => deviceNames[each]))}; this is ${deviceNames[device]}.`;
  }
  if (systems === 'any' || system === undefined || systems.includes(system)) return false;
  return `${name} works on ${listed(systems.map((each) => systemNames[each]))}; this browser runs on ${systemNames[system]}.`;
}

function wrongApp(name: string, { inApp }: Abilities, { inApp: app }: Browser): string | false {
  if (app === undefined || inApp === 'works') return false;
  const here = app.name === undefined ? 'this is an app’s own' : `this is ${app.name}’s`;
  if (inApp === 'fails') return `${name} does not work in a browser inside another app; ${here}.`;
  if ((app.iosVersion ?? 0) >= inApp.fromIos) return false;
  const version = app.iosVersion === undefined ? '' : ` on iOS ${app.iosVersion}`;
  return `${name} works in a browser inside another app from iOS ${inApp.fromIos} on; ${here}${version}.`;
}
