import { z } from 'zod';
import { now } from '../clock.ts';
import { db, transaction } from '../db/client.ts';
import { env } from '../env.ts';
import { invariant } from '../errors.ts';
import { newId } from '../ids.ts';
import { canHappenIn, type FaultKind, faultKinds } from './fault-kinds.ts';

/** More than anybody can keep in mind. */
const mostFaults = 100;

const usualDelayMs = 15_000;

/** A wrong turn a tester asks for: where, for which order, and how often (null: until it is switched off). */
export const Fault = z
  .object({
    kind: z.enum(faultKinds),
    method: z.string().min(1).max(40).nullable().default(null),
    order: z
      .string()
      .regex(/^[a-zA-Z0-9-]{1,100}$/, 'must be letters, digits and hyphens')
      .nullable()
      .default(null),
    times: z.int().min(0).max(100).nullable().default(1),
    delayMs: z.int().min(0).max(30_000).optional(),
  })
  .refine(({ kind, method }) => method === null || canHappenIn(kind, method), { path: ['method'], error: 'this fault cannot be kept to this method' });
type Fault = z.output<typeof Fault>;

/**
 * Puts a fault on an account's board in place of the same one (kind, method and order); `times: 0` only takes that
 * one off. False when the board is full. Test mode only.
 */
export async function orderFault(accountId: string, { kind, method, order, times, delayMs }: Fault): Promise<boolean> {
  invariant(env().MODE === 'test', 'faults exist in test mode only');
  const same = { accountId, kind, method, order };
  const facts = { timesLeft: times, delayMs: delayMs ?? (kind === 'slow' ? usualDelayMs : 0) };
  return transaction(async (tx) => {
    if (times === 0) {
      await tx.sandboxFault.deleteMany({ where: same });
      return true;
    }
    // Changed where it is: between a row that goes and one that comes, a call would find neither.
    if ((await tx.sandboxFault.updateMany({ where: same, data: facts })).count > 0) return true;
    if ((await tx.sandboxFault.count({ where: { accountId } })) >= mostFaults) return false;
    await tx.sandboxFault.create({ data: { id: newId(), ...same, ...facts, createdAt: now() } });
    return true;
  });
}

/** Switches a fault of the account off and answers its kind; undefined when there is none of that id, any more. */
export async function endFault(accountId: string, id: string): Promise<FaultKind | undefined> {
  const fault = await db().sandboxFault.findFirst({ where: { id, accountId } });
  await db().sandboxFault.deleteMany({ where: { id, accountId } });
  return faultKinds.find((kind) => kind === fault?.kind);
}

/** The faults that are on for an account, the newest first. */
export const listFaults = (accountId: string) => db().sandboxFault.findMany({ where: { accountId }, orderBy: { id: 'desc' }, take: mostFaults });

/** Where something is about to happen, and of which order it is: named itself, or by a transaction or payment of the gateway. */
export type Occasion = { accountId: string; method: string; order?: string | undefined; transactionId?: bigint | undefined; paymentId?: string | undefined };

/** Kinds that can happen on an occasion. Of the kinds in one row at most one is taken, the first of the row before the others. */
export type Wanted = readonly (readonly FaultKind[])[];

/** The kinds that were taken, each with its delay. */
export type Taken = ReadonlyMap<FaultKind, number>;

/**
 * Takes one use of every fault that is on for the occasion; one for this order or method goes before one for all.
 * `kept` are kinds that happen here only when a fault names this very method. One statement: it locks the limited
 * faults it takes, so that of racing calls each takes a use of its own, and the last use is taken once.
 */
export async function takeFaults({ accountId, method, order, transactionId, paymentId }: Occasion, wanted: Wanted, kept: Wanted = []): Promise<Taken> {
  const rows = [...wanted.map((row) => ({ row, isKept: false })), ...kept.map((row) => ({ row, isKept: true }))];
  const kinds = rows.flatMap(({ row, isKept }, slot) => row.map((kind) => ({ kind, slot, isKept })));
  const taken = await db().$queryRaw<{ kind: FaultKind; delayMs: number }[]>`
    WITH about AS (
      SELECT coalesce(${order ?? null}::text, (
        SELECT shop_order_id FROM sandbox_transaction
        WHERE account_id = ${accountId}::uuid AND (id = ${transactionId ?? null}::bigint OR payment_id = ${paymentId ?? null}::uuid) LIMIT 1)) AS shop_order_id
    ), ranked AS (
      SELECT f.id, f.kind, f.times_left, f.delay_ms,
        row_number() OVER (PARTITION BY w.slot ORDER BY w.position, f."order" IS NULL, f.method IS NULL, f.id) AS place
      FROM about, sandbox_fault f
        JOIN unnest(${kinds.map(({ kind }) => kind)}::text[], ${kinds.map(({ slot }) => slot)}::int[], ${kinds.map(({ isKept }) => isKept)}::bool[])
          WITH ORDINALITY AS w(kind, slot, is_kept, position) ON w.kind = f.kind
      WHERE f.account_id = ${accountId}::uuid AND (f.method = ${method} OR (f.method IS NULL AND NOT w.is_kept))
        AND (f."order" IS NULL OR f."order" = about.shop_order_id OR starts_with(about.shop_order_id, f."order" || '-'))
    ), limited AS MATERIALIZED (
      SELECT id, kind, times_left, delay_ms FROM sandbox_fault
      WHERE id IN (SELECT id FROM ranked WHERE place = 1 AND times_left IS NOT NULL) ORDER BY id FOR UPDATE
    ), lowered AS (
      UPDATE sandbox_fault f SET times_left = f.times_left - 1 FROM limited l WHERE f.id = l.id AND l.times_left > 1
    ), ended AS (
      DELETE FROM sandbox_fault f USING limited l WHERE f.id = l.id AND l.times_left = 1
    )
    SELECT kind, delay_ms AS "delayMs" FROM limited
    UNION ALL SELECT kind, delay_ms FROM ranked WHERE place = 1 AND times_left IS NULL`;
  return new Map(taken.map(({ kind, delayMs }) => [kind, delayMs]));
}
