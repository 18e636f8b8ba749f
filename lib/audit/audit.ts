import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import { type EventType, eventTypes } from '../events/contract.ts';
import { recordEvent } from '../events/record-event.ts';
import { newId } from '../ids.ts';

/** Who caused a change. */
export type Actor = 'merchant' | 'customer' | 'gateway' | 'system';

type Change = {
  merchantId: string;
  sessionId: string | undefined;
  subject: 'session' | 'link' | 'payment' | 'operation' | 'method' | 'merchant' | 'mail';
  subjectId: string;
  action: string;
  fromStatus?: string;
  toStatus?: string;
  actor: Actor;
  /** Ids, codes and amounts as text; never a body, a token or a card. */
  detail?: Record<string, string | number | boolean>;
};

/**
 * Writes who did what, in the transaction of the change. Rows are never changed (a trigger refuses it). What merchants
 * are told of is owed to them by the same stroke, so that no change of status can be written without its event.
 */
export async function recordAudit(tx: Tx, change: Change): Promise<void> {
  const type = eventOf(change);
  if (type && change.sessionId) {
    const { sessionId, subject, subjectId, fromStatus } = change;
    const previous = fromStatus ?? (subject === 'link' && type !== 'payment_link.opened' ? 'active' : undefined);
    recordEvent({
      sessionId,
      type,
      ...(subject === 'payment' && { paymentId: subjectId }),
      ...(subject === 'link' && { linkId: subjectId }),
      ...(previous && { previousStatus: previous.toUpperCase() }),
    });
  }
  await tx.auditEntry.create({ data: { id: newId(), createdAt: now(), ...change, sessionId: change.sessionId ?? null } });
}

/** The event that tells of a change: its action, but for the names we give things and a try that was called off. */
function eventOf({ action }: Change): EventType | undefined {
  const name = action === 'payment.cancelled' ? 'payment.failed' : action.replace(/^link\./, 'payment_link.');
  return eventTypes.find((type) => type === name);
}
