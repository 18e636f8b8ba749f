import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { env } from '../env.ts';
import { isPlainAddress } from '../http/fields.ts';

/** Says why an address is not called. Public: names no inner address. */
export class ForbiddenAddress extends Error {}

export type CheckedAddress = { address: string; family: 4 | 6 };

/** All addresses of a host's name; it throws when the name has none. */
export type Resolve = (host: string) => Promise<{ address: string }[]>;

const notPublic = 'must lie on the public internet';
const publicPorts = ['', '80', '443'];

/** Names that mean this machine or this network wherever they are asked (RFC 6761, 6762, 8375; `internal`: ICANN 2024). */
const localName = /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/;

/** Where clouds tell a machine its secrets, as far as that is not link-local. 168.63.129.16 looks public and is Azure's. */
const metadata = new Set(['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254', 'fd00:42::42']);

/** What a target that the operator named may be. Never link-local, multicast, broadcast, unspecified, or IPv4 in disguise. */
const nameable = new Set(['unicast', 'loopback', 'private', 'uniqueLocal', 'carrierGradeNat', 'reserved']);

/**
 * Says what is wrong with an address before its name is asked: not http(s), a user name or password in it, a port other than
 * 80 and 443, a literal address or a name that is not public. Undefined when nothing is; the text completes "the address …".
 * Called where a merchant names an address; what its name stands for is seen at every send, by `guardAddress`.
 */
export function refuseUnsafeAddress(address: string, allowedTargets: readonly string[] = callbackTargets()): string | undefined {
  return isPlainAddress(address) ? objectionTo(new URL(address), allowedTargets) : 'must be an http(s) address';
}

/**
 * Resolves a callback's host, once, and refuses it unless every address is a public unicast one, or a target named in
 * `allowedTargets` ("host:port", "host:*"). The caller dials exactly the address returned (`pinnedTo`), so that a name
 * that changes its answer between check and dial gains nothing.
 */
export async function guardAddress(url: URL, allowedTargets: readonly string[], resolve: Resolve = askSystem): Promise<CheckedAddress> {
  refuse(objectionTo(url, allowedTargets));
  const host = hostOf(url);
  const addresses = isIP(host) ? [{ address: host }] : await resolve(host);
  const isNamed = isTarget(url, allowedTargets);
  for (const { address } of addresses) refuse(objectionToReach(address, isNamed));
  const [first] = addresses;
  if (!first) throw new Error('The host name has no address.');
  return { address: first.address, family: isIP(first.address) === 6 ? 6 : 4 };
}

/**
 * How node's client is told to dial a checked address and nothing else: by a connection of its own, which is kept for nobody
 * and led through no proxy of the environment, with TLS asking for the URL's own host.
 */
export function pinnedTo(url: URL, { address, family }: CheckedAddress): { agent: false; lookup: LookupFunction; servername: string } {
  const host = hostOf(url);
  return {
    agent: false,
    lookup: (_host, options, done) => (options.all ? done(null, [{ address, family }]) : done(null, address, family)),
    // RFC 6066: neither an address nor the dot at a name's end.
    servername: isIP(host) ? '' : host.replace(/\.$/, ''),
  };
}

/** Private targets that merchants' callbacks may reach: those named in CALLBACK_TARGETS, in test mode. */
export const callbackTargets = (): readonly string[] => (env().MODE === 'test' ? env().CALLBACK_TARGETS : []);

function refuse(objection: string | undefined): void {
  if (objection !== undefined) throw new ForbiddenAddress(`The address ${objection}.`);
}

function objectionTo(url: URL, allowedTargets: readonly string[]): string | undefined {
  if (!/^https?:$/.test(url.protocol)) return 'must be an http(s) address';
  if (url.username || url.password) return 'must not carry a user name or password';
  const isNamed = isTarget(url, allowedTargets);
  const host = hostOf(url);
  if (isIP(host)) return objectionToReach(host, isNamed) ?? objectionToPort(url, isNamed);
  return localName.test(host) && !isNamed ? notPublic : objectionToPort(url, isNamed);
}

const objectionToPort = (url: URL, isNamed: boolean): string | undefined => (isNamed || publicPorts.includes(url.port) ? undefined : 'must use port 80 or 443');

function objectionToReach(text: string, isNamed: boolean): string | undefined {
  const reached = reachedAddress(text);
  const range = rangeOf(reached);
  const isReachable = !metadata.has(reached.toString()) && (isNamed ? nameable.has(range) : range === 'unicast');
  return isReachable ? undefined : notPublic;
}

type Address = ReturnType<typeof ipaddr.parse>;

const translated = ipaddr.parseCIDR('64:ff9b::/96');
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * The address that is reached in the end. An IPv4 one may be dressed for this machine (::ffff:0:0/96) or for a translator under
 * NAT64's well-known prefix, by which a host without IPv4 reaches every IPv4 shop: what it embeds is judged as if it stood
 * alone. The prefixes for local use (64:ff9b:1::/48) embed it where their operator likes, so nothing under them is called.
 */
function reachedAddress(text: string): Address {
  const address = ipaddr.process(text);
  const isTranslated = address.kind() === 'ipv6' && address.match(translated);
  return isTranslated ? ipaddr.fromByteArray(address.toByteArray().slice(12)) : address;
}

/** In IPv6 only 2000::/3 is handed out for public use; the library takes all it does not know for public. */
const rangeOf = (address: Address): string =>
  address.kind() === 'ipv6' && address.range() === 'unicast' && !address.match(globalUnicast) ? 'unassigned' : address.range();

/** The host as node dials it: a name, or an address without brackets. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** A name server that is silent must not keep whoever waits: the system itself may take half a minute to give up. */
const resolveWithinMs = 5_000;

async function askSystem(host: string): Promise<{ address: string }[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(reject, resolveWithinMs, new Error('No answer in time.'));
  });
  try {
    return await Promise.race([lookup(host, { all: true, verbatim: true }), tooLong]);
  } catch {
    throw new Error('The host name could not be resolved.');
  } finally {
    clearTimeout(timer);
  }
}

function isTarget(url: URL, targets: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return targets.includes(`${url.hostname}:${port}`) || targets.includes(`${url.hostname}:*`);
}
