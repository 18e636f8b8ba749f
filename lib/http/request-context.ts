import { AsyncLocalStorage } from 'node:async_hooks';
import { invariant } from '../errors.ts';
import { processWide } from '../process.ts';

/** A form as it was sent; of one that was too large, nothing more is known. */
export type Posted = Request | 'too_large';

/** What the front knows of a request, and what a page asks of it. */
export type RequestContext = {
  requestId: string;
  clientIp: string;
  page: { status?: number; headers: Record<string, string> };
  /** The form that the page being drawn was sent, where a page answers its own (lib/server/form-pages.ts). */
  posted?: Posted;
};

const scope = processWide('request-context', () => new AsyncLocalStorage<RequestContext>());

/** Runs `work` with the request's context in reach of everything it calls. */
export const inRequest = <T>(context: RequestContext, work: () => T): T => scope.run(context, work);

/** The present request; every answer carries its id. */
export function requestContext(): RequestContext {
  const context = scope.getStore();
  invariant(context, 'the front runs every request in its context');
  return context;
}

/** The caller's address: the connection's, or what TRUST_PROXY proxies in front report. */
export const clientIp = (): string => requestContext().clientIp;

/** The form that the page being drawn is to answer; undefined when it was only asked for. */
export const postedForm = (): Posted | undefined => requestContext().posted;
