import type { IncomingMessage } from 'node:http';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { bodyLimit } from '../http/request-body.ts';
import { type Door, isServedHost } from './hosts.ts';
import { methodsAt } from './routes.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const allowedMethods = [...methods].join(', ');
const readingMethods = new Set(['GET', 'HEAD']);

/** Paths that a load balancer probes by address, whatever host it names. */
const probes = new Set(['/healthz', '/readyz']);

/** What the sandbox's origin serves; everything else there is 404, as the sandbox is on the payment origin. */
const sandboxPaths = /^\/(?:$|sandbox(?:\/.*)?|_next\/static\/.*|icon\.svg|healthz)$/;

/** Next's own addresses in development, on both doors. */
const developmentPaths = /^\/(?:_next|__nextjs)/;

/** Programs call these doors: an unknown address there is told to a program, not drawn for a person. */
const programDoors = /^\/(?:checkout|gateway|sandbox\/merchant)(?:$|\/)/;

/** Nothing here uses Next's image service, which would let strangers have images computed. */
const closedPaths = /^\/_next\/image(?:$|\/)/;

/** Why a request goes no further, or undefined. Looks at its first line and headers only. */
export function refusal(request: IncomingMessage, door: Door, isDevelopment = false): ApiError | undefined {
  const refused = badMethod(request) ?? badAddress(request) ?? badHost(request, door) ?? badHeaders(request);
  if (refused || (isDevelopment && developmentPaths.test(pathOf(request.url ?? '')))) return refused;
  return closedPath(request, door) ?? badRoute(request);
}

function badMethod({ method = '' }: IncomingMessage): ApiError | undefined {
  return methods.has(method) ? undefined : methodNotServed();
}

/** A method that no address takes. */
export const methodNotServed = (): ApiError => new ApiError('method_not_allowed', 'This method is not served.', { allow: allowedMethods });

function badAddress({ url = '' }: IncomingMessage): ApiError | undefined {
  const path = pathOf(url);
  if (!path.startsWith('/')) return new ApiError('invalid_request', 'The address must be a path that begins with "/".');
  // A browser keeps it to itself; here it would make two readers of the address differ (RFC 9112 §3.2).
  if (url.includes('#')) return new ApiError('invalid_request', 'The address must not contain a fragment.');
  if (path.startsWith('//') || path.includes('\\')) return new ApiError('invalid_request', 'The path cannot be understood.');
  const decoded = decode(path);
  if (decoded === undefined || decoded.includes('\0')) return new ApiError('invalid_request', 'The path is not valid percent-encoded UTF-8.');
  // Next would go up a folder and answer what the rules below did not look at.
  if (/\/\.{1,2}(?:\/|$)/.test(decoded)) return new ApiError('invalid_request', 'The path must not contain "." or ".." as a part.');
  return undefined;
}

function badHost(request: IncomingMessage, door: Door): ApiError | undefined {
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length !== 1) return new ApiError('invalid_request', 'There must be one Host header.');
  if (probes.has(pathOf(request.url ?? '')) || isServedHost(door, hosts[0] ?? '')) return undefined;
  return new ApiError('misdirected', 'This host is not served here. Is PUBLIC_URL set to the address people use?');
}

function badHeaders({ headers, url = '' }: IncomingMessage): ApiError | undefined {
  if (headers['next-action'] !== undefined) return new ApiError('invalid_request', 'There are no server actions here.');
  if (headers.upgrade !== undefined) return new ApiError('invalid_request', 'The connection cannot be upgraded.');
  if (!/^(?:chunked)?$/i.test(headers['transfer-encoding'] ?? '')) return new ApiError('invalid_request', 'The only transfer coding is "chunked".');
  const limit = bodyLimit(pathOf(url));
  if (Number(headers['content-length'] ?? 0) > limit) return new ApiError('body_too_large', `A body may have ${limit} bytes.`);
  return undefined;
}

function closedPath({ url = '' }: IncomingMessage, door: Door): ApiError | undefined {
  const path = decode(pathOf(url)) ?? '';
  const isOpen = door === 'sandbox' ? env().MODE === 'test' && sandboxPaths.test(path) : !/^\/sandbox(?:$|\/)/.test(path);
  return isOpen && !closedPaths.test(path) ? undefined : nothingHere();
}

/** A method that the address does not take, or an address that is none and was not opened to be read by a person. */
function badRoute({ method = '', url = '' }: IncomingMessage): ApiError | undefined {
  const path = pathOf(url);
  const taken = methodsAt(path);
  if (!taken) return programDoors.test(decode(path) ?? '') || !readingMethods.has(method) ? nothingHere() : undefined;
  if (taken.includes(method)) return undefined;
  return new ApiError('method_not_allowed', `This address takes ${taken.join(', ')}.`, { allow: taken.join(', ') });
}

const nothingHere = () => new ApiError('not_found', 'There is nothing at this address.');

/** The path of a request target, still encoded. */
export const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? '';

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Headers that steer Next from inside (or claim to), which an outsider must not send. */
const internalHeaders =
  /^(?:rsc|next-router-.*|next-url|content-security-policy(?:-report-only)?|x-nonce|x-middleware-.*|x-invoke-.*|x-next-.*|x-matched-path|x-forwarded-.*|forwarded)$/;

/** Removes them from a request. */
export function stripInternalHeaders({ headers }: IncomingMessage): void {
  for (const name of Object.keys(headers)) {
    if (internalHeaders.test(name)) delete headers[name];
  }
}
