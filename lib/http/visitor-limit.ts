import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { processWide } from '../process.ts';
import { clientIp } from './request-context.ts';

/** How many tries a minute a page takes of strangers: from one of them (three times as many from their whole network), and of all together. */
export type MinuteLimits = { each: number; all: number };

/**
 * Counts a try at the page of this name; the seconds to wait when it is one too many. Who calls is told apart by
 * address, IPv6 by its /64, of which one person may use all; one line at home may have 65,536 of those, a small provider
 * 256 IPv4 addresses: so that none of them uses up what all have, their network is counted too. It is counted in the memory of one process: n processes
 * take n times as many, which the limits leave room for.
 */
export async function secondsToWait(name: string, { each, all }: MinuteLimits): Promise<number | undefined> {
  const limits = processWide(`visitor-limit:${name}`, () => ({
    one: new RateLimiterMemory({ points: each, duration: 60 }),
    network: new RateLimiterMemory({ points: 3 * each, duration: 60 }),
    all: new RateLimiterMemory({ points: all, duration: 60 }),
  }));
  // From the narrowest on: whoever is limited already takes nothing from the others.
  const address = clientIp();
  return (await waitFor(limits.one, networkOf(address))) ?? (await waitFor(limits.network, wideNetworkOf(address))) ?? (await waitFor(limits.all, 'all'));
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
export const networkOf = (address: string): string => network(address, { ipv4: 4, ipv6: 4 });

/** What of an address tells the lines of one household or firm from another's: IPv4 by its /24, IPv6 by its /48. */
const wideNetworkOf = (address: string): string => network(address, { ipv4: 3, ipv6: 3 });

/** The first bytes of an IPv4 address, the first 16 bits each of an IPv6 address. */
function network(address: string, parts: { ipv4: number; ipv6: number }): string {
  // Without the zone of a link-local address, which names an interface of ours.
  const [plain = ''] = address.split('%');
  if (!ipaddr.isValid(plain)) return address;
  const parsed = ipaddr.process(plain);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, parts.ipv6).join(':') : parsed.octets.slice(0, parts.ipv4).join('.');
}
