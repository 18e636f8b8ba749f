import { type Patch, withoutIndex } from './mutant.ts';

/** The settlement is read, judged and written without a lock or a condition, and no unique index minds. */
export const settledWithoutGuard: readonly Patch[] = [
  withoutIndex('CREATE UNIQUE INDEX "payment_one_settles" ON "payment" ("session_id") WHERE "settles";'),
  {
    file: 'lib/payments/record-outcome.ts',
    find: 'const session = await lockSession(tx, found.sessionId);',
    put: 'const session = await tx.checkoutSession.findUniqueOrThrow({ where: { id: found.sessionId } });',
  },
  {
    file: 'lib/sessions/session-status.ts',
    find: 'where: { id: session.id, status: { in: statusesBefore(next.to) }, settledByPaymentId: null },',
    put: 'where: { id: session.id },',
  },
];

/** A refund is judged by what was read and then inserted: no lock, no guarded write, no index. */
export const refundedWithoutGuard: readonly Patch[] = [
  withoutIndex('CREATE UNIQUE INDEX "operation_one_outstanding" ON "payment_operation" ("payment_id") WHERE "status" = \'outstanding\';'),
  { file: 'lib/payments/merchant-operations.ts', find: '  await lockSession(tx, found.sessionId, principal);\n', put: '' },
  { file: 'lib/payments/merchant-operations.ts', find: '  await guardAmount(tx, payment, given.kind, amount.minor);\n', put: '' },
];
