import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { RequestContext } from '../http/request-context.ts';
import { cacheControl, type HeaderPolicy, securityHeaders } from './headers.ts';
import { isDraining } from './readiness.ts';

type Dress = { path: string; context: RequestContext; contentSecurityPolicy: string; policy: HeaderPolicy };

/** Makes the response carry our headers, and the status its page asked for, at the moment its head is written. */
export function dressResponse(response: ServerResponse, dress: Dress): void {
  const writeHead = response.writeHead.bind(response);
  const dressed = (status: number, ...rest: unknown[]): ServerResponse => {
    const [reason, given] = typeof rest[0] === 'string' ? [rest[0], rest[1]] : [undefined, rest[0]];
    setAll(response, given);
    // Next redirects an address with a slash at its end, in plain words that it does not call so.
    if (status === 308 && !response.hasHeader('content-type')) response.setHeader('content-type', 'text/plain; charset=utf-8');
    applyHeaders(response, dress);
    // Only a page that would have been a plain 200 takes the status that it asked for.
    const final = status === 200 ? (dress.context.page.status ?? status) : status;
    return reason === undefined ? writeHead(final) : writeHead(final, reason);
  };
  response.writeHead = dressed as typeof response.writeHead;
}

/** Takes over what a caller gave to writeHead, in either form Node knows. */
function setAll(response: ServerResponse, given: unknown): void {
  if (Array.isArray(given)) {
    const flat = given as OutgoingHttpHeader[];
    for (let index = 0; index + 1 < flat.length; index += 2) response.appendHeader(String(flat[index]), String(flat[index + 1]));
    return;
  }
  for (const [name, value] of Object.entries((given ?? {}) as OutgoingHttpHeaders)) {
    if (value !== undefined) response.setHeader(name, value);
  }
}

/** What Next says of its cache, and of what it is. */
const nextsOwn = ['x-nextjs-cache', 'x-nextjs-prerender', 'x-nextjs-stale-time', 'x-powered-by'];

function applyHeaders(response: ServerResponse, { path, context, contentSecurityPolicy, policy }: Dress): void {
  const given = response.getHeader('cache-control');
  const headers = {
    ...securityHeaders(path, policy),
    'content-security-policy': contentSecurityPolicy,
    'cache-control': cacheControl(path, given === undefined ? '' : String(given)),
    'x-request-id': context.requestId,
    ...context.page.headers,
    ...(isDraining() && { connection: 'close' }),
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  for (const name of nextsOwn) response.removeHeader(name);
  // A route made for other sites' pages says so itself.
  if (!response.hasHeader('cross-origin-resource-policy')) response.setHeader('cross-origin-resource-policy', 'same-origin');
}
