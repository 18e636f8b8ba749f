import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { isAnyShops } from '../merchants/browser-origins.ts';
import { explain, problem } from './problem.ts';

/** Ten minutes: a shop that is no longer registered is not let in for much longer. */
const preflightSeconds = 600;

/**
 * Lets the page that asked read the answer, when its origin is a shop's. Never with cookies: a customer's token is all
 * that opens anything. The answer depends on the origin either way, and says so to caches.
 */
export async function readableByShops(request: Request, answer: Response): Promise<Response> {
  answer.headers.append('vary', 'origin');
  const origin = request.headers.get('origin');
  // When the database is away nobody can be let in; what went wrong has been logged by then.
  if (origin === null || !(await isAnyShops(origin).catch(() => false))) return answer;
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
      const answer = await readableByShops(request, new Response(null, { status: 204 }));
      if (!answer.headers.has('access-control-allow-origin')) {
        const refused = problem(new ApiError('wrong_origin', 'This origin is not registered for any shop.'), requestId);
        refused.headers.append('vary', 'origin');
        return refused;
      }
      answer.headers.set('access-control-allow-methods', methods.join(', '));
      answer.headers.set('access-control-allow-headers', 'authorization, content-type, idempotency-key');
      answer.headers.set('access-control-max-age', String(preflightSeconds));
      return answer;
    } catch (error) {
      return explain(error, requestId);
    }
  };
