import { type Currency, currencyOf } from '../money.ts';
import { readAmount } from './amounts.ts';
import { type Form, textOf } from './form.ts';
import { checkOrderLines } from './order-lines.ts';
import { checkParameters } from './request-rules.ts';

/** An order as a shop brings it, with the whole form it came in. */
export type Basket = { currency: Currency; amountMinor: bigint; shopOrderId: string; type: string; form: Form };

/** The first broken rule, in words for the shop. */
export type Refusal = { refused: string };

const types = ['payment', 'paymentAndCapture', 'subscription', 'subscriptionAndCharge', 'subscriptionAndReserve', 'verifyCard'];

/** What a payment request and a session have in common: the order, and every parameter as documented. */
export function checkBasket(form: Form): Basket | Refusal {
  const currency = currencyOf(textOf(form, 'currency') ?? '');
  if (!currency) return { refused: 'currency must be an ISO 4217 code' };
  const type = textOf(form, 'type') ?? 'payment';
  if (!types.includes(type)) return { refused: `type must be one of ${types.join(', ')}` };
  const amountText = textOf(form, 'amount') ?? '';
  // A card can be looked at without asking anything of it.
  const isNothing = type === 'verifyCard' && /^0(?:\.0{1,2})?$/.test(amountText);
  const amountMinor = isNothing ? 0n : readAmount(amountText, currency);
  if (amountMinor === undefined) return { refused: 'amount must be above zero, with a dot and at most two decimals' };
  const shopOrderId = textOf(form, 'shop_orderid') ?? '';
  if (!/^[a-zA-Z0-9-]{1,100}$/.test(shopOrderId)) return { refused: 'shop_orderid must be 1 to 100 letters, digits or hyphens' };
  const broken = checkOrderLines(form) ?? checkParameters(form);
  return broken ? { refused: broken } : { currency, amountMinor, shopOrderId, type, form };
}
