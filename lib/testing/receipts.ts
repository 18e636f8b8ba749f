import { invariant } from '../errors.ts';
import { currencyOf, type Money } from '../money.ts';
import { supportCode } from '../payments/support-code.ts';
import type { Receipt } from '../receipts/contract.ts';

/** An amount in whole minor units. */
export function minor(amount: bigint, code = 'DKK'): Money {
  const currency = currencyOf(code);
  invariant(currency, 'a test names a known currency');
  return { minor: amount, currency };
}

const paymentId = '01990000-0000-7000-8000-9f3a61c20b7d';

/** A receipt with everything one can have. Override what matters. */
export const aReceipt = (overrides: Partial<Receipt> = {}): Receipt => ({
  reference: supportCode(paymentId),
  paymentId,
  merchant: {
    name: 'Nordlys Keramik',
    legalName: 'Nordlys Keramik ApS',
    legalAddress: 'Havnegade 12\n8000 Aarhus C',
    taxId: 'DK12345678',
    email: 'hello@nordlys.example',
    phone: undefined,
    website: undefined,
  },
  orderId: 'NK-20417',
  lines: [
    { description: 'Stoneware mug “Blå” 日本', quantity: 2, total: minor(39_800n) },
    { description: 'Serving bowl', quantity: 1, total: minor(54_900n) },
  ],
  tax: minor(18_940n),
  shipping: minor(4_900n),
  total: minor(99_600n),
  paid: overrides.total ?? minor(99_600n),
  paidAt: new Date('2026-11-23T10:39:00Z'),
  method: { identifier: 'CreditCard', name: 'Card' },
  last4: '1111',
  refunds: [{ at: new Date('2026-11-25T08:00:00Z'), amount: minor(19_900n) }],
  timeZone: 'Europe/Copenhagen',
  isTest: true,
  ...overrides,
});
