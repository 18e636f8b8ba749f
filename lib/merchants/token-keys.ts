import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { isDatabaseAway } from '../db/unavailable.ts';
import { EnvironmentError } from '../env.ts';
import { invariant } from '../errors.ts';
import { newId } from '../ids.ts';
import { processWide } from '../process.ts';
import { seal, unseal } from '../secrets.ts';

type LoadedKey = { kid: string; publicJwk: JWK; publicKey: CryptoKey; privateKey: CryptoKey };

const reloadAfterMs = 60_000;
const unknownKidReloadMs = 5_000;
const cache = processWide('token-keys', () => ({ keys: undefined as Promise<LoadedKey[]> | undefined, loadedAt: 0 }));

/** The key that signs: the newest not retired, made on first use. */
export async function signingKey(): Promise<LoadedKey> {
  const [newest] = await activeKeys(reloadAfterMs);
  if (newest) return newest;
  await createKey();
  const [created] = await activeKeys(0);
  invariant(created, 'a created token key is found');
  return created;
}

/** Refuses to start with another SECRET_KEY than the one this database was used with: no secret in it could be opened. */
export async function checkSecretKey(): Promise<void> {
  try {
    await signingKey();
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    throw new EnvironmentError('SECRET_KEY does not open the secrets in this database. Put back the key it was used with, or list both: "2:<new>,1:<old>".');
  }
}

/** The public key of this id; another process may have made it a moment ago, so an unknown id reloads. */
export async function verificationKey(kid: string): Promise<CryptoKey | undefined> {
  const find = (keys: LoadedKey[]) => keys.find((key) => key.kid === kid)?.publicKey;
  return find(await activeKeys(reloadAfterMs)) ?? find(await activeKeys(unknownKidReloadMs));
}

/** The public keys as a JWK Set (RFC 7517 §5). */
export async function publicKeySet(): Promise<{ keys: JWK[] }> {
  await signingKey();
  const keys = await activeKeys(reloadAfterMs);
  return { keys: keys.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: 'RS256', use: 'sig' })) };
}

async function activeKeys(maximumAgeMs: number): Promise<LoadedKey[]> {
  if (!cache.keys || performance.now() - cache.loadedAt > maximumAgeMs) {
    cache.loadedAt = performance.now();
    cache.keys = loadKeys();
    cache.keys.catch(() => {
      cache.keys = undefined;
    });
  }
  return cache.keys;
}

async function loadKeys(): Promise<LoadedKey[]> {
  const rows = await db().tokenKey.findMany({ where: { retiredAt: null }, orderBy: { createdAt: 'desc' } });
  return Promise.all(
    rows.map(async (row) => {
      const publicJwk = row.publicJwk as JWK;
      const privateJwk = JSON.parse(unseal(`token-key:${row.id}`, row.privateSealed)) as JWK;
      const [publicKey, privateKey] = await Promise.all([importJWK(publicJwk, 'RS256'), importJWK(privateJwk, 'RS256')]);
      invariant(!(publicKey instanceof Uint8Array) && !(privateKey instanceof Uint8Array), 'RS256 keys are asymmetric');
      return { kid: row.id, publicJwk, publicKey, privateKey };
    }),
  );
}

async function createKey(): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const id = newId();
  const { kty, n, e } = await exportJWK(publicKey);
  invariant(n && e, 'an RSA key has a modulus and an exponent');
  const privateSealed = seal(`token-key:${id}`, JSON.stringify(await exportJWK(privateKey)));
  await db().tokenKey.create({ data: { id, publicJwk: { kty, n, e } as { kty: string; n: string; e: string }, privateSealed, createdAt: now() } });
}
