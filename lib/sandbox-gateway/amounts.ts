import { type Currency, exponentOf, type Money, majorText, minorOf } from '../money.ts';

/** Minor units of a wire amount: dot decimal, at most two decimals, above zero. Undefined when it is not one. */
export function readAmount(text: string, currency: Currency): bigint | undefined {
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(text)) return undefined;
  const minor = minorOf(text, currency);
  return minor !== undefined && minor > 0n ? minor : undefined;
}

/** The wire always writes two decimals, also for currencies with none or with three. */
export function wireAmount(money: Money): string {
  const text = majorText(money);
  const exponent = exponentOf(money.currency);
  if (exponent === 0) return `${text}.00`;
  return exponent > 2 ? text.slice(0, text.length - (exponent - 2)) : text;
}
