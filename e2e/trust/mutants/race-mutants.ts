import { intentOfTheCall, refundedWithoutGuard, settledWithoutGuard } from './mistakes.ts';
import { type Mutant, withoutIndex } from './mutant.ts';

const lockedSession = (name: string): string => `const session = await lockSession(tx, ${name});`;
const readSession = (name: string): string => `const session = await tx.checkoutSession.findUniqueOrThrow({ where: { id: ${name} } });`;

/** Broken copies of which many callers in the same moment make more than there is. */
export const raceMutants: readonly Mutant[] = [
  {
    name: 'settled-by-two',
    breaks: 'no unique index, and the settlement is read, judged and written without a lock or a condition',
    foundBy: 'double-pay',
    patches: settledWithoutGuard,
  },
  {
    name: 'started-by-two',
    breaks: 'whether another payment is being started is read before ours is inserted: no lock, no index',
    foundBy: 'double-pay',
    patches: [
      withoutIndex('CREATE UNIQUE INDEX "payment_one_starting" ON "payment" ("session_id") WHERE "status" IN (\'created\', \'processing\');'),
      { file: 'lib/payments/start-payment.ts', find: lockedSession('given.session.id'), put: readSession('given.session.id') },
    ],
  },
  {
    name: 'held-by-two',
    breaks: 'the hold is read, judged and written without a lock or a condition: every customer is told OKAY',
    foundBy: 'double-pay',
    patches: [
      { file: 'lib/payments/hold.ts', find: lockedSession('sessionId'), put: readSession('sessionId') },
      { file: 'lib/payments/hold.ts', find: '      OR: [{ holderPaymentId: null }, { holderPaymentId: paymentId }],\n', put: '' },
    ],
  },
  {
    name: 'refunded-by-two',
    breaks: 'a refund is judged by what was read and then inserted: no lock, no guarded write, no index',
    foundBy: 'refund-race',
    patches: refundedWithoutGuard,
  },
  {
    name: 'refund-key-unread',
    breaks: 'two calls with one Idempotency-Key are two refunds',
    foundBy: 'refund-race',
    patches: [
      intentOfTheCall,
      {
        file: 'lib/http/idempotency.ts',
        find: '  if (!keyed) return work();\n  const kept = await transaction(',
        put: '  if (keyed) return work();\n  if (!keyed) return work();\n  const kept = await transaction(',
      },
    ],
  },
];
