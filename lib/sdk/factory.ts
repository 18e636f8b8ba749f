import type { AltaPayFactory as Factory } from './altapay.d.ts';

const isNumeric = /^(value|quantity|unitPrice|taxAmount)$/;
const codes: Record<string, RegExp> = { currency: /^[A-Z]{3}$/, country: /^[A-Z]{2}$/ };

/** Answers what it was given without what is undefined, or throws what is wrong: by their names, fields are numbers, codes or texts. */
function checked<T extends object>(given: T, path = ''): T {
  for (const [name, value] of Object.entries(given)) {
    const rule = isNumeric.test(name) ? 'a number' : (codes[name] ?? 'a text');
    if (value && typeof value === 'object') checked(value, `${path}${name}.`);
    else if (!fits(value, rule)) throw new TypeError(`${path}${name} must be ${rule}, not ${JSON.stringify(value)}.`);
  }
  return given;
}

const fits = (value: unknown, rule: string | RegExp): boolean =>
  rule === 'a number' ? Number.isFinite(value) : typeof value === 'string' && (rule instanceof RegExp ? rule : /\S/).test(value);

const defined = <T extends object>(given: T): T => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;

/** The models of the contract. */
export const AltaPayFactory: Factory = {
  getAmount: (value, currency) => checked({ value, currency }),
  getOrderLine: (itemId, description, quantity, unitPrice, more = {}) => checked({ itemId, description, quantity, unitPrice, ...defined(more) }),
  getAddress: (given) => checked(defined(given)),
  getCustomer: (given) => checked(defined(given)),
  getOrder: (orderId, { value, currency }, orderLines, { transactionInfo, ...more } = {}) => ({
    ...checked({ orderId, ...defined(more) }),
    amount: AltaPayFactory.getAmount(value, currency),
    orderLines: orderLines.map(({ itemId, description, quantity, unitPrice, ...rest }) =>
      AltaPayFactory.getOrderLine(itemId, description, quantity, unitPrice, rest),
    ),
    ...(transactionInfo && { transactionInfo }),
  }),
};
