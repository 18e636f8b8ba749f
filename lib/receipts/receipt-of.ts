import { db } from '../db/client.ts';
import type { CheckoutSession, Merchant } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { invariant } from '../errors.ts';
import { brandOf } from '../merchants/brand.ts';
import { currencyOf, type Money, sumMinor } from '../money.ts';
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
  const [payment, moved, brand] = await Promise.all([
    db().payment.findUniqueOrThrow({ where: { id: paymentId }, include: { method: true } }),
    movedMoney(paymentId),
    brandOf(merchantId),
  ]);
  const { legalName, legalAddress, taxId, email, phone, website, timeZone } = brand;
  const { identifier, name } = payment.method;
  const order = pageOrder(session);
  return {
    reference: supportCode(paymentId),
    paymentId,
    merchant: { name: merchant.name, legalName, legalAddress, taxId, email, phone, website },
    ...order,
    paid: moved.captured ?? order.total,
    paidAt,
    method: { identifier, name },
    last4: /\d{4}$/.exec(payment.maskedCard ?? '')?.[0],
    refunds: moved.refunds,
    timeZone,
    isTest: env().MODE === 'test',
  };
}

/**
 * What was captured so far, undefined before the first capture, and what went back to the customer, oldest first, as
 * the ledger has it: also what was captured or refunded at the gateway itself, and an authorisation that was released,
 * none of which is an operation of ours. One query, so that never more went back than was taken.
 */
async function movedMoney(paymentId: string): Promise<{ captured: Money | undefined } & Pick<Receipt, 'refunds'>> {
  const entries = await db().ledgerEntry.findMany({
    where: { paymentId, account: { in: ['captured', 'refunded', 'released'] }, amountMinor: { gt: 0 } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const moves = entries.map(({ account, createdAt, amountMinor, currency: code }) => {
    const currency = currencyOf(code);
    invariant(currency, 'the ledger knows its currencies');
    return { account, at: createdAt, amount: { minor: amountMinor, currency } };
  });
  const captures = moves.filter(({ account }) => account === 'captured').map(({ amount }) => amount);
  const [first] = captures;
  return {
    captured: first && { ...first, minor: sumMinor(captures.map(({ minor }) => minor)) },
    refunds: moves.filter(({ account }) => account !== 'captured').map(({ at, amount }) => ({ at, amount })),
  };
}
