import type { CheckoutSession } from '../db/generated/client.ts';
import { type Money, sumMinor } from '../money.ts';
import { Order } from '../sessions/contract.ts';
import { priceOrder } from '../sessions/order.ts';
import type { PageOrder } from './pay-page-contract.ts';

/** The order in minor units, as the page lists it. */
export function pageOrder(session: CheckoutSession): PageOrder {
  const { orderId, amount, lines } = priceOrder(Order.parse(session.order));
  const { currency } = amount;
  const money = (minor: bigint): Money => ({ minor, currency });
  const shipping = lines.filter((line) => line.goodsType === 'shipment');
  const taxMinor =
    sumMinor(lines.map((line) => line.taxMinor)) + sumMinor(lines.filter((line) => line.goodsType === 'sales_tax').map((line) => line.totalMinor));
  return {
    orderId,
    lines: lines
      .filter((line) => line.goodsType !== 'shipment' && line.goodsType !== 'sales_tax')
      .map(({ description, quantity, totalMinor }) => ({ description, quantity, total: money(totalMinor) })),
    tax: taxMinor === 0n ? undefined : money(taxMinor),
    shipping: shipping.length === 0 ? undefined : money(sumMinor(shipping.map((line) => line.totalMinor))),
    total: amount,
  };
}
