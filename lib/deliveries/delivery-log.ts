import { db } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import { ApiError, invariant } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import type { DeliveriesQuery, DeliveryAnswer, WholeDeliveryAnswer } from './contract.ts';

const told = { event: { select: { type: true, body: true } }, endpoint: { select: { url: true } } } as const satisfies Prisma.DeliveryInclude;
type Told = Prisma.DeliveryGetPayload<{ include: typeof told }>;

/** A page of the merchant's deliveries, newest first; each page goes on where the one before ended, whatever comes meanwhile. */
export async function listDeliveries({ merchantId }: Principal, query: DeliveriesQuery): Promise<{ deliveries: DeliveryAnswer[]; next: string | null }> {
  const { before, limit, createdFrom, createdTo, ...filter } = query;
  const named = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const createdAt = { ...(createdFrom && { gte: createdFrom }), ...(createdTo && { lt: createdTo }) };
  const found = await db().delivery.findMany({
    where: { merchantId, ...named, createdAt, ...olderThan(before) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    include: told,
  });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { deliveries: page.map(deliveryAnswer), next: last && found.length > limit ? `${last.createdAt.getTime()}.${last.id}` : null };
}

function olderThan(place: string | undefined): Prisma.DeliveryWhereInput {
  const [ms, id] = place?.split('.') ?? [];
  if (ms === undefined || id === undefined) return {};
  const at = new Date(Number(ms));
  return { AND: [{ createdAt: { lte: at } }, { OR: [{ createdAt: { lt: at } }, { id: { lt: id } }] }] };
}

/** A delivery with what was sent and heard; another merchant's is not found. */
export async function getDelivery({ merchantId }: Principal, id: string): Promise<WholeDeliveryAnswer> {
  const tries = { orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], take: 100 } as const satisfies Prisma.Delivery$triesArgs;
  const found = await db().delivery.findFirst({ where: { id, merchantId }, include: { ...told, tries } });
  if (!found) throw noSuchDelivery();
  const body = found.body ?? found.event?.body;
  invariant(body !== undefined, 'a delivery has a body, or its event has');
  return {
    ...deliveryAnswer(found),
    request: { contentType: found.contentType ?? 'application/json', body },
    tries: found.tries
      .toReversed()
      .map(({ startedAt, durationMs, status, error, answer }) => ({ at: startedAt.toISOString(), durationMs, status, error, answer })),
  };
}

/** Another merchant's delivery must look like one that is nobody's. */
export const noSuchDelivery = (): ApiError => new ApiError('not_found', 'There is no such delivery.');

/** A delivery in the shape of the contract. */
export function deliveryAnswer(delivery: Told): DeliveryAnswer {
  const url = delivery.url ?? delivery.endpoint?.url;
  const tells = delivery.fact ?? delivery.event?.type;
  invariant(url !== undefined && tells !== undefined, 'a delivery says where and what, or its endpoint and event do');
  return {
    id: delivery.id,
    kind: delivery.kind.toUpperCase() as Uppercase<typeof delivery.kind>,
    status: delivery.status.toUpperCase() as Uppercase<typeof delivery.status>,
    sessionId: delivery.sessionId,
    paymentId: delivery.paymentId,
    endpointId: delivery.endpointId,
    eventId: delivery.eventId,
    tells,
    url,
    attempts: delivery.attempts,
    nextAt: delivery.dueAt?.toISOString() ?? null,
    createdAt: delivery.createdAt.toISOString(),
    endedAt: delivery.endedAt?.toISOString() ?? null,
  };
}
