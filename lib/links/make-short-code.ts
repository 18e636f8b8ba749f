import type { z } from 'zod';
import { recordAudit } from '../audit/audit.ts';
import type { Tx } from '../db/client.ts';
import { env } from '../env.ts';
import { ApiError, invariant } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { lockSession, refuseEnded } from '../sessions/sessions.ts';
import type { ShortCodeAnswer } from './contract.ts';
import { linkEnd } from './link-state.ts';
import { refuseInactiveLink } from './links.ts';
import { printedShortCode, shortCodeHash, shortCodeOf } from './short-code.ts';

/**
 * The short code of a link that is to be printed; asked again, the same. It opens nothing without the order number
 * as it is then. 410 for a link that takes no payment any more, 409 once its session has ended.
 */
export async function makeShortCode(tx: Tx, principal: Principal, linkId: string): Promise<z.input<typeof ShortCodeAnswer>> {
  const found = await tx.paymentLink.findFirst({ where: { id: linkId, merchantId: principal.merchantId }, select: { sessionId: true } });
  if (!found) throw new ApiError('not_found', 'There is no such link.');
  const session = await lockSession(tx, found.sessionId, principal);
  const link = await tx.paymentLink.findUniqueOrThrow({ where: { id: linkId } });
  refuseEnded(session);
  refuseInactiveLink(link);
  invariant(session.orderId !== null, 'a session with a link has an order');
  const code = shortCodeOf(link.id, link.keyVersion);
  if (link.shortCodeHash === null) await keepHash(tx, link, shortCodeHash(code, link.keyVersion));
  return { shortCode: printedShortCode(code), address: `${env().PUBLIC_URL}/p`, orderId: session.orderId, endsAt: linkEnd(link).toISOString() };
}

type Owner = { id: string; merchantId: string; sessionId: string };

async function keepHash(tx: Tx, { id, merchantId, sessionId }: Owner, hash: Uint8Array<ArrayBuffer>): Promise<void> {
  // Two of 55 bits are the same once in a lifetime of a busy service; the code is derived, so only another link has another.
  const isTaken = (await tx.paymentLink.count({ where: { shortCodeHash: hash } })) > 0;
  if (isTaken) throw new ApiError('conflict', 'This link’s short code is taken by another link. Make a new link and ask for its code.');
  await tx.paymentLink.update({ where: { id }, data: { shortCodeHash: hash } });
  await recordAudit(tx, { merchantId, sessionId, subject: 'link', subjectId: id, action: 'link.short_code_made', actor: 'merchant' });
}
