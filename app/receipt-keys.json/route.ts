import { explain } from '#lib/http/problem.ts';
import { newId } from '#lib/ids.ts';
import { receiptKeySet } from '#lib/receipts/sign.ts';

/** The public keys that sign receipts (RFC 7517). */
export async function GET(request: Request): Promise<Response> {
  try {
    return Response.json(receiptKeySet(), { headers: { 'cache-control': 'public, max-age=300' } });
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
