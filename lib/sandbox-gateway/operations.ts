import { now } from '../clock.ts';
import { type Tx, transaction } from '../db/client.ts';
import { newId } from '../ids.ts';
import type { Account } from './accounts.ts';
import { readAmount } from './amounts.ts';
import { type Form, textOf } from './form.ts';
import { findTerminal } from './terminals.ts';
import { currencyOfRequest, type WholeTransaction, wholeTransaction } from './transaction-xml.ts';
import { judgeOperation } from './triggers.ts';

export type OperationKind = 'capture' | 'refund' | 'release';

/** `transaction` is there whenever the shop owns one of that id. */
type OperationOutcome =
  | { result: 'Success'; amountMinor: bigint; transaction: WholeTransaction }
  | { result: 'Failed' | 'Error'; message: string; transaction: WholeTransaction | undefined };

const operationTypes = { capture: 'captured', refund: 'refunded', release: 'released' } as const;

/**
 * Captures, refunds or releases. The same reconciliation_identifier twice is one operation; no two racing calls
 * together capture more than was reserved or refund more than was captured.
 */
export async function runOperation(account: Account, kind: OperationKind, form: Form): Promise<OperationOutcome> {
  const id = /^\d{1,18}$/.test(textOf(form, 'transaction_id') ?? '') ? BigInt(textOf(form, 'transaction_id') ?? '') : undefined;
  if (id === undefined) return { result: 'Error', message: 'transaction_id must be a transaction of this shop', transaction: undefined };
  return transaction(async (tx) => {
    const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM sandbox_transaction WHERE id = ${id} AND account_id = ${account.id}::uuid FOR UPDATE`;
    if (rows.length === 0) return { result: 'Error', message: 'There is no such transaction', transaction: undefined };
    const found = await load(tx, id);
    const refusal = await operate(tx, found, { kind, form });
    const after = await load(tx, id);
    return typeof refusal === 'bigint' ? { result: 'Success', amountMinor: refusal, transaction: after } : { ...refusal, transaction: after };
  });
}

const load = (tx: Tx, id: bigint): Promise<WholeTransaction> => tx.sandboxTransaction.findUniqueOrThrow({ where: { id }, include: wholeTransaction });

type Refusal = { result: 'Failed' | 'Error'; message: string };

const failed = (message: string): Refusal => ({ result: 'Failed', message });

async function operate(tx: Tx, found: WholeTransaction, { kind, form }: { kind: OperationKind; form: Form }): Promise<bigint | Refusal> {
  const reconciliationId = textOf(form, 'reconciliation_identifier')?.slice(0, 100) ?? null;
  const type = operationTypes[kind];
  const same = found.operations.find((each) => reconciliationId !== null && each.reconciliationId === reconciliationId && each.type === type);
  const amountMinor = requestedMinor(found, kind, form);
  if (amountMinor === undefined) return { result: 'Error', message: 'amount must be above zero, with a dot and at most two decimals' };
  // A release names no amount of its own: what the first one gave back is what it gave back.
  if (same && kind === 'release') return same.amountMinor;
  if (same)
    return same.amountMinor === amountMinor || !textOf(form, 'amount')
      ? same.amountMinor
      : failed('This reconciliation_identifier was used for another amount');
  const verdict = judgeOperation(kind, { minor: amountMinor, currency: currencyOfRequest(found.request) });
  if (verdict === 'error') return { result: 'Error', message: 'The acquirer answered with an error' };
  if (verdict === 'failed') return failed('The acquirer declined');
  const isDone = await changeTransaction(tx, found, { kind, amountMinor });
  if (!isDone) return failed(refusals[kind]);
  const createdAt = now();
  await tx.sandboxOperation.create({ data: { id: newId(), transactionId: found.id, reconciliationId, type, amountMinor, createdAt } });
  return amountMinor;
}

const refusals = {
  capture: 'The amount is more than what is left of the reservation',
  refund: 'The amount is more than what is left of the captured money',
  release: 'Only a reservation of which nothing was captured can be released',
} as const;

const capturesAtOnce = (found: WholeTransaction): boolean => findTerminal(found.request.terminal)?.capturesAtOnce === true;

function requestedMinor(found: WholeTransaction, kind: OperationKind, form: Form): bigint | undefined {
  if (kind === 'release') return capturesAtOnce(found) ? found.capturedMinor - found.refundedMinor : found.reservedMinor;
  const text = textOf(form, 'amount');
  if (text !== undefined) return readAmount(text, currencyOfRequest(found.request));
  return kind === 'capture' ? found.reservedMinor - found.capturedMinor : found.capturedMinor - found.refundedMinor;
}

/** The conditional write of each operation: false when the transaction does not allow it. */
async function changeTransaction(tx: Tx, found: WholeTransaction, { kind, amountMinor }: { kind: OperationKind; amountMinor: bigint }): Promise<boolean> {
  if (amountMinor <= 0n) return false;
  const at = now();
  if (kind === 'capture') {
    return (
      1 ===
      (await tx.$executeRaw`
      UPDATE sandbox_transaction SET captured_minor = captured_minor + ${amountMinor}, status = 'captured', changed_at = ${at}
      WHERE id = ${found.id} AND status IN ('preauth', 'captured', 'refunded') AND captured_minor + ${amountMinor} <= reserved_minor`)
    );
  }
  if (kind === 'release' && !capturesAtOnce(found)) {
    return (
      1 ===
      (await tx.$executeRaw`
      UPDATE sandbox_transaction SET status = 'released', changed_at = ${at}
      WHERE id = ${found.id} AND status = 'preauth' AND captured_minor = 0`)
    );
  }
  // A refund; also the release of money that a bank moved at once.
  return (
    1 ===
    (await tx.$executeRaw`
    UPDATE sandbox_transaction SET refunded_minor = refunded_minor + ${amountMinor}, changed_at = ${at},
      status = CASE WHEN refunded_minor + ${amountMinor} < captured_minor THEN status
        WHEN status LIKE 'bank_payment%' THEN 'bank_payment_refunded' ELSE 'refunded' END
    WHERE id = ${found.id} AND refunded_minor + ${amountMinor} <= captured_minor
      AND status IN ('captured', 'refunded', 'bank_payment_finalized', 'bank_payment_refunded')`)
  );
}
