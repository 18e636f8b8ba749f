import { type Currency, currencyOf } from '../money.ts';

/** How a customer pays at a terminal: which pages there are, and who decides. */
export type TerminalKind = 'card' | 'sheet' | 'wallet' | 'bank' | 'invoice';

type Agreement = 'recurring' | 'instalment' | 'unscheduled';

/** A terminal of the sandbox: one way to pay, as the classic wire describes it. */
export type Terminal = {
  title: string;
  /** The method's own name, as its page says it. */
  name: string;
  /** AltaPay's name of the method. */
  identifier: string;
  nature: 'CreditCard' | 'EPayment' | 'IdealPayment' | 'BankPayment' | 'Invoice';
  kind: TerminalKind;
  description: string;
  country: string;
  currencies: Currency[];
  /** The money moves in one step; there is nothing to capture afterwards, and a release gives it back. */
  capturesAtOnce: boolean;
  /** The shop is asked just before money moves. Some ways to pay never ask. */
  asksToVerify: boolean;
  /** A reservation may be captured in several parts; else one capture ends it. */
  manyCaptures: boolean;
  /** Captured money may be given back in several parts; else one refund ends it. */
  manyRefunds: boolean;
  /** What a shop may charge for later without the customer. */
  agreements: readonly Agreement[];
  /** Scheme of the addresses that open the method's app; those without one are reached by their page only. */
  appScheme?: string;
  /** The brands within the method. */
  products: readonly string[];
};

const currencies = (codes: string): Currency[] => codes.split(' ').flatMap((code) => currencyOf(code) ?? []);

type Given = Omit<Partial<Terminal>, 'currencies' | 'identifier'> & { currencies: string };

/** What a kind's terminals have in common. */
const kindFacts = {
  card: { nature: 'CreditCard', capturesAtOnce: false, manyCaptures: true, agreements: ['recurring', 'instalment', 'unscheduled'] },
  sheet: { nature: 'CreditCard', capturesAtOnce: false, manyCaptures: true, agreements: ['recurring', 'unscheduled'] },
  wallet: { nature: 'EPayment', capturesAtOnce: false, manyCaptures: true, agreements: [] },
  bank: { nature: 'BankPayment', capturesAtOnce: true, manyCaptures: false, agreements: [] },
  invoice: { nature: 'Invoice', capturesAtOnce: false, manyCaptures: true, agreements: [] },
} as const satisfies Record<TerminalKind, Partial<Terminal>>;

function terminal(kind: TerminalKind, identifier: string, { currencies: codes, ...given }: Given): Terminal {
  const common = { title: `AltaPay Test ${identifier} Terminal`, name: identifier, description: '', country: 'DK', asksToVerify: true, manyRefunds: true };
  return { ...common, products: [identifier], ...kindFacts[kind], kind, identifier, ...given, currencies: currencies(codes) };
}

const cardCurrencies = 'DKK EUR SEK NOK USD GBP CHF PLN CZK HUF RON ISK AUD CAD NZD JPY KRW SGD HKD AED KWD BHD';
const schemes = ['Visa', 'Mastercard', 'Dankort'];

/** The terminals every sandbox account has: AltaPay's eighteen identifiers and Google Pay. */
export const terminals: readonly Terminal[] = [
  terminal('card', 'CreditCard', {
    title: 'AltaPay Test Card Terminal',
    name: 'Card',
    description: schemes.join(', '),
    currencies: cardCurrencies,
    products: schemes,
  }),
  terminal('wallet', 'MobilePay', {
    description: 'Approved in the MobilePay app',
    currencies: 'DKK EUR',
    agreements: ['recurring'],
    appScheme: 'mobilepayonline-test',
  }),
  terminal('bank', 'BankPayment', {
    title: 'AltaPay Test Bank Terminal',
    name: 'Bank payment',
    description: 'Pay from your bank account',
    currencies: 'EUR DKK',
  }),
  terminal('sheet', 'ApplePay', { name: 'Apple Pay', description: 'From your Apple Wallet', currencies: cardCurrencies, products: schemes }),
  terminal('sheet', 'GooglePay', { name: 'Google Pay', description: 'From your Google Wallet', currencies: cardCurrencies, products: schemes }),
  terminal('wallet', 'Vipps', {
    description: 'Approved in the Vipps app',
    country: 'NO',
    currencies: 'NOK',
    agreements: ['recurring'],
    appScheme: 'vippsMT',
  }),
  terminal('wallet', 'SwishSweden', { name: 'Swish', description: 'Approved in the Swish app', country: 'SE', currencies: 'SEK', capturesAtOnce: true }),
  terminal('wallet', 'Twint', { name: 'TWINT', description: 'Approved in the TWINT app', country: 'CH', currencies: 'CHF', manyCaptures: false }),
  terminal('wallet', 'Payconiq', { description: 'Approved in the Payconiq app', country: 'BE', currencies: 'EUR', capturesAtOnce: true }),
  terminal('wallet', 'PayPal', {
    description: 'With your PayPal account',
    currencies: 'DKK EUR SEK NOK USD GBP CHF PLN CZK HUF AUD CAD NZD JPY SGD HKD',
    agreements: ['recurring', 'unscheduled'],
  }),
  terminal('bank', 'Bancontact', {
    nature: 'EPayment',
    description: 'Approved in the Bancontact app',
    country: 'BE',
    currencies: 'EUR',
    capturesAtOnce: false,
    manyCaptures: true,
  }),
  terminal('bank', 'iDeal', { name: 'iDEAL', nature: 'IdealPayment', description: 'From your Dutch bank account', country: 'NL', currencies: 'EUR' }),
  terminal('bank', 'OpenBanking', { name: 'Bank transfer', description: 'From your bank’s own app', currencies: 'DKK EUR SEK NOK GBP' }),
  terminal('bank', 'Przelewy24', { nature: 'EPayment', description: 'From your Polish bank account', country: 'PL', currencies: 'PLN EUR' }),
  terminal('bank', 'Sepa', {
    name: 'SEPA',
    description: 'Direct debit from your account',
    country: 'DE',
    currencies: 'EUR',
    asksToVerify: false,
    manyRefunds: false,
  }),
  terminal('bank', 'Trustly', { description: 'From your bank account', country: 'SE', currencies: 'SEK EUR DKK NOK GBP PLN CZK', asksToVerify: false }),
  terminal('invoice', 'Invoice', { description: 'Pay when it has arrived', currencies: 'DKK SEK NOK EUR' }),
  terminal('invoice', 'Klarna', { description: 'Pay later or in parts', country: 'SE', currencies: 'SEK NOK DKK EUR GBP CHF PLN' }),
  terminal('invoice', 'ViaBill', { description: 'Pay in four parts', currencies: 'DKK EUR', manyCaptures: false }),
];

/** The terminal of that title. "{currency}" in the title stands for the payment's currency ("My {currency} Terminal"). */
export function findTerminal(title: string, currency?: Currency, among: readonly Terminal[] = terminals): Terminal | undefined {
  const wanted = currency ? title.replaceAll('{currency}', currency) : title;
  return among.find((terminal) => terminal.title === wanted);
}
