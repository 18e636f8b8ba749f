import { post } from '../callbacks/send.ts';
import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { eachApart, inBackground } from '../jobs/background.ts';
import { log } from '../log.ts';
import { tellOldestWaiting } from '../metrics.ts';
import { processWide } from '../process.ts';
import { claimDeliveries, dueDeliveries } from './claim.ts';
import { recordTry } from './outcome.ts';
import { type Claimed, requestOf } from './request.ts';

/** What this process knows of a queue: tries under way, and failures since it last took one. */
type Queue = { underWay: number; failures: number };

const queues = processWide('delivery-queues', () => new Map<string, Queue>());
const underWayPerQueue = 10;
/** Queues that do not take what they are sent share this part of the places, one each: the others always have room. */
const failuresUntilSlow = 5;
const partForSlow = 0.25;

/** Delivers these now if they are due; whoever claims first sends, so this and the worker never both do. */
export async function deliver(ids: readonly string[]): Promise<void> {
  await eachApart('deliver', await claimDeliveries(ids), tryAndCount);
}

/**
 * Begins to deliver what is due, so that at most `limit` tries are under way in this process; does not wait for their
 * end. Each queue has its own places: one whose receiver is dead takes them from no other. Answers how many it began.
 */
export async function deliverDue(limit: number): Promise<number> {
  const total = [...queues.values()].reduce((sum, { underWay }) => sum + underWay, 0);
  if (total >= limit) return 0;
  const due = await dueDeliveries(roomByQueue(limit), underWayPerQueue, limit - total);
  if (due.length > 0) inBackground('deliver what is due', () => deliver(due));
  return due.length;
}

/** How many more tries each queue may begin, where that is not the usual number. */
function roomByQueue(limit: number): Record<string, number> {
  const slow = [...queues].filter(([, { failures }]) => failures >= failuresUntilSlow);
  const slowUnderWay = slow.reduce((sum, [, { underWay }]) => sum + underWay, 0);
  let roomForSlow = Math.max(0, Math.floor(limit * partForSlow) - slowUnderWay);
  const room: Record<string, number> = {};
  for (const [name, { underWay, failures }] of queues) {
    const isSlow = failures >= failuresUntilSlow;
    const free = isSlow ? Math.min(1 - underWay, roomForSlow) : underWayPerQueue - underWay;
    room[name] = Math.max(0, free);
    if (isSlow) roomForSlow -= room[name];
  }
  return room;
}

async function tryAndCount(delivery: Claimed): Promise<void> {
  const queue = queues.get(delivery.queue) ?? { underWay: 0, failures: 0 };
  queues.set(delivery.queue, queue);
  queue.underWay += 1;
  try {
    queue.failures = (await tryOnce(delivery)) ? 0 : queue.failures + 1;
  } finally {
    queue.underWay -= 1;
    if (queue.underWay === 0 && queue.failures === 0) queues.delete(delivery.queue);
  }
}

/** True when it was taken. */
async function tryOnce(delivery: Claimed): Promise<boolean> {
  const startedAt = now();
  const request = await requestOf(delivery, startedAt);
  if (!request) return true;
  const sent = await post(request);
  const isTaken = await recordTry(delivery, request.url, startedAt, sent);
  log().info(
    { deliveryId: delivery.id, kind: delivery.kind, attempt: delivery.attempts, status: sent.status, ms: sent.durationMs },
    isTaken ? 'delivered' : 'not delivered',
  );
  return isTaken;
}

/** Tells the metrics how long the oldest delivery that waits has waited. */
export async function measureWaiting(): Promise<void> {
  const rows = await db().delivery.groupBy({ by: ['kind'], where: { dueAt: { not: null } }, _min: { createdAt: true } });
  const at = now().getTime();
  const ages = (isWebhook: boolean) => rows.filter(({ kind }) => (kind === 'webhook') === isWebhook).map(({ _min }) => at - (_min.createdAt?.getTime() ?? at));
  const oldest = (isWebhook: boolean): number => Math.max(0, ...ages(isWebhook)) / 1000;
  tellOldestWaiting({ callback: oldest(false), webhook: oldest(true) });
}
