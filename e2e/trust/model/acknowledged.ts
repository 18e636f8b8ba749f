import type { Model } from './facts.ts';
import type { World } from './world.ts';

type SessionRow = { id: string; status: string; revision: number; amount: number; settledBy: string | null; merchantId: string };
type PaymentRow = { id: string; sessionId: string; revision: number; amount: number };

/** What was acknowledged and is not there, or is there otherwise. What settled once settles for ever. */
export async function forgotten(model: Model, world: World): Promise<string[]> {
  const ids = world.shops.map(({ merchantId }) => merchantId);
  const sessions = await world.rows<SessionRow>(
    `SELECT id::text, status::text, revision, amount_minor::int AS amount, settled_by_payment_id::text AS "settledBy", merchant_id::text AS "merchantId"
     FROM checkout_session WHERE merchant_id = ANY($1::uuid[])`,
    ids,
  );
  const payments = await world.rows<PaymentRow>(
    `SELECT id::text, session_id::text AS "sessionId", revision, amount_minor::int AS amount FROM payment WHERE merchant_id = ANY($1::uuid[])`,
    ids,
  );
  const links = await world.rows<{ id: string; sessionId: string }>(
    `SELECT id::text, session_id::text AS "sessionId" FROM payment_link WHERE merchant_id = ANY($1::uuid[])`,
    ids,
  );
  return [
    ...model.sessions.flatMap((known) => wrongSession(known, sessions, world)),
    ...model.links.flatMap(({ id, session }) =>
      links.some((row) => row.id === id && row.sessionId === session.id) ? [] : [`invariant 3: link ${id} was acknowledged and is gone`],
    ),
    ...model.tries.flatMap(({ id, session }) =>
      payments.some((row) => row.id === id && row.sessionId === session.id) ? [] : [`invariant 3: payment ${id} was acknowledged and is gone`],
    ),
    ...payments.flatMap((row) => wrongAmount(row, model)),
  ];
}

function wrongSession(known: Model['sessions'][number], rows: SessionRow[], world: World): string[] {
  const row = rows.find(({ id }) => id === known.id);
  if (!row || row.merchantId !== world.shops[known.shop].merchantId) return [`invariant 3: session ${known.id} was acknowledged and is gone`];
  const amount = known.amounts.get(row.revision);
  const before = known.settledBy;
  known.settledBy ??= row.settledBy ?? undefined;
  return [
    ...(amount !== undefined && amount !== row.amount
      ? [`invariant 3: revision ${row.revision} of session ${known.id} is over ${row.amount} and not ${amount}`]
      : []),
    ...(before !== undefined && before !== row.settledBy ? [`invariant 1: session ${known.id} was settled by ${before} and is now by ${row.settledBy}`] : []),
  ];
}

function wrongAmount({ id, sessionId, revision, amount }: PaymentRow, model: Model): string[] {
  const known = model.sessions.find((session) => session.id === sessionId)?.amounts.get(revision);
  return known !== undefined && known !== amount ? [`invariant 8: payment ${id} of revision ${revision} is over ${amount} and not ${known}`] : [];
}

type MovedRow = { paymentId: string; kind: string; sum: number };

/** The gateway moved at least what was acknowledged and at most what was asked for. A surplus is given back unasked. */
export async function movedWrongs(model: Model, world: World): Promise<string[]> {
  const moved = await world.rows<MovedRow>(
    `SELECT p.id::text AS "paymentId", o.type AS kind, sum(o.amount_minor)::int AS sum FROM sandbox_operation o JOIN sandbox_transaction t ON t.id = o.transaction_id
     JOIN payment p ON p.gateway_order_id = t.shop_order_id WHERE p.merchant_id = ANY($1::uuid[]) AND p.settles AND o.type IN ('captured', 'refunded', 'released')
     AND (o.reconciliation_id IS NULL OR o.reconciliation_id <> p.id::text)
     AND NOT EXISTS (SELECT FROM payment_operation ours WHERE ours.id::text = o.reconciliation_id AND ours.intent = 'auto-capture') GROUP BY p.id, o.type`,
    world.shops.map(({ merchantId }) => merchantId),
  );
  return model.tries.flatMap(({ id, asked }) =>
    (['capture', 'refund', 'release'] as const).flatMap((kind) => {
      const sum = moved.find((row) => row.paymentId === id && row.kind === pastTense[kind])?.sum ?? 0;
      const wanted = asked.filter((one) => one.kind === kind);
      const most = wanted.reduce((all, { minor }) => all + minor, 0);
      const least = wanted.filter(({ isAcknowledged }) => isAcknowledged).reduce((all, { minor }) => all + minor, 0);
      if (sum < least) return [`invariant 3: the ${kind} of ${least} of payment ${id} was acknowledged, the gateway made ${sum}`];
      return sum > most ? [`invariant 2: the gateway made a ${kind} of ${sum} of payment ${id}, asked for was ${most}`] : [];
    }),
  );
}

const pastTense = { capture: 'captured', refund: 'refunded', release: 'released' } as const;
