import { routes } from '#lib/server/routes.ts';
import type { Chance } from '../rounds.ts';
import type { Door } from './attack.ts';
import { naughtyParts, naughtyQueryValues } from './naughty-addresses.ts';
import type { Pools } from './scene.ts';

/** Addresses of the routes; those of the sandbox are at its own door. */
const doorOf = (route: string): Door => (route.startsWith('/sandbox') ? 'sandboxUrl' : 'publicUrl');

/** Files of the SDK, logos and sample pages that there are, and one that there is not. */
const files = { '/sdk/[file]': ['v1.js', 'v1.mjs', 'v1.d.ts', 'v1.0.0.js', 'origin', 'v9.js'], '/logos/[file]': ['creditcard.svg', 'mobilepay.svg', 'x.png'] };
const boardActions = ['decide', 'fault', 'off', 'clock', 'none'] as const;
const wireMethods = [
  'login',
  'getTerminals',
  'createPaymentRequest',
  'checkoutSession',
  'payments',
  'captureReservation',
  'refundCapturedReservation',
  'releaseReservation',
  'none',
] as const;
const sampleNames = ['open', 'paid', 'expired', 'checking', 'none'] as const;

/** What stands at a place of a route when it is real. */
function realPart(name: string, route: string, pools: Pools, chance: Chance): string {
  if (name === 'file') {
    const known = route === '/brand/[file]' ? pools.logo : (files[route as keyof typeof files] ?? ['creditcard.svg', 'x']);
    return chance.of(known as [string, ...string[]]);
  }
  if (name === 'action') return chance.of(boardActions);
  if (name === 'method') return chance.of(wireMethods);
  if (name === 'name') return chance.of(sampleNames);
  if (name === 'methodId') return chance.of(pools.paymentMethodId);
  return name in pools ? chance.of(pools[name as keyof Pools]) : 'x';
}

export type Place = { door: Door; route: string; path: string };

const allRoutes = Object.keys(routes) as [string, ...string[]];

/** An address of the service: one route as often as another, its parts real mostly. */
export function drawPlace(pools: Pools, chance: Chance, naughtyShare: number, among: readonly [string, ...string[]] = allRoutes): Place {
  const route = chance.of(among);
  const isGateway = route.startsWith('/gateway/');
  const real = isGateway && !chance.isOnce(naughtyShare) ? chance.of(pools.callback) : undefined;
  const path = real ?? fill(route, pools, chance, naughtyShare);
  return { door: chance.isOnce(0.02) ? 'sandboxUrl' : doorOf(route), route, path };
}

function fill(route: string, pools: Pools, chance: Chance, naughtyShare: number): string {
  const filled = route.replaceAll(/\[(\w+)\]/g, (_all, name: string) =>
    chance.isOnce(naughtyShare) ? chance.of(naughtyParts) : realPart(name, route, pools, chance),
  );
  if (!chance.isOnce(naughtyShare / 4)) return filled;
  const tail = chance.of([
    '/',
    '//',
    '/x',
    '/x.css',
    '.json',
    '.png',
    ';a=b',
    '%20',
    '%00',
    '/..',
    '/%2e%2e/x',
    '?',
    '#x',
    '\\',
    `/${chance.of(naughtyParts)}`,
  ]);
  return `${filled}${tail}`;
}

/** Names that routes and pages read from a query, and some that none does. */
const queryNames = [
  'limit',
  'next',
  'count',
  'status',
  'sessionId',
  'search',
  'since',
  'until',
  'after',
  'type',
  'seen',
  'language',
  'notice',
  'from',
  'screen',
  'follow',
  'size',
  'pid',
  'problem',
  'find',
  'before',
  'decided',
  'explain',
  'group',
  'shop_orderid',
  'transaction_id',
  '__proto__',
  'constructor',
  'a[b]',
  '',
  '%00',
  '_rsc',
  'nxtPtoken',
] as const;

/** A query as it is sent, with its question mark. `names`: those that the address reads. */
export function drawQuery(pools: Pools, chance: Chance, names: readonly string[]): string {
  const known: readonly [string, ...string[]] = names[0] === undefined ? queryNames : [names[0], ...names.slice(1)];
  const pairs = Array.from({ length: chance.whole(1, 4) }, () => {
    const name = chance.isOnce(0.8) ? chance.of(known) : chance.of(queryNames);
    const value = name === 'pid' && chance.isOnce(0.7) ? chance.of(pools.pid) : chance.of(naughtyQueryValues);
    return chance.isOnce(0.1) ? name : `${name}=${value}`;
  });
  const repeated = chance.isOnce(0.2) ? [...pairs, ...pairs] : pairs;
  return `?${repeated.join(chance.isOnce(0.95) ? '&' : chance.of([';', '&&', '?', '%26']))}`;
}
