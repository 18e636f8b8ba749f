import { raiseAlarm } from '../alarms.ts';
import { later, now } from '../clock.ts';
import { db, transaction } from '../db/client.ts';
import type { CallbackDelivery } from '../db/generated/client.ts';
import { newId } from '../ids.ts';
import { eachApart, inBackground } from '../jobs/background.ts';
import { log } from '../log.ts';
import { activeCallbackSecrets, isRegistered } from '../merchants/merchants.ts';
import { processWide } from '../process.ts';
import { callbackTargets } from './address-guard.ts';
import { post, type Sent } from './send.ts';
import { callbackSignature } from './signature.ts';

/** A claim outlives the longest try; a process that dies in between frees it by time. */
const claimMs = 30_000;
const maximumAnswerKept = 2_048;
const second = 1_000;
const hour = 3_600_000;

/** Pauses after each failed try (Standard Webhooks' schedule): ten tries in about three days. */
const pausesMs = [5 * second, 300 * second, 1_800 * second, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** Tries under way in this process, by merchant: a shop that answers slowly keeps no other waiting. */
const underWay = processWide('deliveries-under-way', () => new Map<string, number>());
const underWayPerMerchant = 10;

/** Delivers these callbacks now if they are due; whoever claims first sends, so this and the worker never both do. */
export async function deliver(ids: readonly string[]): Promise<void> {
  const at = now();
  const claimed = await db().callbackDelivery.updateManyAndReturn({
    where: { id: { in: [...ids] }, status: 'pending', dueAt: { lte: at } },
    data: { dueAt: later(at, claimMs), attempts: { increment: 1 } },
  });
  await eachApart('deliver callback', claimed, tryAndCount);
}

/** Begins to deliver what is due, oldest first, so that at most `limit` tries are under way; does not wait for their end. */
export async function deliverDue(limit: number): Promise<void> {
  const isBusy = ([, count]: [string, number]): boolean => count >= underWayPerMerchant;
  const busy = [...underWay].filter(isBusy).map(([merchantId]) => merchantId);
  const free = limit - [...underWay.values()].reduce((sum, count) => sum + count, 0);
  if (free <= 0) return;
  const where = { status: 'pending', dueAt: { lte: now() }, merchantId: { notIn: busy } } as const;
  const due = await db().callbackDelivery.findMany({ where, orderBy: { dueAt: 'asc' }, take: free, select: { id: true, merchantId: true } });
  const places = new Map(underWay);
  const chosen = due.filter(({ merchantId }) => {
    const count = places.get(merchantId) ?? 0;
    places.set(merchantId, count + 1);
    return count < underWayPerMerchant;
  });
  if (chosen.length > 0) inBackground('deliver due callbacks', () => deliver(chosen.map(({ id }) => id)));
}

async function tryAndCount(delivery: CallbackDelivery): Promise<void> {
  const { merchantId } = delivery;
  underWay.set(merchantId, (underWay.get(merchantId) ?? 0) + 1);
  try {
    await tryOnce(delivery);
  } finally {
    const left = (underWay.get(merchantId) ?? 1) - 1;
    if (left > 0) underWay.set(merchantId, left);
    else underWay.delete(merchantId);
  }
}

async function tryOnce(delivery: CallbackDelivery): Promise<void> {
  const startedAt = now();
  const signature = callbackSignature(delivery.body, startedAt, await activeCallbackSecrets(delivery.merchantId));
  const sent = await post({
    url: delivery.url,
    contentType: delivery.contentType,
    body: delivery.body,
    headers: { 'altapay-signature': signature, 'user-agent': 'AltaPay-Checkout-Payment-Links/1', accept: '*/*' },
    allowedTargets: callbackTargets(),
  });
  const isAccepted = wasAccepted(delivery, sent);
  const customerUrl = isAccepted ? await customerAddress(delivery, sent) : undefined;
  await recordTry(delivery, startedAt, sent, isAccepted, customerUrl);
  log().info(
    { deliveryId: delivery.id, kind: delivery.kind, attempt: delivery.attempts, status: sent.status, ms: sent.durationMs },
    isAccepted ? 'callback delivered' : 'callback not delivered',
  );
}

/** 2xx is taken as heard; a 30x too where it may send the customer on. */
function wasAccepted(delivery: CallbackDelivery, { status }: Sent): boolean {
  if (status === undefined) return false;
  return (status >= 200 && status < 300) || (delivery.kind !== 'notification' && isRedirect(status));
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Where a 30x sends the customer: only onto the merchant's registered web origins. */
async function customerAddress(delivery: CallbackDelivery, { status, location }: Sent): Promise<string | undefined> {
  if (status === undefined || !isRedirect(status) || !location) return undefined;
  if (!URL.canParse(location, delivery.url)) return undefined;
  const target = new URL(location, delivery.url);
  const merchant = await db().merchant.findUniqueOrThrow({ where: { id: delivery.merchantId }, select: { origins: true } });
  if (target.href.length <= 2048 && /^https?:$/.test(target.protocol) && isRegistered(merchant.origins, target.href)) return target.href;
  log().warn({ deliveryId: delivery.id, host: target.host }, 'a callback redirected to an unregistered origin; the customer is not sent there');
  return undefined;
}

async function recordTry(delivery: CallbackDelivery, startedAt: Date, sent: Sent, isAccepted: boolean, customerUrl: string | undefined): Promise<void> {
  const at = now();
  const pauseMs = pausesMs[delivery.attempts - 1];
  const next = isAccepted
    ? ({ status: 'delivered', dueAt: null, endedAt: at, customerUrl: customerUrl ?? null } as const)
    : pauseMs === undefined
      ? ({ status: 'exhausted', dueAt: null, endedAt: at } as const)
      : ({ status: 'pending', dueAt: later(at, pauseMs * (0.9 + Math.random() * 0.2)) } as const);
  if (next.status === 'exhausted') raiseAlarm('callback_exhausted', { deliveryId: delivery.id, kind: delivery.kind });
  await transaction(async (tx) => {
    await tx.callbackAttempt.create({
      data: {
        id: newId(),
        deliveryId: delivery.id,
        startedAt,
        durationMs: sent.durationMs,
        status: sent.status ?? null,
        error: sent.error ?? null,
        answer: storable(sent.answer),
      },
    });
    // A try that outlived its claim may have been followed by another: only its success still counts.
    await tx.callbackDelivery.updateMany({ where: { id: delivery.id, status: 'pending', ...(!isAccepted && { attempts: delivery.attempts }) }, data: next });
  });
}

/** PostgreSQL holds no NUL. */
const storable = (answer: string): string => answer.slice(0, maximumAnswerKept).replaceAll('\u0000', '').toWellFormed();
