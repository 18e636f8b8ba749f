import { requestContext } from './request-context.ts';

/**
 * Gives the page being drawn an HTTP status of its own, which Next cannot (410 for an ended link, say). The
 * front applies it when the first byte leaves, so a page calls this before it returns, never from a stream.
 */
export function setPageStatus(status: number): void {
  requestContext().page.status = status;
}

/** Adds headers to the answer of the page being drawn. */
export function setPageHeaders(headers: Record<string, string>): void {
  Object.assign(requestContext().page.headers, headers);
}
