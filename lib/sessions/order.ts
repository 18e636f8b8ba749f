import { ApiError, type FieldError, invariant } from '../errors.ts';
import { type Currency, currencyOf, type Money, majorText, maximumMinor, minorOf, sumMinor } from '../money.ts';
import type { Amount, Order, OrderLines } from './contract.ts';

/** One order line in minor units; `totalMinor` = unit price × quantity + tax (altapay.md §3). */
export type PricedLine = {
  itemId: string;
  description: string;
  quantity: number;
  unitPriceMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  goodsType: string;
};

export type PricedOrder = { orderId: string; amount: Money; lines: PricedLine[] };

/**
 * An order in whole minor units, or 422 with a pointer to each amount its currency cannot hold exactly, or by
 * how much the lines differ from the amount.
 */
export function priceOrder(order: Order): PricedOrder {
  const errors: FieldError[] = [];
  const amount = readAmount(order.amount, '/order', errors);
  const lines = readLines(order.orderLines, amount.currency, '/order', errors);
  refuseErrors(errors);
  refuseWrongSum(amount, lines, '/order');
  return { orderId: order.orderId, amount, lines };
}

/** An amount in whole minor units, or 422 that points at `/amount` when it is none its currency holds exactly, above zero. */
export function exactAmount(amount: Amount): Money {
  const errors: FieldError[] = [];
  const exact = readAmount(amount, '', errors);
  refuseErrors(errors);
  return exact;
}

/** Lines that stand for an amount, in whole minor units; 422 that points at `/orderLines`, or says by how much they differ from it. */
export function priceLines(given: OrderLines, amount: Money): PricedLine[] {
  const errors: FieldError[] = [];
  const lines = readLines(given, amount.currency, '', errors);
  refuseErrors(errors);
  refuseWrongSum(amount, lines, '');
  return lines;
}

function readAmount(given: Amount, base: string, errors: FieldError[]): Money {
  const currency = currencyOf(given.currency);
  if (!currency) throw wrong([{ pointer: `${base}/amount/currency`, detail: 'is no ISO 4217 currency' }]);
  const minor = readMinor(given.value, currency, `${base}/amount/value`, errors);
  if (errors.length === 0 && minor <= 0n) errors.push({ pointer: `${base}/amount/value`, detail: 'must be more than 0' });
  return { minor, currency };
}

function readLines(lines: OrderLines, currency: Currency, base: string, errors: FieldError[]): PricedLine[] {
  return lines.map((line, index): PricedLine => {
    const { itemId, description, quantity, unitPrice, taxAmount = 0, goodsType = 'item' } = line;
    const unitPriceMinor = readMinor(unitPrice, currency, `${base}/orderLines/${index}/unitPrice`, errors);
    const taxMinor = readMinor(taxAmount, currency, `${base}/orderLines/${index}/taxAmount`, errors);
    const totalMinor = unitPriceMinor * BigInt(quantity) + taxMinor;
    return { itemId, description, quantity, unitPriceMinor, taxMinor, totalMinor, goodsType };
  });
}

function readMinor(major: number, currency: Currency, pointer: string, errors: FieldError[]): bigint {
  const minor = minorOf(major, currency);
  if (minor === undefined) errors.push({ pointer, detail: `is not an exact amount of ${currency}, which has ${decimals(currency)}` });
  return minor ?? 0n;
}

function refuseErrors(errors: FieldError[]): void {
  if (errors.length > 0) throw wrong(errors);
}

function refuseWrongSum(amount: Money, lines: PricedLine[], base: string): void {
  const sum = sumMinor(lines.map((line) => line.totalMinor));
  if (sum === amount.minor) return;
  const { currency } = amount;
  const apart = majorText({ minor: sum > amount.minor ? sum - amount.minor : amount.minor - sum, currency });
  const shown = sum <= maximumMinor && sum >= -maximumMinor ? majorText({ minor: sum, currency }) : 'more than can be paid';
  const detail = `The order lines (unitPrice × quantity + taxAmount) sum to ${shown} ${currency}; the amount is ${majorText(amount)} ${currency}: they differ by ${apart}.`;
  throw new ApiError('order_sum_mismatch', detail, { errors: [{ pointer: `${base}/amount/value`, detail: `differs from the order lines by ${apart}` }] });
}

const decimals = (currency: Currency): string => {
  const zero = majorText({ minor: 0n, currency });
  const count = zero.length === 1 ? 0 : zero.length - 2;
  return count === 0 ? 'no decimals' : `${count} decimals`;
};

function wrong(errors: FieldError[]): ApiError {
  const [first] = errors;
  invariant(first, 'a wrong order has a first error');
  return new ApiError('invalid_field', `${first.pointer}: ${first.detail}`, { errors });
}
