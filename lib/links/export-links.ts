import { now } from '../clock.ts';
import { type Cell, csvOf } from '../http/csv.ts';
import type { FileAnswer } from '../http/endpoint.ts';
import type { Principal } from '../merchants/principal.ts';
import type { LinkFilters, LinkView } from './list-contract.ts';
import { linkListing, readLinks } from './list-links.ts';

const columns: [string, (link: LinkView) => Cell][] = [
  ['id', ({ id }) => id],
  ['sessionId', ({ sessionId }) => sessionId],
  ['orderId', ({ orderId }) => orderId],
  ['amount', ({ amount }) => amount.value],
  ['currency', ({ amount }) => amount.currency],
  ['status', ({ status }) => status],
  ['paymentLink', ({ paymentLink }) => paymentLink],
  ['createdAt', ({ funnel }) => funnel.createdAt],
  ['endsAt', ({ endsAt }) => endsAt],
  ['openedAt', ({ funnel }) => funnel.openedAt],
  ['startedAt', ({ funnel }) => funnel.startedAt],
  ['tries', ({ funnel }) => funnel.tries],
  ['paidAt', ({ funnel }) => funnel.paidAt],
  ['endedAt', ({ funnel }) => funnel.endedAt],
  ['endedBy', ({ funnel }) => funnel.endedBy],
];

/** The merchant's links that the filters let through, as CSV. */
export async function exportLinks({ merchantId }: Principal, filters: LinkFilters): Promise<FileAnswer> {
  const at = now();
  return {
    type: 'text/csv; charset=utf-8; header=present',
    headers: { 'content-disposition': 'attachment; filename="payment-links.csv"' },
    body: csvOf(columns, await linkListing(merchantId, filters, at), (places) => readLinks(merchantId, places, at)),
  };
}
