import { createHash } from 'node:crypto';

/**
 * The callback checksum of the terminal's shared secret: md5 over "amount=…,currency=…,secret=…,shop_orderid=…",
 * values exactly as posted. It is AltaPay's rule and all it proves is who speaks: what was paid is always looked up.
 */
export const checksumOf = (posted: { amount: string; currency: string; orderId: string }, secret: string): string =>
  createHash('md5').update(`amount=${posted.amount},currency=${posted.currency},secret=${secret},shop_orderid=${posted.orderId}`).digest('hex');
