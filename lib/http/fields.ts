import { z } from 'zod';

/** Text that PostgreSQL can hold and people can read: no NUL, no lone surrogate, at most `maximum` UTF-16 units. */
export const text = (maximum: number, minimum = 0) =>
  z
    .string()
    .min(minimum)
    .max(maximum)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'must be well-formed text without NUL');

/** White space, control characters and backslashes, which readers of addresses drop or take for something else. */
const ambiguous = /[\s\p{Cc}\\]/u;

/** Whether every reader of this address sees the same one. */
export const isPlainAddress = (value: string): boolean => URL.canParse(value) && !ambiguous.test(value);

/** An http(s) address of at most 2,048 characters without user name or password in it. */
export const webAddress = text(2048).refine((value) => {
  if (!isPlainAddress(value)) return false;
  const url = new URL(value);
  return (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password;
}, 'must be an http(s) address without user name or password');

/** An id as the contract shows them. */
export const uuid = z.guid();

/** A member that may be left out, or be null: AltaPay's own clients send null for what they do not set. */
export const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

/** The same with a value of ours in its place. */
export const defaulted = <T extends z.ZodType>(schema: T, usual: z.output<T>) => schema.nullish().transform((value) => value ?? usual);

/** An instant (RFC 3339) in years that every reader writes alike, the database too. */
export const instant = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-25T12:00:00Z' })
  .transform((value) => new Date(value))
  .refine((at) => at.getUTCFullYear() >= 1970 && at.getUTCFullYear() <= 9999, 'must lie in the years 1970 to 9999');
