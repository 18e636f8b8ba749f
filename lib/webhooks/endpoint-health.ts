import { raiseAlarm } from '../alarms.ts';
import { later, now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { EndpointDisabledReason } from '../db/generated/client.ts';

const hour = 3_600_000;
/** Without one taken try for so long a person is told; without one for longer the endpoint is switched off. */
const alarmAfterMs = 24 * hour;
const disableAfterMs = 5 * 24 * hour;

/** The endpoint takes what it is sent: whatever was said of it before is over. */
export async function noteSuccess(tx: Tx, endpointId: string): Promise<void> {
  const isTroubled = { OR: [{ failingSince: { not: null } }, { pausedUntil: { not: null } }] };
  await tx.webhookEndpoint.updateMany({ where: { id: endpointId, ...isTroubled }, data: { failingSince: null, alarmedAt: null, pausedUntil: null } });
}

/**
 * The endpoint did not take a try. 410 switches it off at once; days without one that was taken do too, and never
 * before a person was told that it fails. `pauseMs`: how long it has asked to be left alone.
 */
export async function noteFailure(tx: Tx, endpointId: string, { status }: { status: number | undefined }, pauseMs: number): Promise<void> {
  const at = now();
  if (status === 410) return disableEndpoint(tx, endpointId, 'gone');
  await tx.webhookEndpoint.updateMany({ where: { id: endpointId, failingSince: null }, data: { failingSince: at } });
  if (pauseMs > 0) await tx.webhookEndpoint.update({ where: { id: endpointId }, data: { pausedUntil: later(at, pauseMs) } });
  const isFailing = { id: endpointId, disabledAt: null, failingSince: { lte: later(at, -alarmAfterMs) } };
  const alarmed = await tx.webhookEndpoint.updateMany({ where: { ...isFailing, alarmedAt: null }, data: { alarmedAt: at } });
  if (alarmed.count === 1) raiseAlarm('endpoint_failing', { endpointId, disabledInHours: (disableAfterMs - alarmAfterMs) / hour });
  const isOver = { failingSince: { lte: later(at, -disableAfterMs) }, alarmedAt: { lte: later(at, alarmAfterMs - disableAfterMs) } };
  if ((await tx.webhookEndpoint.count({ where: { id: endpointId, disabledAt: null, ...isOver } })) === 1) await disableEndpoint(tx, endpointId, 'failing');
}

/**
 * Switches an endpoint off, once. What it is still owed is given up, visibly: it can be replayed when the endpoint is
 * back. A person is told unless the merchant did it.
 */
export async function disableEndpoint(tx: Tx, endpointId: string, reason: EndpointDisabledReason): Promise<void> {
  const at = now();
  const disabled = await tx.webhookEndpoint.updateMany({
    where: { id: endpointId, disabledAt: null },
    data: { disabledAt: at, disabledReason: reason, changedAt: at },
  });
  if (disabled.count === 0) return;
  await tx.delivery.updateMany({ where: { endpointId, status: 'pending' }, data: { status: 'exhausted', dueAt: null, endedAt: at } });
  if (reason !== 'merchant') raiseAlarm('endpoint_disabled', { endpointId, reason });
}
