import { invariant } from '../errors.ts';
import { en } from '../i18n/messages/en.ts';
import { type Currency, currencyOf, minorOf } from '../money.ts';

export type MethodKind = 'card' | 'wallet' | 'bank' | 'invoice';
export type Device = 'phone' | 'tablet' | 'desktop';
export type System = 'ios' | 'android' | 'macos' | 'windows' | 'linux' | 'chromeos';

/** Bounds of an amount in one currency, both included, in minor units; undefined where there is none. */
export type AmountLimit = { currency: Currency; minimumMinor: bigint | undefined; maximumMinor: bigint | undefined };

/** What a method can do, whoever offers it. What one terminal takes of it (its currencies) the gateway tells. */
export type Abilities = {
  /** Of the contract: CARD, else AltaPay's identifier in capitals. */
  type: string;
  /** What customers read, in English; lib/i18n/method-name.ts has the other languages. */
  name: string;
  kind: MethodKind;
  currencies: readonly Currency[] | 'any';
  /** Where its customers live, ISO 3166-1 alpha-2. */
  countries: readonly string[] | 'any';
  /** For a method that takes from each customer the currency of the customer's own country only. */
  currencyByCountry: ReadonlyMap<string, Currency> | undefined;
  /** A currency that is not listed has no bound. */
  amount: readonly AmountLimit[];
  devices: readonly Device[] | 'any';
  systems: readonly System[] | 'any';
  /** Inside another app's browser; `fromIos`: on Apple's phones and tablets from that version on, nowhere else. */
  inApp: 'works' | 'fails' | { fromIos: number };
  /** Authorised first and captured when the merchant says so, or captured in one step. */
  captures: 'later' | 'at_once';
  partialCapture: boolean;
  refundable: boolean;
  /** Whether the gateway asks us just before money moves. */
  verifiesOrder: boolean;
  flow: 'redirect' | 'app_switch';
  /** How many days an Open result may stay undecided; 0: it leaves none open. */
  pendingDays: number;
  /** Countries where it is what most people pay with, and where many do. Orders the list (likeliest.ts); hides nothing. */
  habit: { most: readonly string[]; many: readonly string[] };
};

type Row = Pick<Abilities, 'name' | 'kind'> & Partial<Omit<Abilities, 'type'>>;

function currency(code: string): Currency {
  const known = currencyOf(code);
  invariant(known, `${code} is a currency`);
  return known;
}

const words = (text: string): string[] => text.split(' ').filter(Boolean);
const money = (codes: string): Currency[] => words(codes).map(currency);

function limit(code: string, { from, to }: { from?: string; to?: string }): AmountLimit {
  const of = currency(code);
  return { currency: of, minimumMinor: from === undefined ? undefined : minorOf(from, of), maximumMinor: to === undefined ? undefined : minorOf(to, of) };
}

/** A row says only where its method differs from this. */
const usual: Omit<Abilities, 'type' | 'name' | 'kind'> = {
  currencies: 'any',
  countries: 'any',
  currencyByCountry: undefined,
  amount: [],
  devices: 'any',
  systems: 'any',
  inApp: 'works',
  captures: 'later',
  partialCapture: true,
  refundable: true,
  verifiesOrder: true,
  flow: 'redirect',
  pendingDays: 0,
  habit: { most: [], many: [] },
};

/** The customer's bank moves the money on its own page or in an app: nothing to capture, and nobody asks us first. */
const atOnce = { captures: 'at_once', partialCapture: false, verifiesOrder: false } as const;

/** Klarna takes the local currency of each country only (docs.klarna.com: purchase countries, currencies and locales). */
const klarnaMarkets = new Map(
  words(
    'AT:EUR AU:AUD BE:EUR CA:CAD CH:CHF CZ:CZK DE:EUR DK:DKK ES:EUR FI:EUR FR:EUR GB:GBP GR:EUR HU:HUF IE:EUR IT:EUR MX:MXN NL:EUR NO:NOK NZ:NZD PL:PLN PT:EUR RO:RON SE:SEK SK:EUR US:USD',
  ).map((market): [string, Currency] => [market.slice(0, 2), currency(market.slice(3))]),
);

/** The countries of the SEPA schemes. */
const sepaCountries = words('AD AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA');

/** The currencies PayPal holds and that may be paid across borders (developer.paypal.com: currency codes). */
const paypalCurrencies = money('AUD CAD CHF CZK DKK EUR GBP HKD HUF ILS JPY MXN NOK NZD PHP PLN SEK SGD THB TWD USD');

/**
 * AltaPay's classic identifiers and Google Pay. AltaPay publishes few of these facts; where it does the row says so,
 * the others are those of the method itself as several who offer it document them. Two rules for what is uncertain: a
 * bound that its sources do not agree on is left out, because hiding a method that would work loses a sale and showing
 * one that declines costs a press; and "later" stands where a method may do both, because the gateway tells of a
 * capture that has happened, but money that is never captured is lost. `habit` is our own judgement.
 */
const rows: Readonly<Record<string, Row>> = {
  CreditCard: { name: en.methods.creditcard, kind: 'card' },
  // Its card form is the gateway's (form_checkout_bancontact). Mollie, Worldpay: Belgium, euros, from EUR 0.02.
  Bancontact: {
    name: 'Bancontact',
    kind: 'card',
    currencies: money('EUR'),
    countries: ['BE'],
    amount: [limit('EUR', { from: '0.02' })],
    habit: { most: ['BE'], many: [] },
  },
  // AltaPay, Apple Pay: "on websites in Safari". In apps' browsers from iOS 16 on: before, a web view into which the app
  // put scripts of its own had none, and these apps do (stripe-archive/stripe-payments-demo#84); the Safari 16 release
  // notes lift that, and csob/platebnibrana#66 has it working in Messenger, Instagram and Facebook.
  ApplePay: { name: 'Apple Pay', kind: 'wallet', systems: ['ios', 'macos'], inApp: { fromIos: 16 } },
  // Any current browser, but no app's: it runs on the Payment Request API, which Android's web view has only since version
  // 136 and only when the app switches it on (developer.chrome.com/docs/android/payments-in-webviews); in Messenger,
  // Instagram and Facebook its button loads for ever (csob/platebnibrana#66).
  GooglePay: { name: 'Google Pay', kind: 'wallet', inApp: 'fails' },
  // A computer asks for the phone number or shows a code, so every device will do. Adyen: captures and refunds in parts.
  MobilePay: {
    name: 'MobilePay',
    kind: 'wallet',
    currencies: money('DKK EUR'),
    countries: words('DK FI'),
    flow: 'app_switch',
    pendingDays: 1,
    habit: { most: [], many: words('DK FI') },
  },
  Vipps: {
    name: 'Vipps',
    kind: 'wallet',
    currencies: money('NOK SEK'),
    countries: words('NO SE'),
    flow: 'app_switch',
    pendingDays: 1,
    habit: { most: [], many: ['NO'] },
  },
  // AltaPay: payments and refunds; the acquirer knows paymentAndCapture only.
  SwishSweden: {
    name: 'Swish',
    kind: 'wallet',
    ...atOnce,
    currencies: money('SEK'),
    countries: ['SE'],
    flow: 'app_switch',
    pendingDays: 1,
    habit: { most: ['SE'], many: [] },
  },
  // PPRO, Antom: at most CHF 5,000 a payment. Adyen: a reservation may be captured once, also in part.
  Twint: {
    name: 'TWINT',
    kind: 'wallet',
    currencies: money('CHF'),
    countries: words('CH LI'),
    amount: [limit('CHF', { to: '5000' })],
    flow: 'app_switch',
    pendingDays: 1,
    habit: { most: ['CH'], many: ['LI'] },
  },
  // Its scheme ended in December 2025; a gateway that still lists a terminal is believed.
  Payconiq: {
    name: 'Payconiq',
    kind: 'wallet',
    ...atOnce,
    currencies: money('EUR'),
    countries: words('BE LU'),
    flow: 'app_switch',
    pendingDays: 1,
    habit: { most: [], many: words('BE LU') },
  },
  // An authorisation may be held for review, and an eCheck takes up to a week.
  PayPal: { name: 'PayPal', kind: 'wallet', currencies: paypalCurrencies, pendingDays: 7, habit: { most: ['DE'], many: words('AT GB IT US') } },
  // AltaPay, iDEAL payments: a plain payment is made a paymentAndCapture.
  iDeal: { name: 'iDEAL', kind: 'bank', ...atOnce, currencies: money('EUR'), countries: ['NL'], pendingDays: 1, habit: { most: ['NL'], many: [] } },
  // Mollie, PayPal: Poland, at most PLN 55,000. A transfer that the customer's bank makes later takes some days.
  Przelewy24: {
    name: 'Przelewy24',
    kind: 'bank',
    ...atOnce,
    currencies: money('EUR PLN'),
    countries: ['PL'],
    amount: [limit('PLN', { to: '55000' })],
    pendingDays: 5,
    habit: { most: ['PL'], many: [] },
  },
  // Mollie: these countries and currencies; a session lives for seven days.
  Trustly: {
    name: 'Trustly',
    kind: 'bank',
    ...atOnce,
    currencies: money('DKK EUR GBP NOK SEK'),
    countries: words('AT DE DK EE FI GB LT LV NL NO SE'),
    pendingDays: 7,
    habit: { most: [], many: words('EE FI SE') },
  },
  BankPayment: { name: en.methods.bankpayment, kind: 'bank', ...atOnce, pendingDays: 5 },
  OpenBanking: { name: en.methods.openbanking, kind: 'bank', ...atOnce, pendingDays: 5 },
  // A direct debit is final, as far as it ever is, after about nine banking days (Mollie).
  Sepa: { name: 'SEPA', kind: 'bank', ...atOnce, currencies: money('EUR'), countries: sepaCountries, pendingDays: 14 },
  // AltaPay, invoice payments: captured in parts with their order lines; what is held for review is decided within 24 hours.
  Klarna: {
    name: 'Klarna',
    kind: 'invoice',
    currencies: [...new Set(klarnaMarkets.values())],
    countries: [...klarnaMarkets.keys()],
    currencyByCountry: klarnaMarkets,
    pendingDays: 1,
    habit: { most: [], many: words('AT DE FI NO SE') },
  },
  Invoice: { name: en.methods.invoice, kind: 'invoice', pendingDays: 5 },
  // AltaPay, ViaBill: a Danish provider whose answer may come late; it is asked every hour.
  ViaBill: {
    name: 'ViaBill',
    kind: 'invoice',
    currencies: money('DKK EUR'),
    countries: words('DK ES'),
    pendingDays: 1,
    habit: { most: [], many: ['DK'] },
  },
};

/** The identifiers this catalogue knows, as AltaPay writes them. */
export const methodIdentifiers: readonly string[] = Object.keys(rows);

const known = new Map(Object.entries(rows).map(([identifier, row]) => [identifier.toLowerCase(), { ...usual, type: typeOf(identifier), ...row }]));

/** AltaPay publishes CARD alone. */
function typeOf(identifier: string): string {
  return identifier.toLowerCase() === 'creditcard' ? 'CARD' : identifier.toUpperCase();
}

/**
 * What a method can do, by AltaPay's identifier in any case. One that is not in the catalogue is believed to take
 * whatever its terminal says, to promise nothing, and to take long: no parts, no question before money moves.
 */
export function abilitiesOf(identifier: string): Abilities {
  const careful = { partialCapture: false, verifiesOrder: false, pendingDays: 14 };
  return known.get(identifier.toLowerCase()) ?? { ...usual, ...careful, type: typeOf(identifier), name: identifier, kind: 'bank' };
}
