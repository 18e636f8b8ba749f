import { explain } from '#lib/http/problem.ts';
import { newId } from '#lib/ids.ts';
import { loadPayPage } from '#lib/payments/pay-page.ts';

/** The state of the payment page behind a link, for a page that is open. Says nothing more than the page would. */
export async function GET(request: Request, context: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    const page = await loadPayPage((await context.params).token);
    return Response.json(page.state === 'unknown' ? { state: page.state } : { state: page.state, version: page.version, mark: page.mark }, {
      status: page.state === 'unknown' ? 404 : 200,
    });
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
