import type { z } from 'zod';
import { db } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Listing } from '../db/keyset.ts';
import { pageOf } from '../http/paging.ts';
import type { QueryOf } from '../http/query.ts';
import { inOrderOf, readPage } from '../http/read-page.ts';
import type { Principal } from '../merchants/principal.ts';
import type { SessionAnswer } from './contract.ts';
import type { listSessionsContract, SessionFilters } from './list-contract.ts';
import { sessionAnswer } from './session-answer.ts';
import { amountConditions, during, orderConditions } from './session-filters.ts';

/** A page of the merchant's sessions that the filters let through. */
export async function listSessions(
  { merchantId }: Principal,
  query: QueryOf<typeof listSessionsContract.query>,
): Promise<z.input<typeof listSessionsContract.response>> {
  const listing = await sessionListing(merchantId, query);
  const { rows, paging } = await readPage(listing, pageOf(query), (places) => readSessions(merchantId, places));
  return { sessions: rows, ...paging };
}

async function readSessions(merchantId: string, places: readonly { id: string }[]): Promise<z.input<typeof SessionAnswer>[]> {
  const found = await db().checkoutSession.findMany({ where: { merchantId, id: { in: places.map(({ id }) => id) } } });
  return inOrderOf(places, found).map(sessionAnswer);
}

/** The rows of a merchant's sessions that these filters let through. */
export async function sessionListing(merchantId: string, filters: SessionFilters): Promise<Listing> {
  const { status, createdFrom, createdTo, expiresFrom, expiresTo } = filters;
  return {
    from: Prisma.sql`FROM checkout_session s`,
    createdAt: Prisma.sql`s.created_at`,
    id: Prisma.sql`s.id`,
    where: [
      Prisma.sql`s.merchant_id = ${merchantId}::uuid`,
      ...(status === undefined ? [] : [Prisma.sql`s.status = ${status}::session_status`]),
      ...(await orderConditions(merchantId, filters)),
      ...amountConditions(Prisma.sql`s`, filters),
      ...during(Prisma.sql`s.created_at`, { from: createdFrom, to: createdTo }),
      ...during(Prisma.sql`s.expires_at`, { from: expiresFrom, to: expiresTo }),
    ],
  };
}
