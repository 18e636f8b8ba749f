import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import { ApiError, invariant } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { currencyOf, majorNumber } from '../money.ts';
import { linkAddress } from './link-address.ts';
import { linkEnd, linkState, linkStatus } from './link-state.ts';
import type { LinkView } from './list-contract.ts';
import { tokenOf } from './token.ts';

/** What a view of a link is made of: its order's figures, and the payments that were started through it. */
export const wholeLink = {
  session: { select: { orderId: true, amountMinor: true, currency: true } },
  payments: { select: { createdAt: true }, orderBy: { createdAt: 'asc' } },
} as const satisfies Prisma.PaymentLinkInclude;

export type WholeLink = Prisma.PaymentLinkGetPayload<{ include: typeof wholeLink }>;

/** A link as its merchant may see it; another merchant's is not found. */
export async function getLink({ merchantId }: Principal, id: string): Promise<LinkView> {
  const link = await db().paymentLink.findFirst({ where: { id, merchantId }, include: wholeLink });
  if (!link) throw noSuchLink();
  return linkView(link, now());
}

/** Another merchant's link must look like one that is nobody's. */
export const noSuchLink = (): ApiError => new ApiError('not_found', 'There is no such link.');

/** A link at an instant, in the shape of the contract. */
export function linkView(link: WholeLink, at: Date): LinkView {
  const { id, sessionId, landingUrl, createdAt, validUntil, session } = link;
  const currency = currencyOf(session.currency ?? '');
  invariant(currency && session.orderId !== null && session.amountMinor !== null, 'a link is made for an order');
  return {
    id,
    sessionId,
    orderId: session.orderId,
    amount: { value: majorNumber({ minor: session.amountMinor, currency }), currency },
    status: linkStatus(link, at),
    paymentLink: linkAddress(tokenOf(id, link.keyVersion).token, landingUrl ?? undefined),
    url: landingUrl,
    validityTime: Math.round((validUntil.getTime() - createdAt.getTime()) / 60_000),
    validUntil: validUntil.toISOString(),
    activationTime: link.activationMinutes,
    extensions: link.extensions,
    extendable: link.extendable,
    previewAmount: link.previewAmount,
    endsAt: linkEnd(link).toISOString(),
    funnel: funnelOf(link, at),
  };
}

function funnelOf(link: WholeLink, at: Date): LinkView['funnel'] {
  const state = link.paidAt ? 'paid' : linkState(link, at);
  const isEnded = state === 'expired' || state === 'replaced' || state === 'cancelled';
  return {
    createdAt: link.createdAt.toISOString(),
    openedAt: link.openedAt?.toISOString() ?? null,
    startedAt: link.payments[0]?.createdAt.toISOString() ?? null,
    tries: link.payments.length,
    paidAt: link.paidAt?.toISOString() ?? null,
    endedAt: isEnded ? (link.revokedAt ?? linkEnd(link)).toISOString() : null,
    endedBy: isEnded ? state : null,
  };
}
