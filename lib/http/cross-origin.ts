import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { isAnyShops } from '../merchants/browser-origins.ts';
import { explain } from './problem.ts';

/** Ten minutes: a shop that is no longer registered is not let in for much longer. */
const preflightSeconds = 600;

/**
 * Lets the page that asked read the answer, when its origin is a shop's. Never with cookies: a customer's token is all
 * that opens anything. The answer depends on the origin either way, and says so to caches.
 */
export async function readableByShops(request: Request, answer: Response): Promise<Response> {
  answer.headers.append('vary', 'origin');
  const origin = request.headers.get('origin');
  // When the database is away nobody can be let in; the answer says so, and that has been logged.
  const isLetIn = origin !== null && (await isAnyShops(origin).catch(() => false));
  return isLetIn ? readableFrom(origin, answer) : answer;
}

function readableFrom(origin: string, answer: Response): Response {
  answer.headers.set('access-control-allow-origin', origin);
  answer.headers.set('access-control-expose-headers', 'retry-after, x-request-id');
  return answer;
}

/** What a browser asks before a page may send one of these methods with a token (Fetch, CORS-preflight request). */
export const preflight =
  (...methods: string[]) =>
  async (request: Request): Promise<Response> => {
    const requestId = request.headers.get('x-request-id') ?? newId();
    try {
      const origin = request.headers.get('origin') ?? '';
      if (!(await isAnyShops(origin))) throw new ApiError('wrong_origin', 'This origin is not registered for any shop.');
      const headers = {
        vary: 'origin',
        'access-control-allow-methods': methods.join(', '),
        'access-control-allow-headers': 'authorization, content-type, idempotency-key',
        'access-control-max-age': String(preflightSeconds),
      };
      return readableFrom(origin, new Response(null, { status: 204, headers }));
    } catch (error) {
      const refused = explain(error, requestId);
      refused.headers.append('vary', 'origin');
      return refused;
    }
  };
