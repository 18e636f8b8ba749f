import { explain } from '#lib/http/problem.ts';
import { newId } from '#lib/ids.ts';
import { loadPayPage } from '#lib/payments/pay-page.ts';

/** The state of the payment page behind a link, for a page that waits. Says nothing more than the page would. */
export async function GET(request: Request, context: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    const { state } = await loadPayPage((await context.params).token);
    return Response.json({ state }, { status: state === 'unknown' ? 404 : 200 });
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
