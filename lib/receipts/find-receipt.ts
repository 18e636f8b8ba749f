import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { findLink } from '../links/links.ts';
import type { Principal } from '../merchants/principal.ts';
import { pageFactsOf } from '../payments/page-facts.ts';
import { pageState } from '../payments/page-state.ts';
import { noSuchPayment } from '../payments/payment-answer.ts';
import { loadReturnPage } from '../payments/return-page.ts';
import { Configuration } from '../sessions/contract.ts';
import type { Receipt } from './contract.ts';
import { receiptOf, type SessionOfMerchant } from './receipt-of.ts';

/** A receipt, whose it is, and the language that its merchant wished for, or else that its payer paid in. */
export type FoundReceipt = { receipt: Receipt; merchantId: string; language: string | undefined };

/** The receipt that a link's page shows; undefined when it shows none. */
export async function receiptOfLink(token: string): Promise<FoundReceipt | undefined> {
  const link = await findLink(token);
  const isPaid = link && pageState(await pageFactsOf(link), now()).state === 'paid';
  return isPaid ? found(link.session) : undefined;
}

/** The receipt that a return page shows; undefined when it shows none. */
export async function receiptOfReturn(key: string): Promise<FoundReceipt | undefined> {
  const page = await loadReturnPage(key);
  if (page.state !== 'outcome' || page.page.state !== 'paid') return undefined;
  return receiptOfSettled({ id: page.page.receipt.paymentId });
}

/** The receipt of a merchant's payment. 404 for another merchant's, and for one that does not pay its order. */
export async function receiptOfPayment({ merchantId }: Principal, paymentId: string): Promise<FoundReceipt> {
  const receipt = await receiptOfSettled({ id: paymentId, merchantId });
  if (receipt) return receipt;
  const isThere = await db().payment.count({ where: { id: paymentId, merchantId } });
  throw isThere === 0
    ? noSuchPayment()
    : new ApiError('not_found', 'This payment does not pay its order, so it has no receipt: see its "status" and "settles".');
}

async function receiptOfSettled(payment: { id: string; merchantId?: string }): Promise<FoundReceipt | undefined> {
  const settled = await db().payment.findFirst({ where: { ...payment, settles: true }, include: { session: { include: { merchant: true } } } });
  return settled ? found(settled.session) : undefined;
}

const found = async (session: SessionOfMerchant): Promise<FoundReceipt> => ({
  receipt: await receiptOf(session),
  merchantId: session.merchantId,
  language: Configuration.parse(session.configuration).language,
});
