import { later, now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { IdempotencyKey, Prisma } from '../db/generated/client.ts';
import { ApiError, invariant } from '../errors.ts';
import { type Principal, scopeOf } from '../merchants/principal.ts';
import { seal, sha256, unseal } from '../secrets.ts';
import type { Answer } from './endpoint.ts';

const leaseMs = 60_000;
const keptMs = 72 * 3_600_000;
const maximumKeyLength = 255;

/** A request that carried an Idempotency-Key: whose, which, and what it asked. */
export type KeyedRequest = { scope: string; key: string; fingerprint: Uint8Array<ArrayBuffer> };

/** Reads the header (draft-ietf-httpapi-idempotency-key-header), quoted or bare. */
export function keyedRequest({ request, principal }: { request: Request; principal: Principal }, body: string): KeyedRequest | undefined {
  const header = request.headers.get('idempotency-key');
  if (header === null || request.method !== 'POST') return undefined;
  const key = header.trim().replace(/^"(.*)"$/, '$1');
  if (key.length < 1 || key.length > maximumKeyLength || !/^[\x20-\x7e]+$/.test(key)) {
    throw new ApiError('invalid_request', `An Idempotency-Key has 1 to ${maximumKeyLength} printable ASCII characters.`);
  }
  const { pathname, search } = new URL(request.url);
  return { scope: scopeOf(principal), key, fingerprint: sha256(`${request.method}\n${pathname}${search}\n${body}`) };
}

/**
 * Runs `work` and keeps its answer in the same transaction; gives the kept answer when the key was used before.
 * A second request with the key waits on the row until the first commits, then is answered alike.
 */
export async function answerOnce(tx: Tx, keyed: KeyedRequest | undefined, work: () => Promise<Answer>): Promise<Answer> {
  if (!keyed) return work();
  const kept = await claim(tx, keyed);
  if (kept) return kept;
  const answer = await work();
  await keep(tx, keyed, answer);
  return answer;
}

/** Whether a request has its answer already: it is given that again, whatever has changed since. */
export async function isAnswered({ scope, key }: KeyedRequest): Promise<boolean> {
  return (await db().idempotencyKey.count({ where: { scope, key, status: { not: null }, expiresAt: { gt: now() } } })) === 1;
}

/**
 * The same for work that commits by itself: the key is leased first, the answer kept after. Failures free the key.
 * Only what can still change, or is on record elsewhere, leaves it bound to its request and unanswered: the same
 * request then does the work again, which finds what it began.
 */
export async function leaseAnswer(keyed: KeyedRequest | undefined, work: () => Promise<Answer>): Promise<Answer> {
  if (!keyed) return work();
  const kept = await transaction((tx) => claim(tx, keyed));
  if (kept) return kept;
  try {
    const answer = await work();
    await transaction((tx) => (answer.isFinal ? keep(tx, keyed, answer) : handBack(tx, keyed)));
    return answer;
  } catch (error) {
    const isOnRecord = error instanceof ApiError && error.extra.isOnRecord;
    await transaction((tx) => (isOnRecord ? handBack(tx, keyed) : free(tx, keyed)));
    throw error;
  }
}

/** Takes the key, or returns the answer it already has. */
async function claim(tx: Tx, keyed: KeyedRequest): Promise<Answer | undefined> {
  const at = now();
  const { scope, key, fingerprint } = keyed;
  const leaseUntil = later(at, leaseMs);
  await tx.idempotencyKey.deleteMany({ where: { scope, key, expiresAt: { lte: at } } });
  const present = await insertOrFind(tx, { scope, key, fingerprint, leaseUntil, createdAt: at, expiresAt: later(at, keptMs) });
  if (present === 'inserted') return undefined;
  // Whoever had it failed in this moment and gave it back, again and again.
  if (!present) throw inFlight(1);
  if (Buffer.compare(present.fingerprint, fingerprint) !== 0) {
    throw new ApiError('idempotency_key_reused', 'This Idempotency-Key came with another request before. Use a new key for a new request.');
  }
  if (present.status !== null && present.answerSealed) {
    return { status: present.status, json: unseal(sealLabel(keyed), present.answerSealed), isFinal: true };
  }
  const taken = await tx.idempotencyKey.updateMany({ where: { scope, key, status: null, leaseUntil: { lte: at } }, data: { leaseUntil } });
  if (taken.count === 1) return undefined;
  const waitSeconds = Math.max(1, Math.ceil((present.leaseUntil.getTime() - at.getTime()) / 1000));
  throw inFlight(Math.min(5, waitSeconds));
}

const inFlight = (retryAfterSeconds: number): ApiError =>
  new ApiError('idempotency_in_flight', 'The first request with this key is still running. Ask again soon.', { retryAfterSeconds });

const mostInserts = 3;

/** Writes the row, or reads the one that is there; a row that is given back between the two leaves the place to this one. */
async function insertOrFind(tx: Tx, row: Prisma.IdempotencyKeyCreateManyInput): Promise<IdempotencyKey | 'inserted' | undefined> {
  const { scope, key } = row;
  for (let tries = 0; tries < mostInserts; tries += 1) {
    const inserted = await tx.idempotencyKey.createMany({ data: row, skipDuplicates: true });
    if (inserted.count === 1) return 'inserted';
    const present = await tx.idempotencyKey.findUnique({ where: { scope_key: { scope, key } } });
    if (present) return present;
  }
  return undefined;
}

async function keep(tx: Tx, keyed: KeyedRequest, answer: Answer): Promise<void> {
  const kept = await tx.idempotencyKey.updateMany({
    where: leased(keyed),
    data: { status: answer.status, answerSealed: seal(sealLabel(keyed), answer.json) },
  });
  invariant(kept.count === 1, 'a leased idempotency key is kept once');
}

const leased = ({ scope, key }: KeyedRequest) => ({ scope, key, status: null });

async function handBack(tx: Tx, keyed: KeyedRequest): Promise<void> {
  await tx.idempotencyKey.updateMany({ where: leased(keyed), data: { leaseUntil: now() } });
}

async function free(tx: Tx, keyed: KeyedRequest): Promise<void> {
  await tx.idempotencyKey.deleteMany({ where: leased(keyed) });
}

const sealLabel = (keyed: KeyedRequest): string => `idempotency:${keyed.scope}:${keyed.key}`;

/** Forgets keys past their 72 hours. */
export async function forgetOldKeys(): Promise<void> {
  await transaction((tx) => tx.idempotencyKey.deleteMany({ where: { expiresAt: { lte: now() } } }));
}
