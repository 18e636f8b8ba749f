import { post, type Sent } from '../callbacks/send.ts';
import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { eachApart, inBackground } from '../jobs/background.ts';
import { log } from '../log.ts';
import { tellOldestWaiting } from '../metrics.ts';
import { processWide } from '../process.ts';
import { claimDeliveries, dueDeliveries } from './claim.ts';
import { giveUp, recordTry } from './outcome.ts';
import { type Claimed, requestOf } from './request.ts';

/** What this process knows of a queue: tries under way, failures since it last took one, and when it was last tried. */
type Queue = { underWay: number; failures: number; triedAt: number };

const queues = processWide('delivery-queues', () => new Map<string, Queue>());
const underWayPerQueue = 10;
/** Queues that do not take what they are sent have one place each, of a part of all: the others always have room. */
const failuresUntilSlow = 5;
const partForSlow = 0.25;
/** What is known of a queue that nothing was due for is forgotten. */
const forgetAfterMs = 600_000;

/** Delivers these now if they are due; whoever claims first sends, so this and the worker never both do. */
export async function deliver(ids: readonly string[]): Promise<void> {
  await eachApart('deliver', await claimDeliveries(ids), tryAndCount);
}

/**
 * Begins to deliver what is due, so that at most `limit` tries are under way in this process; does not wait for their
 * end. Each queue has its own places: one whose receiver is dead takes them from no other. Answers how many it began.
 */
export async function deliverDue(limit: number): Promise<number> {
  forgetIdle();
  const free = limit - sum([...queues.values()].map(({ underWay }) => underWay));
  if (free <= 0) return 0;
  const slow = new Map([...queues].filter(([, { failures }]) => failures >= failuresUntilSlow));
  let freeForSlow = Math.floor(limit * partForSlow) - sum([...slow.values()].map(({ underWay }) => underWay));
  // The oldest may all be of slow queues: beyond them there has to be room for the others.
  const due = await dueDeliveries(roomByQueue(), underWayPerQueue, free + slow.size);
  const chosen = due.filter(({ queue }) => !slow.has(queue) || freeForSlow-- > 0).slice(0, free);
  if (chosen.length > 0) inBackground('deliver what is due', () => deliver(chosen.map(({ id }) => id)));
  return chosen.length;
}

const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);

/** How many more tries each queue may begin, where that is not the usual number. */
const roomByQueue = (): Record<string, number> =>
  Object.fromEntries(
    [...queues].map(([name, { underWay, failures }]) => [name, Math.max(0, (failures >= failuresUntilSlow ? 1 : underWayPerQueue) - underWay)]),
  );

function forgetIdle(): void {
  for (const [name, { underWay, triedAt }] of queues) if (underWay === 0 && performance.now() - triedAt > forgetAfterMs) queues.delete(name);
}

async function tryAndCount(delivery: Claimed): Promise<void> {
  const queue = queues.get(delivery.queue) ?? { underWay: 0, failures: 0, triedAt: 0 };
  queues.set(delivery.queue, queue);
  queue.underWay += 1;
  queue.triedAt = performance.now();
  try {
    const isTaken = await tryOnce(delivery);
    if (isTaken !== undefined) queue.failures = isTaken ? 0 : queue.failures + 1;
  } finally {
    queue.underWay -= 1;
    if (queue.underWay === 0 && queue.failures === 0) queues.delete(delivery.queue);
  }
}

/** True when it was taken, or nobody wants it any more; undefined when it was left to another. */
async function tryOnce(delivery: Claimed): Promise<boolean | undefined> {
  const startedAt = now();
  // This process stood still for so long that somebody else may have sent it, and been asked for a pause.
  if (delivery.dueAt !== null && delivery.dueAt <= startedAt) return undefined;
  const request = await requestOf(delivery, startedAt);
  if (request === 'not wanted') return giveUp(delivery).then(() => true);
  const sent = request === 'not possible' ? unprepared : await post(request);
  const isTaken = await recordTry(delivery, startedAt, sent);
  log().info(
    { deliveryId: delivery.id, kind: delivery.kind, attempt: delivery.attempts, status: sent.status, ms: sent.durationMs },
    isTaken ? 'delivered' : 'not delivered',
  );
  return isTaken;
}

const unprepared: Sent = { status: undefined, location: undefined, retryAfter: undefined, answer: '', error: 'It could not be signed.', durationMs: 0 };

/** Tells the metrics how long the oldest delivery that waits has waited. */
export async function measureWaiting(): Promise<void> {
  const rows = await db().delivery.groupBy({ by: ['kind'], where: { dueAt: { not: null } }, _min: { createdAt: true } });
  const at = now().getTime();
  const ages = (isWebhook: boolean) => rows.filter(({ kind }) => (kind === 'webhook') === isWebhook).map(({ _min }) => at - (_min.createdAt?.getTime() ?? at));
  const oldest = (isWebhook: boolean): number => Math.max(0, ...ages(isWebhook)) / 1000;
  tellOldestWaiting({ callback: oldest(false), webhook: oldest(true) });
}
