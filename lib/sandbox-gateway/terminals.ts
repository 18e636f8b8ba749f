import { type Currency, currencyOf } from '../money.ts';

/** A terminal of the sandbox: one way to pay, as the classic wire describes it. */
export type Terminal = {
  title: string;
  identifier: 'CreditCard' | 'MobilePay' | 'BankPayment';
  nature: 'CreditCard' | 'EPayment' | 'BankPayment';
  description: string;
  country: string;
  currencies: Currency[];
  /** The bank moves the money in one step; there is nothing to capture afterwards. */
  capturesAtOnce: boolean;
};

const currencies = (codes: string): Currency[] => codes.split(' ').flatMap((code) => currencyOf(code) ?? []);

/** The terminals every sandbox account has. */
export const terminals: readonly Terminal[] = [
  {
    title: 'AltaPay Test Card Terminal',
    identifier: 'CreditCard',
    nature: 'CreditCard',
    description: 'Visa, Mastercard, Dankort',
    country: 'DK',
    currencies: currencies('DKK EUR SEK NOK USD GBP CHF PLN CZK HUF RON ISK AUD CAD NZD JPY KRW SGD HKD AED KWD BHD'),
    capturesAtOnce: false,
  },
  {
    title: 'AltaPay Test MobilePay Terminal',
    identifier: 'MobilePay',
    nature: 'EPayment',
    description: 'Approved in the MobilePay app',
    country: 'DK',
    currencies: currencies('DKK EUR'),
    capturesAtOnce: false,
  },
  {
    title: 'AltaPay Test Bank Terminal',
    identifier: 'BankPayment',
    nature: 'BankPayment',
    description: 'Pay from your bank account',
    country: 'DK',
    currencies: currencies('EUR DKK'),
    capturesAtOnce: true,
  },
];

/** The terminal of that title. "{currency}" in the title stands for the payment's currency ("My {currency} Terminal"). */
export function findTerminal(title: string, currency?: Currency, among: readonly Terminal[] = terminals): Terminal | undefined {
  const wanted = currency ? title.replaceAll('{currency}', currency) : title;
  return among.find((terminal) => terminal.title === wanted);
}
