import type { z } from 'zod';
import { db } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Listing } from '../db/keyset.ts';
import { pageOf } from '../http/paging.ts';
import type { QueryOf } from '../http/query.ts';
import { inOrderOf, readPage } from '../http/read-page.ts';
import type { Principal } from '../merchants/principal.ts';
import { amountConditions, during, orderConditions } from '../sessions/session-filters.ts';
import type { listPaymentsContract, PaymentFilters } from './list-contract.ts';
import type { PaymentAnswer } from './operations-contract.ts';
import { paymentAnswer, wholePayment } from './payment-answer.ts';
import { idEnd } from './support-code.ts';

/** A page of the merchant's payments that the filters let through. */
export async function listPayments(
  { merchantId }: Principal,
  query: QueryOf<typeof listPaymentsContract.query>,
): Promise<z.input<typeof listPaymentsContract.response>> {
  const listing = await paymentListing(merchantId, query);
  const { rows, paging } = await readPage(listing, pageOf(query), (places) => readPayments(merchantId, places));
  return { payments: rows, ...paging };
}

/** The payments at these places, in their order. */
export async function readPayments(merchantId: string, places: readonly { id: string }[]): Promise<z.input<typeof PaymentAnswer>[]> {
  const found = await db().payment.findMany({ where: { merchantId, id: { in: places.map(({ id }) => id) } }, include: wholePayment });
  return inOrderOf(places, found).map(paymentAnswer);
}

/** The rows of a merchant's payments that these filters let through. Amounts are the payment's own, not the order's of today. */
export async function paymentListing(merchantId: string, filters: PaymentFilters): Promise<Listing> {
  const { status, sessionId, supportCode, createdFrom, createdTo } = filters;
  const ofOrder = await orderConditions(merchantId, filters);
  const isJoined = ofOrder.length > 0;
  return {
    from: isJoined ? Prisma.sql`FROM payment p JOIN checkout_session s ON s.id = p.session_id` : Prisma.sql`FROM payment p`,
    createdAt: Prisma.sql`p.created_at`,
    id: Prisma.sql`p.id`,
    where: [
      Prisma.sql`p.merchant_id = ${merchantId}::uuid`,
      ...(isJoined ? [Prisma.sql`s.merchant_id = ${merchantId}::uuid`] : []),
      ...ofOrder,
      ...amountConditions(Prisma.sql`p`, filters),
      ...(sessionId === undefined ? [] : [Prisma.sql`p.session_id = ${sessionId}::uuid`]),
      ...(supportCode === undefined ? [] : [Prisma.sql`right(p.id::text, 10) = ${idEnd(supportCode)}`]),
      ...(status === undefined ? [] : [Prisma.sql`p.status = ${status}::payment_status`]),
      ...during(Prisma.sql`p.created_at`, { from: createdFrom, to: createdTo }),
    ],
  };
}
