import { now } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Terminal } from './terminals.ts';

/** The status of money that has moved: taken by the bank at once, captured on request, or only reserved. */
export function paidStatus(terminal: Terminal, type: string): string {
  if (terminal.capturesAtOnce) return 'bank_payment_finalized';
  return type === 'paymentAndCapture' ? 'captured' : 'preauth';
}

/** The amounts and the operation that belong to a status money has moved to. */
export function movedMoney(request: { amountMinor: bigint; fields: unknown }, status: string) {
  const isCaptured = status !== 'preauth';
  const sale = (request.fields as { sale_reconciliation_identifier?: string }).sale_reconciliation_identifier;
  const operation = { id: newId(), type: 'captured', amountMinor: request.amountMinor, reconciliationId: sale ?? null, createdAt: now() };
  return {
    reservedMinor: request.amountMinor,
    capturedMinor: isCaptured ? request.amountMinor : 0n,
    ...(isCaptured ? { operations: { create: operation } } : {}),
  };
}
