/** A place in the sources and what stands there instead; the text must be there, once. */
export type Patch = { file: string; find: string; put: string };

/** `npm run trust -- <run> --mutants` is to find it out. */
export type MutantRun = 'model' | 'callbacks';

/** A deliberately broken copy of the product. `breaks`: the mistake, as somebody might make it. `foundBy`: the model, unless said. */
export type Mutant = { name: string; breaks: string; foundBy?: MutantRun; patches: readonly Patch[] };

const withoutIndex = (statement: string): Patch => ({ file: 'prisma/migrations/0001_init/migration.sql', find: statement, put: '' });

export const mutants: readonly Mutant[] = [
  {
    name: 'two-settle',
    breaks: 'no unique index, and the settlement is read, judged and written without a lock or a condition',
    patches: [
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
    ],
  },
  {
    name: 'over-refund',
    breaks: 'a refund is judged by what was read and then inserted: no lock, no guarded write, no index',
    patches: [
      withoutIndex('CREATE UNIQUE INDEX "operation_one_outstanding" ON "payment_operation" ("payment_id") WHERE "status" = \'outstanding\';'),
      { file: 'lib/payments/merchant-operations.ts', find: '  await lockSession(tx, found.sessionId, principal);\n', put: '' },
      { file: 'lib/payments/merchant-operations.ts', find: '  await guardAmount(tx, payment, given.kind, amount.minor);\n', put: '' },
    ],
  },
  {
    name: 'callback-believed',
    breaks: 'a callback with a right checksum that says "succeeded" is recorded as a success, without a look-up',
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
    patches: [
      { file: 'lib/payments/payment-status.ts', find: "  failed: ['pending', 'authorized', 'captured'],", put: '  failed: [],' },
      { file: 'lib/payments/payment-status.ts', find: "  cancelled: ['pending', 'authorized', 'captured'],", put: '  cancelled: [],' },
    ],
  },
  {
    name: 'undo-twice',
    breaks: 'a surplus opens two undos, and nothing in the database minds',
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
    patches: [
      {
        file: 'lib/payments/operations.ts',
        find: 'const operation = claimed.attempts > 1 ? await lookAgain(claimed) : claimed;',
        put: 'const operation = claimed;',
      },
      {
        file: 'lib/payments/operations.ts',
        find: 'return { operationId: operation.id, reference',
        put: 'return { operationId: crypto.randomUUID(), reference',
      },
    ],
  },
  {
    name: 'always-okay',
    breaks: 'the gateway is told OKAY without taking the hold',
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
    patches: [
      { file: 'lib/payments/hold.ts', find: "  if (session.revision !== payment.revision) return 'order_changed';\n", put: '' },
      { file: 'lib/payments/hold.ts', find: '      revision: payment.revision,\n', put: '' },
      { file: 'lib/payments/settle.ts', find: "  if (session.revision !== payment.revision) return 'order_changed';\n", put: '' },
    ],
  },
  {
    name: 'told-twice',
    breaks: 'every look at a paid order owes its callbacks again',
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
    patches: [{ file: 'lib/jobs/worker.ts', find: "  { name: 'run operations', everyMs: 1_000, run: () => runDueOperations(20) },\n", put: '' }],
  },
  {
    name: 'key-forgotten',
    breaks: 'the answer to a request is kept under its idempotency key in a transaction of its own, after the fact',
    patches: [
      {
        file: 'lib/http/idempotency.ts',
        find: '  await keep(tx, keyed, answer);\n  return answer;',
        put: '  await free(tx, keyed);\n  return answer;',
      },
    ],
  },
  {
    name: 'ledger-forgotten',
    breaks: 'a capture is written to the payment and not to the ledger',
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
    patches: [
      {
        file: 'lib/sessions/sessions.ts',
        find: 'where: { id: sessionId, merchantId: principal.merchantId } });',
        put: 'where: { id: sessionId } });',
      },
    ],
  },
  {
    name: 'delivered-before-sent',
    breaks: 'a webhook is marked as delivered when it is taken up, before it is sent',
    foundBy: 'callbacks',
    patches: [
      {
        file: 'lib/deliveries/claim.ts',
        find: 'data: { dueAt: later(at, claimMs), attempts: { increment: 1 } },',
        put: "data: { status: 'delivered', dueAt: null, endedAt: at, attempts: { increment: 1 } },",
      },
      { file: 'lib/deliveries/claim.ts', find: 'import { later, now }', put: 'import { now }' },
      { file: 'lib/deliveries/claim.ts', find: 'const claimMs = 30_000;', put: '' },
    ],
  },
  {
    name: 'timer-in-memory',
    breaks: 'the next try waits in the process that made the last one, not in the row',
    foundBy: 'callbacks',
    patches: [
      {
        file: 'lib/deliveries/outcome.ts',
        find: 'export async function recordTry(delivery: Delivery, startedAt: Date, sent: Sent): Promise<boolean> {',
        put: `export async function recordTry(delivery: Delivery, startedAt: Date, sent: Sent): Promise<boolean> {
  const isTaken = await recordTryOnly(delivery, startedAt, sent);
  const [dueAt, pauseMs] = [later(now(), (pausesMs[delivery.attempts - 1] ?? 0)), 50];
  const timer = setInterval(() => {
    if (now() < dueAt) return;
    clearInterval(timer);
    void db().delivery.updateMany({ where: { id: delivery.id, status: 'pending', attempts: delivery.attempts }, data: { dueAt: now() } });
  }, pauseMs);
  if (isTaken) clearInterval(timer);
  return isTaken;
}

async function recordTryOnly(delivery: Delivery, startedAt: Date, sent: Sent): Promise<boolean> {`,
      },
      {
        file: 'lib/deliveries/outcome.ts',
        find: "return { status: 'pending' as const, dueAt: later(now(), Math.max(jitteredMs, pauseAskedMs(sent))) };",
        put: "return { status: 'pending' as const, dueAt: later(now(), 365 * 24 * hour + jitteredMs) };",
      },
    ],
  },
  {
    name: 'shared-queue',
    breaks: 'all endpoints share one queue and its places, oldest first',
    foundBy: 'callbacks',
    patches: [
      {
        file: 'lib/deliveries/deliver.ts',
        find: `  const due = await dueDeliveries(roomByQueue(), underWayPerQueue, free + slow.size);
  const chosen = due.filter(({ queue }) => !slow.has(queue) || freeForSlow-- > 0).slice(0, free);`,
        put: `  const places = underWayPerQueue - sum([...queues.values()].map(({ underWay }) => underWay));
  const chosen = await dueDeliveries({}, limit, Math.max(0, places));`,
      },
    ],
  },
];
