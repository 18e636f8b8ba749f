import { answerNotKept, refundedWithoutGuard, sentAgainBlindly, settledWithoutGuard } from './mistakes.ts';
import { type Mutant, withoutIndex } from './mutant.ts';

export const modelMutants: readonly Mutant[] = [
  {
    name: 'two-settle',
    breaks: 'no unique index, and the settlement is read, judged and written without a lock or a condition',
    foundBy: 'model',
    patches: settledWithoutGuard,
  },
  {
    name: 'over-refund',
    breaks: 'a refund is judged by what was read and then inserted: no lock, no guarded write, no index',
    foundBy: 'model',
    patches: refundedWithoutGuard,
  },
  {
    name: 'callback-believed',
    breaks: 'a callback with a right checksum that says "succeeded" is recorded as a success, without a look-up',
    foundBy: 'model',
    patches: [
      {
        file: 'lib/payments/gateway-callback.ts',
        find: '  await lookUp(payment, claim.customerMessage);\n',
        put: `  if (claim.status !== 'succeeded') await lookUp(payment, claim.customerMessage);
  else {
    const { method } = await db().payment.findUniqueOrThrow({ where: { id: payment.id }, include: { method: true } });
    const { gatewayOrderId, id: paymentId, currency, amountMinor: authorizedMinor } = payment;
    const money = { currency, status: 'authorized', authorizedMinor, capturedMinor: 0n, refundedMinor: 0n, disputedMinor: 0n, operations: [] };
    const { recordOutcome } = await import('./record-outcome.ts');
    const reference = new URLSearchParams(body).get('transaction_id') ?? '0';
    await recordOutcome(paymentId, [{ reference, gatewayOrderId, paymentId, terminal: method.terminal, createdAt: now(), ...money }], 'gateway');
  }
`,
      },
    ],
  },
  {
    name: 'unknown-is-failed',
    breaks: 'a look-up without an answer is taken for a failure, and nobody asks again',
    foundBy: 'model',
    patches: [
      {
        file: 'lib/payments/ask-gateway.ts',
        find: `  if (answer.outcome === 'unreachable') return false;
`,
        put: `  if (answer.outcome === 'unreachable') {
    await transaction(async (tx) => {
      const { sessionId } = await tx.payment.findUniqueOrThrow({ where: { id: payment.id } });
      const session = await lockSession(tx, sessionId);
      const found = await tx.payment.findUniqueOrThrow({ where: { id: payment.id } });
      if (!['processing', 'requires_action', 'pending'].includes(found.status)) return;
      await movePayment(tx, found, 'failed', 'system', { failureCode: 'gateway_unreachable', checkAt: null });
      await letSessionGo(tx, session, found, 'system');
    });
    return true;
  }
`,
      },
    ],
  },
  {
    name: 'late-success-dropped',
    breaks: 'a payment that failed stays failed, whatever the gateway says later',
    foundBy: 'model',
    patches: [
      { file: 'lib/payments/payment-status.ts', find: "  failed: ['pending', 'authorized', 'captured'],", put: '  failed: [],' },
      { file: 'lib/payments/payment-status.ts', find: "  cancelled: ['pending', 'authorized', 'captured'],", put: '  cancelled: [],' },
    ],
  },
  {
    name: 'undo-twice',
    breaks: 'a surplus opens two undos, and nothing in the database minds',
    foundBy: 'model',
    patches: [
      withoutIndex('CREATE UNIQUE INDEX "operation_one_outstanding" ON "payment_operation" ("payment_id") WHERE "status" = \'outstanding\';'),
      withoutIndex('CREATE UNIQUE INDEX "operation_one_undo" ON "payment_operation" ("payment_id") WHERE "undo";'),
      {
        file: 'lib/payments/settle.ts',
        find: "  return { fact: 'surplus', operationId: await openUndo(tx, surplus) };",
        put: "  await openUndo(tx, surplus);\n  return { fact: 'surplus', operationId: await openUndo(tx, surplus) };",
      },
    ],
  },
  {
    name: 'sent-again-blindly',
    breaks: 'an operation whose answer was lost is sent again without a look, under another name',
    foundBy: 'model',
    patches: sentAgainBlindly,
  },
  {
    name: 'always-okay',
    breaks: 'the gateway is told OKAY without taking the hold',
    foundBy: 'model',
    patches: [
      {
        file: 'lib/payments/hold.ts',
        find: '  return transaction((tx) => holdInside(tx, paymentId, found.sessionId));',
        put: '  return undefined;',
      },
    ],
  },
  {
    name: 'stale-order-pays',
    breaks: 'a payment begun on an earlier order settles the changed one',
    foundBy: 'model',
    patches: [
      { file: 'lib/payments/hold.ts', find: "  if (session.revision !== payment.revision) return 'order_changed';\n", put: '' },
      { file: 'lib/payments/hold.ts', find: '      revision: payment.revision,\n', put: '' },
      { file: 'lib/payments/settle.ts', find: "  if (session.revision !== payment.revision) return 'order_changed';\n", put: '' },
    ],
  },
  {
    name: 'told-twice',
    breaks: 'every look at a paid order owes its callbacks again',
    foundBy: 'model',
    patches: [
      {
        file: 'prisma/migrations/0005_webhooks/migration.sql',
        find: 'ALTER INDEX "callback_delivery_payment_id_kind_fact_key" RENAME TO "delivery_payment_id_kind_fact_key";',
        put: 'DROP INDEX "callback_delivery_payment_id_kind_fact_key";',
      },
      {
        file: 'lib/payments/record-outcome.ts',
        find: '    if (payment.authorizedMinor > 0n) return recordHeld(',
        put: "    if (payment.settles) await oweCallbacks(tx, { session, payment, method: payment.method, fact: 'paid' });\n    if (payment.authorizedMinor > 0n) return recordHeld(",
      },
    ],
  },
  {
    name: 'nothing-completed',
    breaks: 'the worker leaves operations to the process that began them',
    foundBy: 'model',
    patches: [{ file: 'lib/jobs/worker.ts', find: "  { name: 'run operations', everyMs: 1_000, run: () => runDueOperations(20) },\n", put: '' }],
  },
  {
    name: 'key-forgotten',
    breaks: 'the answer to a request is not kept under its idempotency key',
    foundBy: 'model',
    patches: answerNotKept,
  },
  {
    name: 'ledger-forgotten',
    breaks: 'a capture is written to the payment and not to the ledger',
    foundBy: 'model',
    patches: [
      {
        file: 'lib/payments/book-amounts.ts',
        find: "  await post(tx, { ...posting, from: 'authorized', to: 'captured', amountMinor: capturedMinor - payment.capturedMinor });\n",
        put: '',
      },
    ],
  },
  {
    name: 'any-merchant',
    breaks: 'a session is found by its id alone, whoever asks',
    foundBy: 'model',
    patches: [
      {
        file: 'lib/sessions/sessions.ts',
        find: 'where: { id: sessionId, merchantId: principal.merchantId } });',
        put: 'where: { id: sessionId } });',
      },
    ],
  },
];
