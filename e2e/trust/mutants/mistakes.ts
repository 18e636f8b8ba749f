// Mistakes that more than one run is to find out.
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

/** An operation whose answer was lost is sent again without a look at the gateway, under another name. */
export const sentAgainBlindly: readonly Patch[] = [
  {
    file: 'lib/payments/operations.ts',
    find: 'const operation = claimed.attempts > 1 ? await lookAgain(claimed) : claimed;',
    put: 'const operation = claimed;',
  },
  { file: 'lib/payments/operations.ts', find: 'return { operationId: operation.id, reference', put: 'return { operationId: crypto.randomUUID(), reference' },
];

/** What is to be sent counts as delivered when it is taken up. */
export const deliveredWhenTakenUp: readonly Patch[] = [
  {
    file: 'lib/deliveries/claim.ts',
    find: 'data: { dueAt: later(at, claimMs), attempts: { increment: 1 } },',
    put: "data: { status: 'delivered', dueAt: null, endedAt: at, attempts: { increment: 1 } },",
  },
  { file: 'lib/deliveries/claim.ts', find: 'import { later, now }', put: 'import { now }' },
  { file: 'lib/deliveries/claim.ts', find: 'const claimMs = 30_000;', put: '' },
];

/** A key is taken while a request is in work, and forgotten when it is answered. */
export const answerNotKept: readonly Patch[] = [
  { file: 'lib/http/idempotency.ts', find: '  await keep(tx, keyed, answer);\n  return answer;', put: '  await free(tx, keyed);\n  return answer;' },
];

/** What a request begins is known by the call, not by its key. */
export const intentOfTheCall: Patch = { file: 'lib/http/endpoint.ts', find: 'const intent = keyed ?', put: "const intent = keyed?.key === '' ?" };
