import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import { newId } from '../ids.ts';

/**
 * Accounts of a payment. Amounts are signed minor units: what comes into an account is positive, so that each
 * account's balance is what a payment has of it now. authorized: promised by the customer's bank, not yet taken ·
 * captured: with the merchant · refunded, released: back with the customer · disputed: taken back by the bank ·
 * customer: the other side of all of it.
 */
type Account = 'customer' | 'authorized' | 'captured' | 'refunded' | 'released' | 'disputed';

type Posting = { merchantId: string; paymentId: string; currency: string; from: Account; to: Account; amountMinor: bigint };

/** Moves an amount between two accounts: two entries that sum to zero, checked by the database at commit. */
export async function post(tx: Tx, posting: Posting): Promise<void> {
  const { from, to, amountMinor, ...common } = posting;
  if (amountMinor === 0n) return;
  const shared = { ...common, postingId: newId(), createdAt: now() };
  await tx.ledgerEntry.createMany({
    data: [
      { id: newId(), ...shared, account: from, amountMinor: -amountMinor },
      { id: newId(), ...shared, account: to, amountMinor },
    ],
  });
}
