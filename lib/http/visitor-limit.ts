import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { processWide } from '../process.ts';
import { clientIp } from './request-context.ts';

/** How many tries a minute a page takes of strangers: from one of them, and of all together. */
export type MinuteLimits = { each: number; all: number };

/**
 * Counts a try at the page of this name; the seconds to wait when it is one too many. Who calls is told apart by
 * address, IPv6 by its /64, of which one person may use all. It is counted in the memory of one process: n processes
 * take n times as many, which the limits leave room for.
 */
export async function secondsToWait(name: string, { each, all }: MinuteLimits): Promise<number | undefined> {
  const limits = processWide(`visitor-limit:${name}`, () => ({
    one: new RateLimiterMemory({ points: each, duration: 60 }),
    all: new RateLimiterMemory({ points: all, duration: 60 }),
  }));
  // First the one: whoever is limited already takes nothing from the others.
  return (await waitFor(limits.one, networkOf(clientIp()))) ?? (await waitFor(limits.all, 'all'));
}

async function waitFor(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw error;
  }
}

/** What of an address tells one visitor from another. */
export function networkOf(address: string): string {
  // Without the zone of a link-local address, which names an interface of ours.
  const [plain = ''] = address.split('%');
  if (!ipaddr.isValid(plain)) return address;
  const parsed = ipaddr.process(plain);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
