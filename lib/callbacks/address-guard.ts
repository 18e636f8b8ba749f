import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { env } from '../env.ts';

/** Says why an address is not called. Public: names no inner address. */
export class ForbiddenAddress extends Error {}

export type CheckedAddress = { address: string; family: 4 | 6 };

/** Never called, whatever the settings: link-local and cloud metadata. */
const neverAllowed = new Set(['linkLocal', 'unspecified', 'multicast', 'broadcast']);
const metadata = new Set(['169.254.169.254', 'fd00:ec2::254', '100.100.100.200']);

/**
 * Resolves a callback's host and refuses it unless every address is a public unicast one, or a target named in
 * `allowedTargets` ("host:port", "host:*"). The caller dials exactly the address returned, so that a name that
 * changes its answer between check and dial gains nothing.
 */
export async function guardAddress(url: URL, allowedTargets: readonly string[]): Promise<CheckedAddress> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isNamed = isTarget(url, allowedTargets);
  const addresses = ipaddr.isValid(host) ? [{ address: host, family: ipaddr.parse(host).kind() === 'ipv6' ? 6 : 4 }] : await resolve(host);
  for (const { address } of addresses) {
    const reached = reachedAddress(address);
    const range = rangeOf(reached);
    const isRefused = metadata.has(reached.toString()) || neverAllowed.has(range) || (range !== 'unicast' && !isNamed);
    if (isRefused) throw new ForbiddenAddress('The address does not lie on the public internet.');
  }
  const [first] = addresses;
  if (!first) throw new ForbiddenAddress('The host has no address.');
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}

type Address = ReturnType<typeof ipaddr.parse>;

/** The address that is reached in the end: an IPv4 one may be dressed as IPv6, for this machine or for a translator (NAT64). */
function reachedAddress(text: string): Address {
  const address = ipaddr.process(text);
  return address.range() === 'rfc6052' ? ipaddr.fromByteArray(address.toByteArray().slice(12)) : address;
}

const globalUnicast = ipaddr.parseCIDR('2000::/3');

/** In IPv6 only 2000::/3 is handed out for public use; the library takes all it does not know for public. */
const rangeOf = (address: Address): string =>
  address.kind() === 'ipv6' && address.range() === 'unicast' && !address.match(globalUnicast) ? 'reserved' : address.range();

async function resolve(host: string): Promise<{ address: string; family: number }[]> {
  try {
    return await lookup(host, { all: true, verbatim: true });
  } catch {
    throw new Error('The host name could not be resolved.');
  }
}

function isTarget(url: URL, targets: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return targets.includes(`${url.hostname}:${port}`) || targets.includes(`${url.hostname}:*`);
}

/** Private targets that merchants' callbacks may reach: those named in CALLBACK_TARGETS, in test mode. */
export const callbackTargets = (): readonly string[] => (env().MODE === 'test' ? env().CALLBACK_TARGETS : []);
