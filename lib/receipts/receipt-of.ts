import { db } from '../db/client.ts';
import type { CheckoutSession, Merchant } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { invariant } from '../errors.ts';
import { brandOf } from '../merchants/brand.ts';
import { currencyOf } from '../money.ts';
import { pageOrder } from '../payments/page-order.ts';
import { supportCode } from '../payments/support-code.ts';
import type { Receipt } from './contract.ts';

/** A session with whose it is. */
export type SessionOfMerchant = CheckoutSession & { merchant: Pick<Merchant, 'name'> };

/**
 * The receipt of a paid session: its order, the payment that settled it, and what was given back so far. The one
 * source of page, PDF, e-mail and signed file. Reads only.
 */
export async function receiptOf(session: SessionOfMerchant): Promise<Receipt> {
  const { settledByPaymentId: paymentId, endedAt: paidAt, merchant, merchantId } = session;
  invariant(paymentId && paidAt, 'a paid session was settled');
  const [payment, refunds, brand] = await Promise.all([
    db().payment.findUniqueOrThrow({ where: { id: paymentId }, include: { method: true } }),
    refundsOf(paymentId),
    brandOf(merchantId),
  ]);
  const { legalName, legalAddress, taxId, email, phone, website, timeZone } = brand;
  const { identifier, name } = payment.method;
  return {
    reference: supportCode(paymentId),
    paymentId,
    merchant: { name: merchant.name, legalName, legalAddress, taxId, email, phone, website },
    ...pageOrder(session),
    paidAt,
    method: { identifier, name },
    last4: /\d{4}$/.exec(payment.maskedCard ?? '')?.[0],
    refunds,
    timeZone,
    isTest: env().MODE === 'test',
  };
}

/**
 * What went back to the customer, oldest first, as the ledger has it: also what was refunded at the gateway itself,
 * and an authorisation that was released, neither of which is a refund of ours.
 */
async function refundsOf(paymentId: string): Promise<Receipt['refunds']> {
  const entries = await db().ledgerEntry.findMany({
    where: { paymentId, account: { in: ['refunded', 'released'] }, amountMinor: { gt: 0 } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return entries.map(({ createdAt, amountMinor, currency: code }) => {
    const currency = currencyOf(code);
    invariant(currency, 'the ledger knows its currencies');
    return { at: createdAt, amount: { minor: amountMinor, currency } };
  });
}
