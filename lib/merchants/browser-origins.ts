import { db } from '../db/client.ts';
import { isDatabaseAway } from '../db/unavailable.ts';
import { ApiError } from '../errors.ts';

/**
 * Whether a shop that takes payments has registered this origin: only then may a page there read what we answer to a
 * customer's browser (Fetch, CORS protocol). Which shop's data it may ask for, `refuseForeignOrigin` decides.
 */
export async function isAnyShops(origin: string): Promise<boolean> {
  return (await db().merchant.findFirst({ where: { disabledAt: null, origins: { has: origin } }, select: { id: true } })) !== null;
}

/** What keeps a page whose calls are not answered, by the SDK's code for it. A page learns of its own origin only. */
export async function whyUnanswered(origin: string | undefined): Promise<'wrong_origin' | 'disabled' | 'unavailable'> {
  try {
    const merchants = await db().merchant.findMany({ where: { origins: { has: origin ?? '' } }, select: { disabledAt: true }, take: 100 });
    if (merchants.length === 0) return 'wrong_origin';
    return merchants.every(({ disabledAt }) => disabledAt !== null) ? 'disabled' : 'unavailable';
  } catch (error) {
    if (isDatabaseAway(error)) return 'unavailable';
    throw error;
  }
}

/** 403 for a page on an origin that this merchant has not registered. Who sends no Origin is no page: an app or a backend. */
export async function refuseForeignOrigin(merchantId: string, request: Request): Promise<void> {
  const origin = request.headers.get('origin');
  if (origin === null) return;
  const own = await db().merchant.findFirst({ where: { id: merchantId, origins: { has: origin } }, select: { id: true } });
  if (!own) throw new ApiError('wrong_origin', 'This page’s origin is not registered for the shop. Register it: npm run merchant -- change.');
}
