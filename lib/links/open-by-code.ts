import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { type MinuteLimits, secondsToWait } from '../http/visitor-limit.ts';
import type { CodePage } from './code-page-contract.ts';
import { payPath } from './link-address.ts';
import { linkState } from './link-state.ts';
import { readShortCode, shortCodeHashes } from './short-code.ts';

/**
 * Tries a minute at the page for short codes. A guess must meet one of n codes in 2^55, and then its order number:
 * 300 a minute are 1.6 · 10^8 a year, so that with a million codes in print somebody who always guesses order
 * numbers right would open one in about 230 years (2^55 / (1.6 · 10^8 · 10^6)), a process.
 */
const limits: MinuteLimits = { each: 10, all: 300 };

/** What a person typed into the page for short codes. */
export type TypedCode = { code: string; orderNumber: string };

/**
 * Where the code and the order number printed beside it lead, as a path on our own origin. A wrong code, a wrong
 * order number, and the code of a link that has ended are told alike. Writes nothing.
 */
export async function openByCode(typed: TypedCode): Promise<CodePage> {
  const retryAfterSeconds = await secondsToWait('short-code', limits);
  if (retryAfterSeconds !== undefined) return { state: 'limited', typed, retryAfterSeconds };
  const path = await pathOf(typed);
  return path === undefined ? { state: 'unknown', typed } : { state: 'found', path };
}

async function pathOf({ code, orderNumber }: TypedCode): Promise<string | undefined> {
  const canonical = readShortCode(code);
  if (canonical === undefined) return undefined;
  const link = await db().paymentLink.findFirst({
    where: { shortCodeHash: { in: shortCodeHashes(canonical) } },
    include: { session: { select: { orderId: true } } },
  });
  if (!link || linkState(link, now()) !== 'active' || !isSameOrder(link.session.orderId ?? '', orderNumber)) return undefined;
  return payPath(link);
}

/** Whether `typed` is what a person would type for this order number: a "#" before it, its case and its spaces are no difference. */
export function isSameOrder(orderId: string, typed: string): boolean {
  const wanted = plainOrder(orderId);
  return wanted !== '' && wanted === plainOrder(typed);
}

const plainOrder = (text: string): string => text.normalize('NFKC').trim().replace(/^#\s*/, '').replaceAll(/\s+/g, ' ').toLowerCase();
