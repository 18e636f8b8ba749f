import { now } from '../clock.ts';
import { db, type Tx } from '../db/client.ts';
import { newId, newSecret } from '../ids.ts';
import { seal, unseal } from '../secrets.ts';

/** While a shop changes from one to the other, both sign: a header names each (s0, s1), and a receiver tries them all. */
const mostCallbackSecrets = 2;

const label = (id: string): string => `callback-secret:${id}`;

/** Adds a secret that signs this merchant's callbacks beside those it has; undefined when it has as many as it may have. */
export async function addCallbackSecret(tx: Tx, merchantId: string, secret = newSecret(32)): Promise<string | undefined> {
  if ((await tx.callbackSecret.count({ where: { merchantId, revokedAt: null } })) >= mostCallbackSecrets) return undefined;
  const id = newId();
  await tx.callbackSecret.create({ data: { id, merchantId, secretSealed: seal(label(id), secret), createdAt: now() } });
  return secret;
}

/** Ends every secret but the newest. Answers how many. */
export async function endOldCallbackSecrets(tx: Tx, merchantId: string): Promise<number> {
  const [newest] = await tx.callbackSecret.findMany({ where: { merchantId, revokedAt: null }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 });
  const ended = await tx.callbackSecret.updateMany({
    where: { merchantId, revokedAt: null, ...(newest && { id: { not: newest.id } }) },
    data: { revokedAt: now() },
  });
  return ended.count;
}

/** The secrets that sign this merchant's callbacks now, oldest first (s0, s1, …). */
export async function activeCallbackSecrets(merchantId: string): Promise<string[]> {
  const rows = await db().callbackSecret.findMany({
    where: { merchantId, revokedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => unseal(label(row.id), row.secretSealed));
}
