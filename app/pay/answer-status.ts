import { explain } from '#lib/http/problem.ts';
import { newId } from '#lib/ids.ts';
import type { Question } from '#lib/payments/page-watch.ts';
import type { PageStatus } from '#lib/payments/pay-page-contract.ts';

/** Answers a page that asks whether it is still true. It says nothing more than the page would. */
export async function answerStatus(request: Request, ask: (question: Question) => Promise<PageStatus | undefined>): Promise<Response> {
  try {
    const seen = new URL(request.url).searchParams.get('seen');
    const status = await ask({ seen, signal: request.signal });
    return Response.json(status ?? { state: 'unknown' }, { status: status ? 200 : 404, headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
