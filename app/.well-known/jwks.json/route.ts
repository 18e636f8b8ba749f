import { explain } from '#lib/http/problem.ts';
import { newId } from '#lib/ids.ts';
import { publicKeySet } from '#lib/merchants/token-keys.ts';

/** The public keys of our tokens (RFC 7517). */
export async function GET(request: Request): Promise<Response> {
  try {
    return Response.json(await publicKeySet(), { headers: { 'cache-control': 'public, max-age=300' } });
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
