import { outcomeOf, resultFields, sendCallback } from './callbacks.ts';
import type { Result } from './customer-decisions.ts';
import { succeedAfterAll } from './decisions.ts';
import { takeFaults } from './faults.ts';
import type { OpenRequest } from './pay.ts';
import type { Send } from './send.ts';
import type { WholeTransaction } from './transaction-xml.ts';

const twists = ['timeout_after_charge', 'late_success', 'success_after_failure', 'callbacks_out_of_order'] as const;

/** The wrong turn a payment takes when its money is about to move. */
export type Twist = { kind: (typeof twists)[number]; delayMs: number };

/** The twist that is on for a payment, if there is one. */
export async function takeTwist({ accountId, shopOrderId }: OpenRequest): Promise<Twist | undefined> {
  const taken = await takeFaults({ accountId, method: '', order: shopOrderId }, [twists]);
  const kind = twists.find((each) => taken.has(each));
  return kind && { kind, delayMs: taken.get(kind) ?? 0 };
}

/** What a twist makes of a success: nobody is told, no money moves yet, or it looks like a failure first. */
export const twistedResults: Record<Twist['kind'], Partial<Result>> = {
  timeout_after_charge: { isUntold: true },
  // "created" is the wire's word for a try whose end the bank has not heard of.
  late_success: { isUntold: true, status: 'created', isPaid: false },
  success_after_failure: { status: 'preauth_failed', reasonCode: 'ISSUER_TIMEOUT', message: 'Your bank did not answer in time.', isPaid: false },
  callbacks_out_of_order: {},
};

/** What follows once the shop has been told of the (twisted) result. */
export async function followTwist({ kind, delayMs }: Twist, paid: WholeTransaction, send: Send): Promise<void> {
  if (kind === 'success_after_failure') await succeedAfterAll(paid.id, delayMs);
  if (kind !== 'callbacks_out_of_order') return;
  for (const status of ['pending', 'preauth_failed']) {
    const earlier = { ...paid, status, reservedMinor: 0n, capturedMinor: 0n, operations: [] };
    await sendCallback(paid.request, outcomeOf(status).kind, { fields: resultFields(earlier), send });
  }
}
