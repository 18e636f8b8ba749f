import type { CheckoutSession, Payment, PaymentMethod } from '../db/generated/client.ts';
import { invariant } from '../errors.ts';
import type { StartRequest } from '../gateways/gateway.ts';
import { currencyOf } from '../money.ts';
import { Configuration, Order } from '../sessions/contract.ts';
import { priceOrder } from '../sessions/order.ts';

/** What the gateway is asked for one payment: the order's lines, the customer, and the payment's own amount. */
export function gatewayRequest(given: {
  session: CheckoutSession;
  payment: Payment;
  method: PaymentMethod;
  callbackBase: string;
  language: string | undefined;
}): StartRequest {
  const { session, payment, method, callbackBase } = given;
  const order = Order.parse(session.order);
  const currency = currencyOf(payment.currency);
  invariant(currency, 'a payment has a known currency');
  return {
    paymentId: payment.id,
    gatewayOrderId: payment.gatewayOrderId,
    terminal: method.terminal,
    amount: { minor: payment.amountMinor, currency },
    captureAtOnce: payment.captureAtOnce,
    language: given.language ?? Configuration.parse(session.configuration).language,
    lines: priceOrder(order).lines,
    customer: order.customer ? withoutAbsent(order.customer) : {},
    transactionInfo: order.transactionInfo ?? {},
    callbackBase,
  };
}

type Present<T> = { [K in keyof T]?: Present<Exclude<T[K], undefined>> };

/** The same members without those that are undefined. */
const withoutAbsent = <T extends object>(value: T): Present<T> => JSON.parse(JSON.stringify(value)) as Present<T>;
