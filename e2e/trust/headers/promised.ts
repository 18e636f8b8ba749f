import { routes } from '#lib/server/routes.ts';
import { routeAt } from '../route-at.ts';

/** Who may keep an answer, and why anybody but its reader may. */
type Kept = 'no-store' | { public: string; because: string };

/** Whose pages may read an answer: nobody's but ours, everybody's, or those of shops that are registered. */
type Shared = 'nobody' | 'everybody' | 'shops';

/** What is promised of the good answers at an address, beyond what every answer carries (`always`). */
export type Promised = { kept: Kept; shared: Shared; isEmbeddable: boolean; isCompressed: boolean };

const own: Promised = { kept: 'no-store', shared: 'nobody', isEmbeddable: false, isCompressed: false };
/** A page drawn as a document, which is compressed as its reader likes. */
const page: Promised = { ...own, isCompressed: true };
/** What customers' browsers call from a shop's page: the answer depends on whose page it is. */
const shopsCall: Promised = { ...own, shared: 'shops' };
const file = (lifetime: string, because: string): Promised => ({
  kept: { public: lifetime, because },
  shared: 'everybody',
  isEmbeddable: true,
  isCompressed: true,
});
const reference = file('public, max-age=600', 'the description is the same for everybody, and changes with a release only');
const keys: Promised = { ...own, kept: { public: 'public, max-age=300', because: 'public keys, which whoever checks a token asks for again and again' } };
const api = '/checkout/v1/api';

/** Every address, in groups of a kind. One that is in none of them fails the run. */
const rows: readonly (readonly [Promised, readonly string[]])[] = [
  [page, ['/', '/docs']],
  [page, ['/p', '/verify', '/pay/[token]', '/pay/[token]/leave/[paymentId]', '/pay/return/[key]', '/pay/state', '/pay/state/[name]']],
  [page, ['/sandbox', ...['challenge', 'continue', 'requestForm'].map((name) => `/sandbox/eCommerce/API/${name}`)]],
  [own, ['extend', 'joined', 'opened', 'payments', 'receipt.json', 'receipt.pdf', 'status'].map((name) => `/pay/[token]/${name}`)],
  [own, ['receipt.json', 'receipt.pdf', 'status'].map((name) => `/pay/return/[key]/${name}`)],
  [own, ['/gateway/altapay/[paymentId]/[mac]/[kind]', '/sandbox/board/[action]', '/sandbox/merchant/API/[method]']],
  [own, ['appUrl', 'confirm', 'decide', 'pay'].map((name) => `/sandbox/eCommerce/API/${name}`)],
  [{ ...own, isEmbeddable: true }, ['/sandbox/eCommerce.php/API/embeddedPaymentWindow', '/sandbox/logos/[file]']],
  [own, ['/healthz', '/readyz', '/metrics']],
  [{ ...own, isEmbeddable: true }, ['/logos/[file]']],
  [
    { ...own, kept: { public: 'public, max-age=86400, immutable', because: 'a logo is named by the hash of its bytes' }, isEmbeddable: true },
    ['/brand/[file]'],
  ],
  [keys, ['/.well-known/jwks.json', '/receipt-keys.json']],
  [reference, ['/openapi.json', '/postman.json', '/llms.txt']],
  [file('public, max-age=3600', 'the SDK is the same for everybody; a version that is named whole never changes'), ['/sdk/[file]']],
  [shopsCall, ['checkout', 'extend', 'opened', 'payment-methods', 'status'].map((name) => `${api}/session/[sessionId]/${name}`)],
  [shopsCall, [`${api}/link/exchange`, `${api}/payment`]],
];

const byRoute = new Map<string, Promised>(rows.flatMap(([promised, addresses]) => addresses.map((address): [string, Promised] => [address, promised])));

/** The calls of the API that no browser makes are all alike: those that are named above are not among them. */
const plainCalls = Object.keys(routes).filter((route) => route.startsWith(`${api}/`) && !byRoute.has(route));
for (const route of plainCalls) byRoute.set(route, own);

/** Addresses of lib/server/routes.ts without a row, and rows without an address. */
export const rowsAmiss = (): string[] => [
  ...Object.keys(routes).flatMap((route) => (byRoute.has(route) ? [] : [`${route} has no row`])),
  ...[...byRoute.keys()].flatMap((route) => (route in routes || route === icon ? [] : [`the row ${route} has no address`])),
];

/** A file that is no route: Next answers it by its name. */
const icon = '/icon.svg';
byRoute.set(icon, { ...own, kept: { public: 'public, max-age=0, must-revalidate', because: 'a picture that is the same for everybody' } });

export const promisedAt = (path: string): Promised | undefined => byRoute.get(routeAt(path) ?? path);

/** What every answer carries, whatever it says, at either door. */
export const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'payment=(self), camera=(), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** What tells strangers what we are made of. */
export const never: readonly string[] = ['x-powered-by', 'server', 'access-control-allow-credentials', 'x-nextjs-cache', 'x-nextjs-prerender', 'link'];

export const hsts = 'max-age=63072000; includeSubDomains';

/** Addresses by which nobody is to be found. */
export const unlisted = /^\/(?:pay|p|verify|sandbox|gateway|checkout)(?:$|\/)/;
