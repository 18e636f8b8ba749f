import { recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import { eachApart } from '../jobs/background.ts';
import { isLive } from '../sessions/session-status.ts';
import { lockSession } from '../sessions/sessions.ts';
import { linkEnd } from './link-state.ts';

/**
 * Notices links whose time is over, so that their merchants are told; the page knows by itself. Nothing is told of a
 * link whose session is paid or ended, or that was replaced or cancelled: its time no longer matters.
 */
export async function expireLinks(limit: number): Promise<void> {
  await eachApart('expire link', await overdueLinks(limit), ({ id, sessionId }) => transaction((tx) => expireLink(tx, id, sessionId)));
}

const overdueLinks = (limit: number): Promise<{ id: string; sessionId: string }[]> =>
  db().$queryRaw`
    SELECT id::text, session_id::text AS "sessionId" FROM payment_link
    WHERE expired_at IS NULL AND link_end(valid_until, opened_at, activation_minutes, extensions) <= ${now()}
    ORDER BY link_end(valid_until, opened_at, activation_minutes, extensions) LIMIT ${limit}`;

async function expireLink(tx: Tx, id: string, sessionId: string): Promise<void> {
  const session = await lockSession(tx, sessionId);
  const link = await tx.paymentLink.findUniqueOrThrow({ where: { id } });
  const at = now();
  if (link.expiredAt || at < linkEnd(link)) return;
  await tx.paymentLink.update({ where: { id }, data: { expiredAt: at } });
  if (link.revokedAt || !isLive(session.status)) return;
  const { merchantId } = link;
  await recordAudit(tx, { merchantId, sessionId, subject: 'link', subjectId: id, action: 'link.expired', actor: 'system' });
}
