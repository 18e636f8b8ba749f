import type { AltaPayFactory as Factory } from './altapay.d.ts';

type Rule = 'a text' | 'a number' | RegExp;
/** By field; a `?` after its name lets it be absent. */
type Model = { [field: string]: Rule | Model };

const text = 'a text';
const number = 'a number';
const amount: Model = { value: number, currency: /^[A-Z]{3}$/ };
const line: Model = { itemId: text, description: text, quantity: number, unitPrice: number, 'taxAmount?': number, 'goodsType?': text };
const address: Model = { 'street?': text, 'city?': text, 'country?': /^[A-Z]{2}$/, 'zipCode?': text };
const customer: Model = { 'firstName?': text, 'lastName?': text, 'email?': text, 'billingAddress?': address, 'shippingAddress?': address };

/** Answers the value, or throws what is wrong with it. */
function checked<T>(value: T, model: Model, path = ''): T {
  for (const [name, rule] of Object.entries(model)) {
    const field = name.replace('?', '');
    const found = (value as Record<string, unknown> | null | undefined)?.[field];
    if (found === undefined && field !== name) continue;
    if (typeof rule === 'object' && !(rule instanceof RegExp)) checked(found, rule, `${path}${field}.`);
    else if (!fits(found, rule)) throw new TypeError(`${path}${field} must be ${rule}, not ${JSON.stringify(found)}.`);
  }
  return value;
}

const fits = (found: unknown, rule: Rule): boolean =>
  rule === number ? Number.isFinite(found) : typeof found === 'string' && (rule === text ? /\S/ : (rule as RegExp)).test(found);

/** The models of the contract. */
export const AltaPayFactory: Factory = {
  getAmount: (value, currency) => checked({ value, currency }, amount),
  getOrderLine: (itemId, description, quantity, unitPrice, more) => checked({ itemId, description, quantity, unitPrice, ...more }, line),
  getAddress: (given) => checked({ ...given }, address),
  getCustomer: (given) => checked({ ...given }, customer),
  getOrder(orderId, total, orderLines, more) {
    const lines = Object.fromEntries(orderLines.map((_, index) => [index, line]));
    return checked({ orderId, amount: total, orderLines, ...more }, { orderId: text, amount, orderLines: lines, 'customer?': customer });
  },
};
