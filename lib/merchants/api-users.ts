import { timingSafeEqual } from 'node:crypto';
import { later, minutes, now } from '../clock.ts';
import { db, type Tx } from '../db/client.ts';
import type { ApiUser } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import { newId, newSecret } from '../ids.ts';
import { inBackground } from '../jobs/background.ts';
import { processWide } from '../process.ts';
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
    return used(user);
  });
}

const isStorable = (username: string): boolean => username.length > 0 && username.length <= 100 && username.isWellFormed() && !username.includes('\u0000');

/** The API user behind a token, unless it or its merchant was switched off since. */
export async function activeApiUser(id: string): Promise<ApiUserIdentity | undefined> {
  const user = await findActive({ id });
  return user ? used(user) : undefined;
}

const useIsNotedFor = minutes(60);
const beingNoted = processWide('api-user-uses', () => new Set<string>());

/** Who it is. That it was here is written at most once an hour, beside the request: it waits for nothing, and cannot fail by it. */
function used({ id, merchantId, username, lastUsedAt }: ApiUser): ApiUserIdentity {
  const noteBefore = later(now(), -useIsNotedFor);
  if ((lastUsedAt === null || lastUsedAt <= noteBefore) && !beingNoted.has(id)) {
    beingNoted.add(id);
    const where = { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: noteBefore } }] };
    const note = () => db().apiUser.updateMany({ where, data: { lastUsedAt: now() } });
    // What fails is written by the next use.
    inBackground('note use of API user', () =>
      note()
        .catch(() => undefined)
        .finally(() => beingNoted.delete(id)),
    );
  }
  return { merchantId, apiUserId: id, username };
}

const findActive = (who: { id: string } | { username: string }) =>
  db().apiUser.findFirst({ where: { ...who, revokedAt: null, merchant: { disabledAt: null } } });

/** Adds credentials. The password is not kept: only its SHA-256, which is enough for 160 random bits. */
export async function addApiUser(tx: Tx, merchantId: string, username: string, password: string): Promise<void> {
  await tx.apiUser.create({ data: { id: newId(), merchantId, username, secretHash: sha256(password), createdAt: now() } });
}

/** While a shop changes from one to the other, both open. */
const mostApiUsers = 2;

/** Another API user beside the one there is; undefined when there are two already. The password is shown this once. */
export async function addNextApiUser(tx: Tx, merchantId: string): Promise<{ username: string; password: string } | undefined> {
  if ((await tx.apiUser.count({ where: { merchantId, revokedAt: null } })) >= mostApiUsers) return undefined;
  const { username, password } = { username: `api-${newId().slice(-12)}`, password: newSecret() };
  await addApiUser(tx, merchantId, username, password);
  return { username, password };
}

/** Ends every API user but the newest, and the tokens they were given. Answers the names of those that ended. */
export async function endOldApiUsers(tx: Tx, merchantId: string): Promise<string[]> {
  const [, ...old] = await tx.apiUser.findMany({ where: { merchantId, revokedAt: null }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
  await tx.apiUser.updateMany({ where: { id: { in: old.map(({ id }) => id) } }, data: { revokedAt: now() } });
  return old.map(({ username }) => username);
}
