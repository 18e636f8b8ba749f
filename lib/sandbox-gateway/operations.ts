import { now } from '../clock.ts';
import { type Tx, transaction } from '../db/client.ts';
import { newId } from '../ids.ts';
import type { Account } from './accounts.ts';
import { readAmount } from './amounts.ts';
import { type Form, textOf } from './form.ts';
import { checkOrderLines } from './order-lines.ts';
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
 * together capture more than was reserved or, unless the shop allows it, refund more than was captured.
 */
export async function runOperation(account: Account, kind: OperationKind, form: Form): Promise<OperationOutcome> {
  const idText = textOf(form, 'transaction_id') ?? '';
  if (!/^\d{1,18}$/.test(idText)) return { ...broken('transaction_id must be a transaction of this shop'), transaction: undefined };
  const id = BigInt(idText);
  return transaction(async (tx) => {
    const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM sandbox_transaction WHERE id = ${id} AND account_id = ${account.id}::uuid FOR UPDATE`;
    if (rows.length === 0) return { ...broken('There is no such transaction'), transaction: undefined };
    const found = await load(tx, id);
    const done = await operate(tx, found, { kind, form });
    const after = await load(tx, id);
    return typeof done === 'bigint' ? { result: 'Success', amountMinor: done, transaction: after } : { ...done, transaction: after };
  });
}

const load = (tx: Tx, id: bigint): Promise<WholeTransaction> => tx.sandboxTransaction.findUniqueOrThrow({ where: { id }, include: wholeTransaction });

type Refusal = { result: 'Failed' | 'Error'; message: string };

const failed = (message: string): Refusal => ({ result: 'Failed', message });
const broken = (message: string): Refusal => ({ result: 'Error', message });

type Asked = { kind: OperationKind; form: Form };

async function operate(tx: Tx, found: WholeTransaction, { kind, form }: Asked): Promise<bigint | Refusal> {
  const wrong = checkForm(form);
  if (wrong) return broken(wrong);
  const amountMinor = requestedMinor(found, kind, form);
  if (amountMinor === undefined) return broken('amount must be above zero, with a dot and at most two decimals');
  const repeated = repeatedOperation(found, { kind, form }, amountMinor);
  if (repeated !== undefined) return repeated;
  const verdict = judgeOperation(kind, { minor: amountMinor, currency: currencyOfRequest(found.request) }, findTerminal(found.request.terminal));
  if (verdict === 'error') return broken('The acquirer answered with an error');
  if (verdict === 'open') return broken('The invoice is still open at the acquirer and cannot be captured yet');
  if (verdict === 'failed') return failed('The acquirer declined');
  const objection = objectionTo(found, kind);
  if (objection) return failed(objection);
  const isDone = await changeTransaction(tx, found, { kind, amountMinor, isOverRefundAllowed: allowsOverRefund(found, form) });
  if (!isDone) return failed(refusals[kind]);
  const facts = { transactionId: found.id, reconciliationId: textOf(form, 'reconciliation_identifier') ?? null, type: operationTypes[kind], amountMinor };
  await tx.sandboxOperation.create({ data: { id: newId(), createdAt: now(), ...facts } });
  return amountMinor;
}

function checkForm(form: Form): string | undefined {
  for (const key of ['reconciliation_identifier', 'invoice_number']) {
    if ((textOf(form, key)?.length ?? 0) > 100) return `${key} must have at most 100 characters`;
  }
  const allowed = textOf(form, 'allow_over_refund');
  if (allowed !== undefined && !/^(?:0|1|true|false)$/.test(allowed)) return 'allow_over_refund must be 0 or 1';
  return checkOrderLines(form);
}

/** A card can be credited with more than was taken from it, where the shop says so. */
const allowsOverRefund = ({ request }: WholeTransaction, form: Form): boolean =>
  findTerminal(request.terminal)?.nature === 'CreditCard' && /^(?:1|true)$/.test(textOf(form, 'allow_over_refund') ?? '');

/** What the operation of the same reconciliation_identifier came to; undefined when there was none. */
function repeatedOperation(found: WholeTransaction, { kind, form }: Asked, amountMinor: bigint): bigint | Refusal | undefined {
  const reconciliationId = textOf(form, 'reconciliation_identifier');
  const same = found.operations.find(
    (each) => reconciliationId !== undefined && each.reconciliationId === reconciliationId && each.type === operationTypes[kind],
  );
  // A release names no amount of its own: what the first one gave back is what it gave back.
  if (!same || kind === 'release' || same.amountMinor === amountMinor || !textOf(form, 'amount')) return same?.amountMinor;
  return failed('This reconciliation_identifier was used for another amount');
}

/** Why the transaction's method does not allow the operation now, whatever its amount. */
function objectionTo(found: WholeTransaction, kind: OperationKind): string | undefined {
  const terminal = findTerminal(found.request.terminal);
  if (kind === 'capture' && terminal?.capturesAtOnce) return 'The money was captured with the payment';
  if (kind === 'capture' && terminal?.manyCaptures === false && found.capturedMinor > 0n) return 'This method allows one capture, and there was one';
  if (kind === 'refund' && terminal?.manyRefunds === false && found.refundedMinor > 0n) return 'This method allows one refund, and there was one';
  return undefined;
}

const refusals = {
  capture: 'The amount is more than what is left of the reservation',
  refund: 'The amount is more than what is left of the captured money',
  release: 'Only a reservation of which nothing was captured can be released; captured money is refunded',
} as const;

const capturesAtOnce = (found: WholeTransaction): boolean => findTerminal(found.request.terminal)?.capturesAtOnce === true;

function requestedMinor(found: WholeTransaction, kind: OperationKind, form: Form): bigint | undefined {
  if (kind === 'release') return capturesAtOnce(found) ? found.capturedMinor - found.refundedMinor : found.reservedMinor;
  const text = textOf(form, 'amount');
  if (text !== undefined) return readAmount(text, currencyOfRequest(found.request));
  return kind === 'capture' ? found.reservedMinor - found.capturedMinor : found.capturedMinor - found.refundedMinor;
}

type Change = { kind: OperationKind; amountMinor: bigint; isOverRefundAllowed: boolean };

/** The conditional write of each operation: false when the transaction does not allow it. */
async function changeTransaction(tx: Tx, found: WholeTransaction, { kind, amountMinor, isOverRefundAllowed }: Change): Promise<boolean> {
  if (amountMinor <= 0n) return false;
  const at = now();
  if (kind === 'capture') {
    const captured = await tx.$executeRaw`
      UPDATE sandbox_transaction SET captured_minor = captured_minor + ${amountMinor}, status = 'captured', changed_at = ${at}
      WHERE id = ${found.id} AND status IN ('preauth', 'invoice_initialized', 'captured', 'refunded') AND captured_minor + ${amountMinor} <= reserved_minor`;
    return captured === 1;
  }
  if (kind === 'release' && !capturesAtOnce(found)) {
    const released = await tx.$executeRaw`
      UPDATE sandbox_transaction SET status = 'released', changed_at = ${at}
      WHERE id = ${found.id} AND status IN ('preauth', 'invoice_initialized') AND captured_minor = 0`;
    return released === 1;
  }
  // A refund; also the release of money that a bank moved at once. What is more than was captured is credited, and no refund.
  const refunded = await tx.$executeRaw`
    UPDATE sandbox_transaction SET refunded_minor = least(refunded_minor + ${amountMinor}, captured_minor), changed_at = ${at},
      status = CASE WHEN refunded_minor + ${amountMinor} < captured_minor THEN status
        WHEN status LIKE 'bank_payment%' THEN 'bank_payment_refunded' ELSE 'refunded' END
    WHERE id = ${found.id} AND captured_minor > 0 AND (refunded_minor + ${amountMinor} <= captured_minor OR ${isOverRefundAllowed})
      AND status IN ('captured', 'refunded', 'bank_payment_finalized', 'bank_payment_refunded')`;
  return refunded === 1;
}
