import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { SandboxAccount } from '../db/generated/client.ts';
import { newId } from '../ids.ts';
import { sameText } from '../same-text.ts';
import { seal, sha256, unseal } from '../secrets.ts';

export type Account = SandboxAccount;

type NewAccount = { username: string; password: string; secret: string; shopName: string };

const label = 'sandbox-account';

/**
 * Gives a shop credentials at the sandbox; for a username it already knows it sets the new password, secret
 * and name, so that a seed can run twice.
 */
export async function createSandboxAccount({ username, password, secret, shopName }: NewAccount): Promise<{ id: string }> {
  const facts = { passwordHash: sha256(password), secretSealed: seal(label, secret), shopName };
  return db().sandboxAccount.upsert({
    where: { username },
    create: { id: newId(), username, createdAt: now(), ...facts },
    update: facts,
    select: { id: true },
  });
}

/** The shared secret of the account's callback checksum. */
export const checksumSecret = (account: Account): string => unseal(label, account.secretSealed);

/** Asks for the credentials, beside a 401. */
export const basicChallenge = { 'www-authenticate': 'Basic realm="AltaPay sandbox", charset="UTF-8"' };

/** The account of a Basic authorization header; undefined when the credentials are missing or wrong. */
export async function authenticateAccount(header: string | null): Promise<Account | undefined> {
  const [, encoded] = /^basic\s+([A-Za-z0-9+/=_-]{1,1000})$/i.exec(header ?? '') ?? [];
  if (!encoded) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1 || decoded.includes('\0')) return undefined;
  const account = await db().sandboxAccount.findUnique({ where: { username: decoded.slice(0, colon) } });
  const given = Buffer.from(sha256(decoded.slice(colon + 1))).toString('hex');
  const isRight = sameText(Buffer.from(account?.passwordHash ?? sha256('')).toString('hex'), given);
  return account && isRight ? account : undefined;
}
