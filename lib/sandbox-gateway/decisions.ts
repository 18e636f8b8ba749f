import { now } from '../clock.ts';
import { transaction } from '../db/client.ts';
import { newId } from '../ids.ts';
import { completeSession } from './checkout-sessions.ts';
import { movedMoney, paidStatus } from './money-moved.ts';
import { oweNotification } from './notifications.ts';
import { findTerminal } from './terminals.ts';
import { wholeTransaction } from './transaction-xml.ts';

/** Decides a payment the bank had left open; the shop is told by notification. False when it was not open. */
export async function decideTransaction(id: bigint, outcome: 'approve' | 'decline'): Promise<boolean> {
  return transaction(async (tx) => {
    // Nobody sees "deciding": it only makes one of two racing decisions the first.
    const claimed = await tx.sandboxTransaction.updateMany({ where: { id, status: 'pending' }, data: { status: 'deciding', changedAt: now() } });
    if (claimed.count === 0) return false;
    const { request } = await tx.sandboxTransaction.findUniqueOrThrow({ where: { id }, include: wholeTransaction });
    const terminal = findTerminal(request.terminal);
    const status = outcome === 'approve' && terminal ? paidStatus(terminal, request.type) : undefined;
    const declined = { status: 'epayment_declined', reasonCode: 'DECLINED', message: 'Your bank declined the payment.' };
    const data = status ? { status, ...movedMoney(request, status) } : declined;
    if (status) await completeSession(tx, request);
    const decided = await tx.sandboxTransaction.update({ where: { id }, data, include: wholeTransaction });
    await oweNotification(tx, decided, { delayMs: 0 });
    return true;
  });
}

/** The cardholder's bank takes the money back: once per transaction. False when there is nothing to take. */
export async function chargeBack(id: bigint): Promise<boolean> {
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM sandbox_transaction WHERE id = ${id} FOR UPDATE`;
    const found = await tx.sandboxTransaction.findUnique({ where: { id }, include: wholeTransaction });
    const isPossible = found && found.reservedMinor > 0n && !found.operations.some(({ type }) => type === 'chargeback');
    if (!isPossible) return false;
    const amountMinor = found.capturedMinor > 0n ? found.capturedMinor - found.refundedMinor : found.reservedMinor;
    if (amountMinor <= 0n) return false;
    await tx.sandboxOperation.create({ data: { id: newId(), transactionId: id, type: 'chargeback', amountMinor, createdAt: now() } });
    const after = await tx.sandboxTransaction.findUniqueOrThrow({ where: { id }, include: wholeTransaction });
    await oweNotification(tx, after, { delayMs: 0, event: 'chargeback' });
    return true;
  });
}
