import { now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import { moveSession } from '../sessions/session-status.ts';
import { lockSession } from '../sessions/sessions.ts';

/** Expires open sessions past their time, unless a payment could still settle them. Their links end with them. */
export async function expireSessions(limit: number): Promise<void> {
  const due = await db().checkoutSession.findMany({ where: overdue(), select: { id: true }, take: limit });
  for (const { id } of due) await transaction((tx) => expireSession(tx, id));
}

async function expireSession(tx: Tx, id: string): Promise<void> {
  const session = await lockSession(tx, id);
  const isStillDue = await tx.checkoutSession.count({ where: { ...overdue(), id } });
  if (isStillDue === 0 || !(await moveSession(tx, session, { to: 'expired' }, 'system'))) return;
  const at = now();
  await tx.paymentLink.updateMany({ where: { sessionId: id, revokedAt: null, createdAt: { lt: at }, validUntil: { gt: at } }, data: { validUntil: at } });
}

const overdue = () =>
  ({
    status: 'open',
    expiresAt: { lte: now() },
    holderPaymentId: null,
    payments: { none: { status: { in: ['created', 'processing', 'requires_action', 'pending'] } } },
  }) satisfies Prisma.CheckoutSessionWhereInput;
