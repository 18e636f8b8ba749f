import { type Money, majorNumber } from '../money.ts';
import type { Receipt } from './contract.ts';

/** A receipt as its signed file says it: money in major units as the API has it, times in UTC (ISO 8601), what is not known left out. */
export function receiptJson(receipt: Receipt) {
  const { merchant, lines, tax, shipping, total, paid, paidAt, method, refunds, ...rest } = receipt;
  return withoutAbsent({
    ...rest,
    merchant: withoutAbsent(merchant),
    lines: lines.map((line) => ({ ...line, total: amount(line.total) })),
    tax: tax && amount(tax),
    shipping: shipping && amount(shipping),
    total: amount(total),
    paid: amount(paid),
    paidAt: paidAt.toISOString(),
    method: { identifier: method.identifier, name: method.name },
    refunds: refunds.map((refund) => ({ at: refund.at.toISOString(), amount: amount(refund.amount) })),
  });
}

const amount = (money: Money) => ({ value: majorNumber(money), currency: money.currency });

/** The same without members that are undefined. */
const withoutAbsent = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
