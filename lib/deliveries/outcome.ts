import { raiseAlarm } from '../alarms.ts';
import type { Sent } from '../callbacks/send.ts';
import { later, now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { Delivery } from '../db/generated/client.ts';
import { newId } from '../ids.ts';
import { log } from '../log.ts';
import { isRegistered } from '../merchants/merchants.ts';
import { countDelivery } from '../metrics.ts';
import { noteFailure, noteSuccess } from '../webhooks/endpoint-health.ts';

const maximumAnswerKept = 2_048;
const second = 1_000;
const hour = 3_600_000;

/** Pauses after each failed try (Standard Webhooks' schedule): ten tries in about three days. */
const pausesMs = [5 * second, 300 * second, 1_800 * second, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
/** A receiver that asks for more than this is asked again all the same. */
const longestRetryAfterMs = 24 * hour;

/** Keeps what became of a try, and decides what becomes of its delivery. True when it was taken. */
export async function recordTry(delivery: Delivery, startedAt: Date, sent: Sent): Promise<boolean> {
  const isTaken = wasTaken(delivery, sent);
  if (isTaken) await endTaken(delivery, startedAt, sent, await customerAddress(delivery, sent));
  const isOver = !isTaken && (await goOn(delivery, startedAt, sent));
  if (isOver) raiseAlarm('callback_exhausted', { deliveryId: delivery.id, kind: delivery.kind });
  countDelivery(delivery.kind, isTaken ? 'taken' : isOver ? 'given up' : 'not taken');
  return isTaken;
}

/**
 * The try is kept, its delivery is over, whatever was said of its endpoint too, and the session's next event has its
 * turn: in one statement, because this is what happens most. It counts although its claim, or its endpoint, has ended.
 * The endpoint is locked before its deliveries, and these in the order of their sequence, as by everybody who changes
 * them: the last line is looked at before any delivery is. The next one may just be taken itself, by a replay: then it is left.
 */
async function endTaken({ id, endpointId, sessionId, sequence }: Delivery, startedAt: Date, sent: Sent, customerUrl: string | undefined): Promise<void> {
  const at = now();
  await db().$executeRaw`
    WITH kept AS (
      INSERT INTO delivery_attempt (id, delivery_id, started_at, duration_ms, status, error, answer)
      VALUES (${newId()}::uuid, ${id}::uuid, ${startedAt}, ${sent.durationMs}, ${sent.status ?? null}, NULL, ${storable(sent.answer)})),
    well AS (${noteSuccess(endpointId)} RETURNING id),
    next AS (
      UPDATE delivery SET due_at = ${at} WHERE due_at IS NOT NULL AND id = (SELECT id FROM delivery WHERE endpoint_id = ${endpointId}::uuid AND session_id = ${sessionId}::uuid
        AND sequence > ${sequence}::int AND due_at IS NOT NULL ORDER BY sequence LIMIT 1))
    UPDATE delivery SET status = 'delivered', due_at = NULL, ended_at = ${at}, customer_url = ${customerUrl ?? null}
    WHERE id = ${id}::uuid AND status IN ('pending', 'exhausted')
      AND (SELECT count(*) FROM well) >= 0`;
}

/** Keeps the try and when there is another, or gives up. True when it gave up. */
async function goOn(delivery: Delivery, startedAt: Date, sent: Sent): Promise<boolean> {
  const next = afterFailure(delivery, sent);
  return transaction(async (tx) => {
    await keepTry(tx, delivery, startedAt, sent);
    // The endpoint before its deliveries: whoever switches it off locks them in this order too.
    if (delivery.endpointId) await noteFailure(tx, delivery.endpointId, sent, pauseAskedMs(sent));
    // A try that outlived its claim may have been followed by another, or by its end: then that stands.
    const counted = await tx.delivery.updateMany({ where: { id: delivery.id, status: 'pending', attempts: delivery.attempts }, data: next });
    if (counted.count === 1) await moveNext(tx, delivery, next.dueAt ?? now());
    return counted.count === 1 && next.status === 'exhausted';
  });
}

/** Ends a delivery that nobody wants any more; it can be replayed. */
export async function giveUp({ id, attempts }: Delivery): Promise<void> {
  await db().delivery.updateMany({ where: { id, status: 'pending', attempts }, data: givenUp() });
}

/**
 * The later events of a session wait for this one and are due with it, so that nobody looks at them in vain meanwhile;
 * once it is over, the next one's turn has come.
 */
async function moveNext(tx: Tx, { endpointId, sessionId, sequence }: Delivery, dueAt: Date): Promise<void> {
  if (!endpointId || sequence === null) return;
  const next = await tx.delivery.findFirst({
    where: { endpointId, sessionId, sequence: { gt: sequence }, status: 'pending' },
    orderBy: { sequence: 'asc' },
    select: { id: true },
  });
  // It may be taken itself meanwhile: then its turn is over.
  if (next) await tx.delivery.updateMany({ where: { id: next.id, status: 'pending' }, data: { dueAt } });
}

/** 2xx is taken as heard; a 30x too where it may send the customer on. */
function wasTaken({ kind }: Delivery, { status }: Sent): boolean {
  if (status === undefined) return false;
  return (status >= 200 && status < 300) || (isCarrying(kind) && isRedirect(status));
}

const isCarrying = (kind: Delivery['kind']): boolean => kind === 'success' || kind === 'failure';
const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

const givenUp = () => ({ status: 'exhausted' as const, dueAt: null, endedAt: now() });

/** 410 says that nobody wants it any more; anything else is tried again until the schedule ends, later when asked to. */
function afterFailure({ attempts }: Delivery, sent: Sent) {
  const pauseMs = pausesMs[attempts - 1];
  if (pauseMs === undefined || sent.status === 410) return givenUp();
  const jitteredMs = pauseMs * (0.9 + Math.random() * 0.2);
  return { status: 'pending' as const, dueAt: later(now(), Math.max(jitteredMs, pauseAskedMs(sent))) };
}

/** How long a receiver asks to be left alone (RFC 9110 §10.2.3); 0 when it does not. */
function pauseAskedMs({ status, retryAfter }: Sent): number {
  const isAsking = (status === 429 || status === 503) && retryAfter !== undefined;
  return isAsking ? Math.min(longestRetryAfterMs, retryAfter * second) : 0;
}

/** Where a 30x sends the customer: only onto the merchant's registered web origins. */
async function customerAddress({ id, kind, merchantId, url }: Delivery, { status, location }: Sent): Promise<string | undefined> {
  if (!isCarrying(kind) || url === null || status === undefined || !isRedirect(status) || !location || !URL.canParse(location, url)) return undefined;
  const target = new URL(location, url);
  const merchant = await db().merchant.findUniqueOrThrow({ where: { id: merchantId }, select: { origins: true } });
  if (target.href.length <= 2048 && /^https?:$/.test(target.protocol) && isRegistered(merchant.origins, target.href)) return target.href;
  log().warn({ deliveryId: id, host: target.host }, 'a callback redirected to an unregistered origin; the customer is not sent there');
  return undefined;
}

async function keepTry(tx: Tx, delivery: Delivery, startedAt: Date, sent: Sent): Promise<void> {
  const told = {
    durationMs: sent.durationMs,
    status: sent.status ?? null,
    error: sent.error === undefined ? null : storable(sent.error),
    answer: storable(sent.answer),
  };
  await tx.deliveryAttempt.create({ data: { id: newId(), deliveryId: delivery.id, startedAt, ...told } });
}

/** PostgreSQL holds no NUL. */
const storable = (text: string): string => text.slice(0, maximumAnswerKept).replaceAll('\u0000', '').toWellFormed();
