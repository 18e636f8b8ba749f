import { recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { CheckoutSession, Payment } from '../db/generated/client.ts';
import { newId } from '../ids.ts';
import { brandOf } from '../merchants/brand.ts';
import { Order } from '../sessions/contract.ts';
import { isMailAddress } from './mail-address.ts';
import { mailSettings } from './mail-settings.ts';

/** Whether payers of this merchant get their receipts by e-mail: asked before the transaction that settles. */
export const mailsReceipts = async (merchantId: string): Promise<boolean> => mailSettings() !== undefined && (await brandOf(merchantId)).mailsReceipts;

/** Whom the receipt of an order goes to; undefined when it names nobody that mail can reach. */
export function receiptRecipient(session: Pick<CheckoutSession, 'order'>): string | undefined {
  const email = Order.parse(session.order).customer?.email?.trim();
  return email !== undefined && isMailAddress(email) ? email : undefined;
}

/**
 * Writes the receipt that is owed by e-mail for the payment that has just settled, in the transaction that settles it.
 * Surplus payments owe none: they paid no order, and their merchant is told.
 */
export async function oweReceipt(tx: Tx, session: CheckoutSession, { id: paymentId, merchantId, sessionId }: Payment): Promise<void> {
  if (receiptRecipient(session) === undefined) return;
  const at = now();
  const { id } = await tx.receiptMail.create({ data: { id: newId(), merchantId, sessionId, paymentId, status: 'pending', dueAt: at, createdAt: at } });
  await recordAudit(tx, {
    merchantId,
    sessionId,
    subject: 'mail',
    subjectId: id,
    action: 'mail.owed',
    toStatus: 'pending',
    actor: 'system',
    detail: { paymentId },
  });
}
