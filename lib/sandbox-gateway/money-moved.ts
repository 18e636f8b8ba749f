import { now } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Terminal } from './terminals.ts';

type Asked = { amountMinor: bigint; type: string; fields: unknown };

/** What a bank did when a payment succeeded, by its status: reserved, taken, or only agreed to. */
const capturedStatuses: readonly string[] = ['captured', 'bank_payment_finalized'];

/** Statuses in which a reservation waits to be captured. */
export const reservedStatuses: readonly string[] = ['preauth', 'invoice_initialized'];

/** The status a payment has once its bank said yes, in the words of its nature. */
export function paidStatus({ nature, capturesAtOnce }: Terminal, type: string): string {
  if (type === 'subscription') return 'recurring_confirmed';
  if (type === 'verifyCard') return 'preauth';
  if (capturesAtOnce) return nature === 'BankPayment' || nature === 'IdealPayment' ? 'bank_payment_finalized' : 'captured';
  if (type === 'paymentAndCapture' || type === 'subscriptionAndCharge') return 'captured';
  return nature === 'Invoice' ? 'invoice_initialized' : 'preauth';
}

/** The amounts and the operation that belong to a status money has moved to. Of a subscription or a verified card, none has. */
export function movedMoney(request: Asked, status: string) {
  if (request.type === 'subscription' || request.type === 'verifyCard') return {};
  const isCaptured = capturedStatuses.includes(status);
  const sale = (request.fields as { sale_reconciliation_identifier?: string }).sale_reconciliation_identifier;
  const operation = { id: newId(), type: 'captured', amountMinor: request.amountMinor, reconciliationId: sale ?? null, createdAt: now() };
  return {
    reservedMinor: request.amountMinor,
    capturedMinor: isCaptured ? request.amountMinor : 0n,
    ...(isCaptured ? { operations: { create: operation } } : {}),
  };
}
