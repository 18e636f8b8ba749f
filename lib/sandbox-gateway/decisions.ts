import { now } from '../clock.ts';
import { type Tx, transaction } from '../db/client.ts';
import { newId } from '../ids.ts';
import { completeSession } from './checkout-sessions.ts';
import { movedMoney, paidStatus } from './money-moved.ts';
import { oweNotification } from './notifications.ts';
import { findTerminal } from './terminals.ts';
import { type WholeTransaction, wholeTransaction } from './transaction-xml.ts';

/** Nobody sees "deciding": it only makes one of two racing decisions the first. */
const claimed = 'deciding';

/** Decides a payment the bank had left open or kept back; the shop is told by notification. False when it was neither. */
export async function decideTransaction(id: bigint, outcome: 'approve' | 'decline'): Promise<boolean> {
  return transaction(async (tx) => {
    const isOpen = (await tx.sandboxTransaction.updateMany({ where: { id, status: 'pending' }, data: { status: claimed, changedAt: now() } })).count === 1;
    if (!isOpen && !(await claimKeptBack(tx, id))) return false;
    await decide(tx, id, outcome, 0);
    return true;
  });
}

/** A success a fault keeps back begins when it is decided, and its page waits no longer. */
async function claimKeptBack(tx: Tx, id: bigint): Promise<boolean> {
  const at = now();
  const keptBack = { id, status: 'created', request: { step: 'unanswered' } };
  const taken = await tx.sandboxTransaction.updateMany({ where: keptBack, data: { status: claimed, createdAt: at, changedAt: at } });
  if (taken.count === 0) return false;
  await tx.sandboxPaymentRequest.updateMany({ where: { transactions: { some: { id } } }, data: { step: 'closed', outcome: {}, changedAt: at } });
  return true;
}

/** A payment that was told as failed turns out to be paid; the shop hears of it `delayMs` later. */
export async function succeedAfterAll(id: bigint, delayMs: number): Promise<void> {
  await transaction(async (tx) => {
    const data = { status: claimed, reasonCode: 'NONE', message: null, changedAt: now() };
    const taken = await tx.sandboxTransaction.updateMany({ where: { id, status: 'preauth_failed' }, data });
    if (taken.count === 1) await decide(tx, id, 'approve', delayMs);
  });
}

async function decide(tx: Tx, id: bigint, outcome: 'approve' | 'decline', delayMs: number): Promise<void> {
  const { request } = await tx.sandboxTransaction.findUniqueOrThrow({ where: { id }, include: wholeTransaction });
  const terminal = findTerminal(request.terminal);
  const status = outcome === 'approve' && terminal ? paidStatus(terminal, request.type) : undefined;
  const declined = { status: 'epayment_declined', reasonCode: 'DECLINED', message: 'Your bank declined the payment.' };
  const data = status ? { status, ...movedMoney(request, status) } : declined;
  if (status) await completeSession(tx, request);
  const decided = await tx.sandboxTransaction.update({ where: { id }, data, include: wholeTransaction });
  await oweNotification(tx, decided, { delayMs });
}

/** What the cardholder's bank can take back of a transaction: once, and nothing of what was let go. */
export function chargeableMinor({ status, reservedMinor, capturedMinor, refundedMinor, operations }: WholeTransaction): bigint {
  if (status === 'released' || operations.some(({ type }) => type === 'chargeback')) return 0n;
  return capturedMinor > 0n ? capturedMinor - refundedMinor : reservedMinor;
}

/** The cardholder's bank takes the money back: once per transaction. False when there is nothing to take. */
export async function chargeBack(id: bigint): Promise<boolean> {
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM sandbox_transaction WHERE id = ${id} FOR UPDATE`;
    const found = await tx.sandboxTransaction.findUnique({ where: { id }, include: wholeTransaction });
    const amountMinor = found ? chargeableMinor(found) : 0n;
    if (amountMinor <= 0n) return false;
    await tx.sandboxOperation.create({ data: { id: newId(), transactionId: id, type: 'chargeback', amountMinor, createdAt: now() } });
    const after = await tx.sandboxTransaction.findUniqueOrThrow({ where: { id }, include: wholeTransaction });
    await oweNotification(tx, after, { delayMs: 0, event: 'chargeback' });
    return true;
  });
}
