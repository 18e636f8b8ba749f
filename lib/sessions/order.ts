import { ApiError, type FieldError, invariant } from '../errors.ts';
import { type Currency, currencyOf, type Money, majorText, maximumMinor, minorOf, sumMinor } from '../money.ts';
import type { Order } from './contract.ts';

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
  const currency = currencyOf(order.amount.currency);
  if (!currency) throw wrong([{ pointer: '/order/amount/currency', detail: 'is no ISO 4217 currency' }]);
  const errors: FieldError[] = [];
  const read = (major: number, pointer: string): bigint => {
    const minor = minorOf(major, currency);
    if (minor === undefined) errors.push({ pointer, detail: `is not an exact amount of ${currency}, which has ${decimals(currency)}` });
    return minor ?? 0n;
  };
  const minor = read(order.amount.value, '/order/amount/value');
  if (errors.length === 0 && minor <= 0n) errors.push({ pointer: '/order/amount/value', detail: 'must be more than 0' });
  const lines = order.orderLines.map((line, index): PricedLine => {
    const { itemId, description, quantity, unitPrice, taxAmount = 0, goodsType = 'item' } = line;
    const unitPriceMinor = read(unitPrice, `/order/orderLines/${index}/unitPrice`);
    const taxMinor = read(taxAmount, `/order/orderLines/${index}/taxAmount`);
    const totalMinor = unitPriceMinor * BigInt(quantity) + taxMinor;
    return { itemId, description, quantity, unitPriceMinor, taxMinor, totalMinor, goodsType };
  });
  if (errors.length > 0) throw wrong(errors);
  refuseWrongSum({ minor, currency }, lines);
  return { orderId: order.orderId, amount: { minor, currency }, lines };
}

function refuseWrongSum(amount: Money, lines: PricedLine[]): void {
  const sum = sumMinor(lines.map((line) => line.totalMinor));
  if (sum === amount.minor) return;
  const { currency } = amount;
  const apart = majorText({ minor: sum > amount.minor ? sum - amount.minor : amount.minor - sum, currency });
  const shown = sum <= maximumMinor && sum >= -maximumMinor ? majorText({ minor: sum, currency }) : 'more than can be paid';
  const detail = `The order lines (unitPrice × quantity + taxAmount) sum to ${shown} ${currency}; the amount is ${majorText(amount)} ${currency}: they differ by ${apart}.`;
  throw new ApiError('order_sum_mismatch', detail, { errors: [{ pointer: '/order/amount/value', detail: `differs from the order lines by ${apart}` }] });
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
