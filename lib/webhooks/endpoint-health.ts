import { raiseAlarm } from '../alarms.ts';
import { later, now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import { type EndpointDisabledReason, Prisma } from '../db/generated/client.ts';

const hour = 3_600_000;
const endedAtOnce = 10_000;
/** Without one taken try for so long a person is told; without one for longer the endpoint is switched off. */
const alarmAfterMs = 24 * hour;
const disableAfterMs = 5 * 24 * hour;

/**
 * The endpoint takes what it is sent: its failures are over. A pause that it asked for is not: another try heard of it.
 * A statement, for one that does more (WITH).
 */
export const noteSuccess = (endpointId: string | null): Prisma.Sql => Prisma.sql`
  UPDATE webhook_endpoint SET failing_since = NULL, alarmed_at = NULL WHERE id = ${endpointId}::uuid AND failing_since IS NOT NULL`;

/**
 * The endpoint did not take a try. 410 switches it off at once; days without one that was taken do too, and never
 * before a person was told that it fails. `pauseMs`: how long it has asked to be left alone.
 */
export async function noteFailure(tx: Tx, endpointId: string, { status }: { status: number | undefined }, pauseMs: number): Promise<void> {
  const at = now();
  if (status === 410) return disableEndpoint(tx, endpointId, 'gone');
  await tx.webhookEndpoint.updateMany({ where: { id: endpointId, failingSince: null }, data: { failingSince: at } });
  if (pauseMs > 0) {
    const pausedUntil = later(at, pauseMs);
    const isShorter = { OR: [{ pausedUntil: null }, { pausedUntil: { lt: pausedUntil } }] };
    await tx.webhookEndpoint.updateMany({ where: { id: endpointId, ...isShorter }, data: { pausedUntil } });
  }
  const isFailing = { id: endpointId, disabledAt: null, failingSince: { lte: later(at, -alarmAfterMs) } };
  const alarmed = await tx.webhookEndpoint.updateMany({ where: { ...isFailing, alarmedAt: null }, data: { alarmedAt: at } });
  if (alarmed.count === 1) raiseAlarm('endpoint_failing', { endpointId, disabledInHours: (disableAfterMs - alarmAfterMs) / hour });
  const isOver = { failingSince: { lte: later(at, -disableAfterMs) }, alarmedAt: { lte: later(at, alarmAfterMs - disableAfterMs) } };
  if ((await tx.webhookEndpoint.count({ where: { id: endpointId, disabledAt: null, ...isOver } })) === 1) await disableEndpoint(tx, endpointId, 'failing');
}

/**
 * Switches an endpoint off, once. What it is still owed is given up, visibly: it can be replayed when the endpoint is
 * back. Of very much, the rest is given up as it falls due. A person is told unless the merchant did it.
 */
export async function disableEndpoint(tx: Tx, endpointId: string, reason: EndpointDisabledReason): Promise<void> {
  const at = now();
  const disabled = await tx.webhookEndpoint.updateMany({
    where: { id: endpointId, disabledAt: null },
    data: { disabledAt: at, disabledReason: reason, changedAt: at },
  });
  if (disabled.count === 0) return;
  // In the order in which a try locks its delivery and the next, and not against a try that is just being noted beside
  // its delivery; what was taken while it waited stays taken.
  await tx.$executeRaw`
    WITH owed AS (SELECT id FROM delivery WHERE queue = ${endpointId}::uuid AND due_at IS NOT NULL ORDER BY due_at LIMIT ${endedAtOnce}),
    locked AS MATERIALIZED (
      SELECT id FROM delivery WHERE id IN (SELECT id FROM owed) AND due_at IS NOT NULL ORDER BY session_id, sequence FOR NO KEY UPDATE)
    UPDATE delivery SET status = 'exhausted', due_at = NULL, ended_at = ${at} WHERE id IN (SELECT id FROM locked)`;
  if (reason !== 'merchant') raiseAlarm('endpoint_disabled', { endpointId, reason });
}
