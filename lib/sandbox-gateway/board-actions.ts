import { z } from 'zod';
import { db } from '../db/client.ts';
import type { Account } from './accounts.ts';
import { chargeBack, decideTransaction } from './decisions.ts';
import { callbackMethods } from './fault-kinds.ts';
import { Fault } from './faults.ts';
import { wireMethods } from './wire.ts';

/** Where a fault can be kept to: the calls of the wire, and the callbacks. */
export const faultMethods: readonly string[] = [...wireMethods, ...callbackMethods];

/** A fault as a tester orders it: the method is one that there is. */
export const OrderedFault = Fault.refine(({ method }) => method === null || faultMethods.includes(method), {
  path: ['method'],
  error: `must be one of ${faultMethods.join(', ')}`,
});

/** What the bank decides of a transaction, by its TransactionId. */
export const Decision = z.object({
  transaction: z.union([z.string().regex(/^\d{1,18}$/), z.int().positive()]).transform((id) => BigInt(id)),
  outcome: z.enum(['approve', 'decline', 'chargeback']),
});

/** Carries a decision out. False when the account has no such transaction, or its present state does not allow it. */
export async function decideAsBank(account: Account, { transaction: id, outcome }: z.output<typeof Decision>): Promise<boolean> {
  const own = await db().sandboxTransaction.findFirst({ where: { id, accountId: account.id }, select: { id: true } });
  if (!own) return false;
  return outcome === 'chargeback' ? chargeBack(id) : decideTransaction(id, outcome);
}
