import { type Actor, recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { CheckoutSession } from '../db/generated/client.ts';

/** Every status a session can have and where it may go next. The only copy of this knowledge. */
export const sessionTransitions = {
  open: ['pending', 'paid', 'expired', 'cancelled'],
  pending: ['open', 'paid'],
  paid: [],
  // A merchant may keep money that came late.
  expired: ['paid'],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>;

export type SessionStatus = keyof typeof sessionTransitions;

const statusesBefore = (next: SessionStatus): SessionStatus[] =>
  (Object.keys(sessionTransitions) as SessionStatus[]).filter((from) => (sessionTransitions[from] as readonly string[]).includes(next));

/** Whether a session in this status can still be paid or changed. */
export const isLive = (status: SessionStatus): boolean => status === 'open' || status === 'pending';

/**
 * The only writer of a session's status. False when the session may not go there from where it is now: of two
 * racers one wins, and nothing is written for the other. `paid` names the payment that settles it.
 */
export async function moveSession(
  tx: Tx,
  session: Pick<CheckoutSession, 'id' | 'merchantId' | 'status'>,
  next: { to: 'paid'; settledByPaymentId: string } | { to: Exclude<SessionStatus, 'paid'> },
  actor: Actor,
): Promise<boolean> {
  const at = now();
  const settlement = next.to === 'paid' ? { settledByPaymentId: next.settledByPaymentId } : {};
  const moved = await tx.checkoutSession.updateMany({
    where: { id: session.id, status: { in: statusesBefore(next.to) }, settledByPaymentId: null },
    data: { status: next.to, endedAt: isLive(next.to) ? null : at, ...settlement },
  });
  if (moved.count === 0) return false;
  await recordAudit(tx, {
    merchantId: session.merchantId,
    sessionId: session.id,
    subject: 'session',
    subjectId: session.id,
    action: `session.${next.to}`,
    fromStatus: session.status,
    toStatus: next.to,
    actor,
  });
  return true;
}
