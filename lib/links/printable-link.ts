import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { refuseEnded } from '../sessions/sessions.ts';
import { linkAddress } from './link-address.ts';
import { type LinkState, linkState } from './link-state.ts';
import type { FoundLink } from './links.ts';
import { tokenOf } from './token.ts';

/** A link whose code may be drawn, and the address it carries. */
export type PrintableLink = FoundLink & { address: string };

const endings: Readonly<Record<Exclude<LinkState, 'active'>, string>> = {
  expired: 'has expired',
  replaced: 'was replaced by a newer one',
  cancelled: 'was cancelled',
};

/**
 * A merchant's link, to draw. 409 once its session is paid or ended and 410 when the link itself takes no payment any
 * more: a code on paper that leads nowhere is worse than none. 404 for another merchant's.
 */
export async function printableLink(principal: Principal, linkId: string): Promise<PrintableLink> {
  const link = await db().paymentLink.findFirst({
    where: { id: linkId, merchantId: principal.merchantId },
    include: { session: { include: { merchant: true } } },
  });
  if (!link) throw new ApiError('not_found', 'There is no such link.');
  if (link.session.status === 'paid') refuseEnded(link.session);
  const state = linkState(link, now());
  if (state !== 'active') {
    const detail = `This link ${endings[state]}, so its code is not drawn. POST /checkout/v1/api/session/${link.sessionId}/link makes a new one.`;
    throw new ApiError(`link_${state}`, detail);
  }
  refuseEnded(link.session);
  return { ...link, address: linkAddress(tokenOf(link.id, link.keyVersion).token, link.landingUrl ?? undefined) };
}
