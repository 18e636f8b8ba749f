import type { z } from 'zod';
import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Listing } from '../db/keyset.ts';
import { pageOf } from '../http/paging.ts';
import type { QueryOf } from '../http/query.ts';
import { inOrderOf, readPage } from '../http/read-page.ts';
import type { Principal } from '../merchants/principal.ts';
import { amountConditions, during, orderConditions } from '../sessions/session-filters.ts';
import { linkView, wholeLink } from './link-view.ts';
import type { LinkFilters, LinkView, listLinksContract } from './list-contract.ts';

/** A page of the merchant's links that the filters let through. */
export async function listLinks(
  { merchantId }: Principal,
  query: QueryOf<typeof listLinksContract.query>,
): Promise<z.input<typeof listLinksContract.response>> {
  const at = now();
  const listing = await linkListing(merchantId, query, at);
  const { rows, paging } = await readPage(listing, pageOf(query), (places) => readLinks(merchantId, places, at));
  return { links: rows, ...paging };
}

/** The links at these places, in their order. */
export async function readLinks(merchantId: string, places: readonly { id: string }[], at: Date): Promise<LinkView[]> {
  const found = await db().paymentLink.findMany({ where: { merchantId, id: { in: places.map(({ id }) => id) } }, include: wholeLink });
  return inOrderOf(places, found).map((link) => linkView(link, at));
}

/** The end of a link by its times: a function of the database, which has an index on it (link-state.ts `linkEnd`). */
const ends = Prisma.sql`link_end(l.valid_until, l.opened_at, l.activation_minutes, l.extensions)`;

/** The rows of a merchant's links that these filters let through. */
export async function linkListing(merchantId: string, filters: LinkFilters, at: Date): Promise<Listing> {
  const { status, sessionId, createdFrom, createdTo, expiresFrom, expiresTo } = filters;
  const ofOrder = [...(await orderConditions(merchantId, filters)), ...amountConditions(Prisma.sql`s`, filters)];
  const owned = Prisma.sql`l.merchant_id = ${merchantId}::uuid`;
  const isJoined = ofOrder.length > 0;
  return {
    from: isJoined ? Prisma.sql`FROM payment_link l JOIN checkout_session s ON s.id = l.session_id` : Prisma.sql`FROM payment_link l`,
    createdAt: Prisma.sql`l.created_at`,
    id: Prisma.sql`l.id`,
    where: [
      owned,
      ...(isJoined ? [Prisma.sql`s.merchant_id = ${merchantId}::uuid`] : []),
      ...ofOrder,
      ...(sessionId === undefined ? [] : [Prisma.sql`l.session_id = ${sessionId}::uuid`]),
      ...(status === undefined ? [] : statusConditions(status, at)),
      ...during(Prisma.sql`l.created_at`, { from: createdFrom, to: createdTo }),
      ...during(ends, { from: expiresFrom, to: expiresTo }),
    ],
  };
}

/** A status as `linkView` derives it, in terms of the columns that have an index. */
function statusConditions(status: NonNullable<LinkFilters['status']>, at: Date): Prisma.Sql[] {
  const isUnpaid = Prisma.sql`l.paid_at IS NULL`;
  const isStanding = Prisma.sql`l.revoked_at IS NULL`;
  switch (status) {
    case 'paid':
      return [Prisma.sql`l.paid_at IS NOT NULL`];
    case 'active':
      return [isUnpaid, isStanding, Prisma.sql`${ends} > ${at}`];
    case 'expired':
      return [isUnpaid, isStanding, Prisma.sql`${ends} <= ${at}`];
    default:
      return [isUnpaid, Prisma.sql`l.revoked_at IS NOT NULL`, Prisma.sql`l.revoked_reason = ${status}::link_revoked_reason`];
  }
}
