import type { Model, Session } from './facts.ts';
import type { World } from './world.ts';

type Heard = { kind: string; paymentId: string; status: string; body: string };

/** A callback as a shop reads it, whichever form it has. */
function readTold(kind: string, body: string): Heard {
  if (body.startsWith('{')) {
    const { status, paymentId } = JSON.parse(body) as { status: string; paymentId: string };
    return { kind, paymentId, status: status.toLowerCase(), body };
  }
  const fields = new URLSearchParams(body);
  const of = (name: string) => fields.get(name) ?? '';
  return { kind, paymentId: of('payment_id'), status: of('status'), body };
}

/** What merchants were told that is not so, or were not told. Once nothing is due any more. */
export async function toldWrongs(model: Model, world: World): Promise<string[]> {
  const rows = await world.rows<{ sessionId: string; paymentIds: string[]; settledBy: string | null }>(
    `SELECT s.id::text AS "sessionId", s.settled_by_payment_id::text AS "settledBy", array_agg(p.id::text) AS "paymentIds"
     FROM checkout_session s JOIN payment p ON p.session_id = s.id WHERE s.merchant_id = ANY($1::uuid[]) GROUP BY s.id`,
    world.shops.map(({ merchantId }) => merchantId),
  );
  return rows.flatMap(({ sessionId, paymentIds, settledBy }) => {
    const session = model.sessions.find(({ id }) => id === sessionId);
    if (!session) return [];
    const { merchantId } = world.shops[session.shop];
    const heard = world.told.map((told) => ({ ...told, ...readTold(told.kind, told.body) })).filter(({ paymentId }) => paymentIds.includes(paymentId));
    const strangers = heard.filter((told) => told.merchantId !== merchantId).map(() => `another merchant was told of session ${sessionId}`);
    return [...strangers, ...wrongsAbout(session, settledBy ?? undefined, heard)];
  });
}

/** The same delivery may be heard again, byte for byte; a second one of the same may not. */
function wrongsAbout(session: Session, settledBy: string | undefined, heard: Heard[]): string[] {
  const wrongs: string[] = [];
  for (const kind of session.callbacks) {
    const successes = heard.filter((told) => told.kind === kind && told.status === 'succeeded');
    const bodies = new Set(successes.map(({ body }) => body));
    const isOwed = settledBy !== undefined && kind !== 'failure';
    if (isOwed && bodies.size !== 1) wrongs.push(`session ${session.id} is paid and its merchant heard so ${bodies.size} times (${kind})`);
    if (!isOwed && bodies.size > 0) wrongs.push(`session ${session.id} is not paid and its merchant heard that it is (${kind})`);
    if (successes.some(({ paymentId }) => paymentId !== settledBy))
      wrongs.push(`the merchant of session ${session.id} heard of another payment than the one that settles it`);
  }
  const failed = heard.filter(({ kind, status }) => kind === 'failure' && status === 'succeeded');
  if (failed.length > 0) wrongs.push(`session ${session.id}: a success was told as a failure`);
  return wrongs.map((wrong) => `the merchant was told wrong: ${wrong}`);
}
