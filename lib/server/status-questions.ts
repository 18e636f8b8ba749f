import type { IncomingMessage, ServerResponse } from 'node:http';
import { watchCheckout } from '../customers/checkout.ts';
import { watchCheckoutContract } from '../customers/contract.ts';
import { preflight } from '../http/cross-origin.ts';
import { reads } from '../http/endpoint.ts';
import { explain } from '../http/problem.ts';
import { payPageStatus, returnPageStatus } from '../payments/page-status.ts';
import type { Question } from '../payments/page-watch.ts';
import type { PageStatus } from '../payments/pay-page-contract.ts';
import { pathOf } from './guard.ts';

type Ask = (name: string, question: Question) => Promise<PageStatus | undefined>;

/**
 * The questions of pages that keep themselves true, answered before Next: a thousand open pages ask forty times a
 * second, and Next would spend more on each than everything else together (e2e/bench/waiting-pages.ts).
 */
export const statusAddresses: Readonly<Record<string, Ask>> = {
  '/pay/[token]/status': payPageStatus,
  '/pay/return/[key]/status': returnPageStatus,
};

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const watchRoute: Route = reads(watchCheckoutContract, watchCheckout);

/** The same question asked by a shop's own page, with a customer's token: a route like those under app/. */
export const statusRoutes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/checkout/v1/api/session/[sessionId]/status': { GET: watchRoute, HEAD: watchRoute, OPTIONS: preflight('GET') },
};

const routes = Object.entries(statusRoutes).map(([address, byMethod]) => ({ ...patternOf(address), byMethod }));

/** An address as a pattern, and the names of its parts. */
function patternOf(address: string): { pattern: RegExp; name: string } {
  const [, name = ''] = /\[(\w+)\]/.exec(address) ?? [];
  return { pattern: new RegExp(`^${address.replace(/\[\w+\]/, '([^/]+)')}$`), name };
}

const questions = Object.entries(statusAddresses).map(([address, ask]) => ({ ...patternOf(address), ask }));

/**
 * What a page that asks is told, perhaps after a while; undefined when this is no such question. It says nothing
 * more than the page would; 404 for a name that opens none.
 */
export function statusAnswer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<Response> | undefined {
  const { url = '' } = request;
  const path = pathOf(url);
  const query = url.slice(path.length + 1);
  for (const { pattern, name, byMethod } of routes) {
    const value = pattern.exec(path)?.[1];
    const route = byMethod[request.method ?? ''];
    if (value !== undefined && route) return route(asked(request, response, requestId), { params: Promise.resolve({ [name]: decodeURIComponent(value) }) });
  }
  for (const { pattern, ask } of questions) {
    const name = pattern.exec(path)?.[1];
    if (name === undefined) continue;
    // Who reads no body waits for nothing.
    const seen = request.method === 'HEAD' ? null : new URLSearchParams(query).get('seen');
    return tell(() => ask(decodeURIComponent(name), { seen, signal: goneSignal(response) }), requestId);
  }
  return undefined;
}

/** Aborted when nobody reads the answer any more. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

/** The request as a route reads it. Such a question has no body. */
function asked({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse, requestId: string): Request {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return new Request(`http://status${url}`, { method, headers: { ...given, 'x-request-id': requestId }, signal: goneSignal(response) });
}

async function tell(ask: () => Promise<PageStatus | undefined>, requestId: string): Promise<Response> {
  try {
    const status = await ask();
    return Response.json(status ?? { state: 'unknown' }, { status: status ? 200 : 404 });
  } catch (error) {
    return explain(error, requestId);
  }
}
