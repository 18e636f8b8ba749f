import { deliveredWhenTakenUp } from './mistakes.ts';
import type { Mutant } from './mutant.ts';

export const callbacksMutants: readonly Mutant[] = [
  {
    name: 'delivered-before-sent',
    breaks: 'a webhook is marked as delivered when it is taken up, before it is sent',
    foundBy: 'callbacks',
    patches: deliveredWhenTakenUp,
  },
  {
    name: 'timer-in-memory',
    breaks: 'the next try waits in the process that made the last one, not in the row',
    foundBy: 'callbacks',
    patches: [
      {
        file: 'lib/deliveries/outcome.ts',
        find: 'export async function recordTry(delivery: Delivery, startedAt: Date, sent: Sent): Promise<boolean> {',
        put: `export async function recordTry(delivery: Delivery, startedAt: Date, sent: Sent): Promise<boolean> {
  const isTaken = await recordTryOnly(delivery, startedAt, sent);
  const [dueAt, pauseMs] = [later(now(), (pausesMs[delivery.attempts - 1] ?? 0)), 50];
  const timer = setInterval(() => {
    if (now() < dueAt) return;
    clearInterval(timer);
    void db().delivery.updateMany({ where: { id: delivery.id, status: 'pending', attempts: delivery.attempts }, data: { dueAt: now() } });
  }, pauseMs);
  if (isTaken) clearInterval(timer);
  return isTaken;
}

async function recordTryOnly(delivery: Delivery, startedAt: Date, sent: Sent): Promise<boolean> {`,
      },
      {
        file: 'lib/deliveries/outcome.ts',
        find: "return { status: 'pending' as const, dueAt: later(now(), Math.max(jitteredMs, pauseAskedMs(sent))) };",
        put: "return { status: 'pending' as const, dueAt: later(now(), 365 * 24 * hour + jitteredMs) };",
      },
    ],
  },
  {
    name: 'shared-queue',
    breaks: 'all endpoints share one queue and its places, oldest first',
    foundBy: 'callbacks',
    patches: [
      {
        file: 'lib/deliveries/deliver.ts',
        find: `  const due = await dueDeliveries(roomByQueue(), underWayPerQueue, free + slow.size);
  const chosen = due.filter(({ queue }) => !slow.has(queue) || freeForSlow-- > 0).slice(0, free);`,
        put: `  const places = underWayPerQueue - sum([...queues.values()].map(({ underWay }) => underWay));
  const chosen = await dueDeliveries({}, limit, Math.max(0, places));`,
      },
    ],
  },
];
