import { createHash, timingSafeEqual } from 'node:crypto';

/** Equality in constant time, whatever the lengths. */
export const sameText = (left: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
