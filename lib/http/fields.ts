import { z } from 'zod';

/** Text that PostgreSQL can hold and people can read: no NUL, no lone surrogate, at most `maximum` UTF-16 units. */
export const text = (maximum: number, minimum = 0) =>
  z
    .string()
    .min(minimum)
    .max(maximum)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'must be well-formed text without NUL');

/** An http(s) address of at most 2,048 characters without user name or password in it. */
export const webAddress = text(2048).refine((value) => {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password;
}, 'must be an http(s) address without user name or password');

/** An id as the contract shows them. */
export const uuid = z.guid();
