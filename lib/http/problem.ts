import { isDatabaseAway } from '../db/unavailable.ts';
import { ApiError } from '../errors.ts';
import { log } from '../log.ts';

/** An error as problem+json (RFC 9457), with our stable `code`, the wrong fields, and the request's id. */
export function problem(error: ApiError, requestId: string): Response {
  const { code, title, status, message: detail, extra } = error;
  const body = {
    type: `urn:payment-links:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...(extra.errors && { errors: extra.errors }),
    ...(extra.minimum !== undefined && { minimum: extra.minimum }),
    requestId,
  };
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-request-id': requestId });
  if (extra.retryAfterSeconds !== undefined) headers.set('retry-after', String(extra.retryAfterSeconds));
  if (extra.allow) headers.set('allow', extra.allow);
  if (code === 'unauthenticated') headers.set('www-authenticate', 'Basic realm="checkout", Bearer realm="checkout"');
  return new Response(JSON.stringify(body), { status, headers });
}

/** Any thrown value as an answer. What is not an ApiError is logged here and told to nobody. */
export function explain(error: unknown, requestId: string): Response {
  if (error instanceof ApiError) return problem(error, requestId);
  if (isDatabaseAway(error)) {
    log().warn({ requestId, error: error instanceof Error ? error.message : String(error) }, 'database unavailable');
    return problem(
      new ApiError('unavailable', 'The database cannot be reached. Try again; with the same Idempotency-Key nothing is done twice.', { retryAfterSeconds: 2 }),
      requestId,
    );
  }
  log().error(
    { requestId, error: error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : 'not an Error' },
    'unexpected error',
  );
  return problem(new ApiError('internal', 'Something went wrong on our side. Quote the requestId when you ask about it.'), requestId);
}
