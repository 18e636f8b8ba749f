import { timingSafeEqual } from 'node:crypto';
import { now } from '../clock.ts';
import { db, type Tx } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { sha256 } from '../secrets.ts';
import { afterFailures } from './sign-in-limit.ts';

export type ApiUserIdentity = { merchantId: string; apiUserId: string; username: string };

/** Compared when the user does not exist, so that a missing user costs what a wrong password costs. */
const nobody = sha256('nobody');

/**
 * The API user of HTTP Basic credentials (RFC 7617), or 401. Constant time, and slower after failures from the
 * same place for the same name.
 */
export async function verifyBasic(encoded: string, clientIp: string): Promise<ApiUserIdentity> {
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const username = colon < 0 ? decoded : decoded.slice(0, colon);
  const password = colon < 0 ? '' : decoded.slice(colon + 1);
  // As a hash, so that a stranger's long names take no more room than short ones.
  return afterFailures(Buffer.from(sha256(`${username}\n${clientIp}`)).toString('base64'), async () => {
    const user = isStorable(username) ? await findActive({ username }) : null;
    const isRight = timingSafeEqual(sha256(password), user?.secretHash ?? nobody);
    if (!user || !isRight) throw new ApiError('unauthenticated', 'The API user or password is wrong.');
    return { merchantId: user.merchantId, apiUserId: user.id, username: user.username };
  });
}

const isStorable = (username: string): boolean => username.length > 0 && username.length <= 100 && username.isWellFormed() && !username.includes('\u0000');

/** The API user behind a token, unless it or its merchant was switched off since. */
export async function activeApiUser(id: string): Promise<ApiUserIdentity | undefined> {
  const user = await findActive({ id });
  return user ? { merchantId: user.merchantId, apiUserId: user.id, username: user.username } : undefined;
}

const findActive = (who: { id: string } | { username: string }) =>
  db().apiUser.findFirst({ where: { ...who, revokedAt: null, merchant: { disabledAt: null } } });

/** Adds credentials. The password is not kept: only its SHA-256, which is enough for 160 random bits. */
export async function addApiUser(tx: Tx, merchantId: string, username: string, password: string): Promise<void> {
  await tx.apiUser.create({ data: { id: newId(), merchantId, username, secretHash: sha256(password), createdAt: now() } });
}
