/** Whole minor units of an ISO 4217 currency. Never a float. */
export type Money = { minor: bigint; currency: Currency };

/** ISO 4217 active codes: numeric code and exponent. A code not listed here is refused. */
const table = `
AED7842 AFN9712 ALL0082 AMD0512 AOA9732 ARS0322 AUD0362 AWG5332 AZN9442 BAM9772 BBD0522 BDT0502 BGN9752 BHD0483
BIF1080 BMD0602 BND0962 BOB0682 BRL9862 BSD0442 BTN0642 BWP0722 BYN9332 BZD0842 CAD1242 CDF9762 CHF7562 CLP1520
CNY1562 COP1702 CRC1882 CUP1922 CVE1322 CZK2032 DJF2620 DKK2082 DOP2142 DZD0122 EGP8182 ERN2322 ETB2302 EUR9782
FJD2422 FKP2382 GBP8262 GEL9812 GHS9362 GIP2922 GMD2702 GNF3240 GTQ3202 GYD3282 HKD3442 HNL3402 HTG3322 HUF3482
IDR3602 ILS3762 INR3562 IQD3683 IRR3642 ISK3520 JMD3882 JOD4003 JPY3920 KES4042 KGS4172 KHR1162 KMF1740 KPW4082
KRW4100 KWD4143 KYD1362 KZT3982 LAK4182 LBP4222 LKR1442 LRD4302 LSL4262 LYD4343 MAD5042 MDL4982 MGA9692 MKD8072
MMK1042 MNT4962 MOP4462 MRU9292 MUR4802 MVR4622 MWK4542 MXN4842 MYR4582 MZN9432 NAD5162 NGN5662 NIO5582 NOK5782
NPR5242 NZD5542 OMR5123 PAB5902 PEN6042 PGK5982 PHP6082 PKR5862 PLN9852 PYG6000 QAR6342 RON9462 RSD9412 RUB6432
RWF6460 SAR6822 SBD0902 SCR6902 SDG9382 SEK7522 SGD7022 SHP6542 SLE9252 SOS7062 SRD9682 SSP7282 STN9302 SVC2222
SYP7602 SZL7482 THB7642 TJS9722 TMT9342 TND7883 TOP7762 TRY9492 TTD7802 TWD9012 TZS8342 UAH9802 UGX8000 USD8402
UYU8582 UZS8602 VED9262 VES9282 VND7040 VUV5480 WST8822 XAF9500 XCD9512 XCG5322 XOF9520 XPF9530 YER8862 ZAR7102
ZMW9672 ZWG9242`;

export type Currency = string & { readonly currency: unique symbol };

const currencies = new Map(
  table
    .trim()
    .split(/\s+/)
    .map((row) => [row.slice(0, 3), { numeric: row.slice(3, 6), exponent: Number(row.slice(6)) }]),
);

/** Largest amount taken: 15 digits, which a JSON number carries exactly. */
export const maximumMinor = 999_999_999_999_999n;

/** The currency of an ISO 4217 alpha or numeric code, whatever its case; undefined when there is none. */
export function currencyOf(code: string): Currency | undefined {
  const alpha = code.toUpperCase();
  // Letters outside ASCII may have an ASCII capital (ſ is one).
  if (/^[A-Za-z]{3}$/.test(code) && currencies.has(alpha)) return alpha as Currency;
  for (const [known, { numeric }] of currencies) if (numeric === code.padStart(3, '0')) return known as Currency;
  return undefined;
}

const facts = (currency: Currency) => currencies.get(currency) ?? { numeric: '999', exponent: 2 };

/** Digits after the decimal point (ISO 4217 exponent). */
export const exponentOf = (currency: Currency): number => facts(currency).exponent;

/** ISO 4217 numeric code, three digits. */
export const numericOf = (currency: Currency): string => facts(currency).numeric;

/**
 * Minor units of a decimal number or text in major units, such as 2049.99. Undefined when it has more
 * decimals than the currency, or more digits than a JSON number holds exactly: nothing is ever rounded.
 */
export function minorOf(major: number | string, currency: Currency): bigint | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(major)) ?? [];
  if (whole === undefined) return undefined;
  const exponent = exponentOf(currency);
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  if (/[1-9]/.test(fraction.slice(exponent))) return undefined;
  const minor = BigInt(whole + kept) * (sign ? -1n : 1n);
  return minor > maximumMinor || minor < -maximumMinor ? undefined : minor;
}

/** Decimal text in major units with the currency's own number of decimals: "2049.99". */
export function majorText({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const text = exponent === 0 ? digits : `${whole}.${digits.slice(-exponent)}`;
  return minor < 0n ? `-${text}` : text;
}

/** The same as the JSON number of the contract; exact up to `maximumMinor`. */
export const majorNumber = (money: Money): number => Number(majorText(money));

/** As people read it: "2.049,99 kr." for da. `locale` is a BCP 47 tag. With `code` it is "2.049,99 DKK". */
export function formatMoney(money: Money, locale: string, currencyDisplay: 'symbol' | 'code' = 'symbol'): string {
  const digits = exponentOf(money.currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(majorText(money) as unknown as number);
}

/** Sum of minor units. */
export const sumMinor = (amounts: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
};
