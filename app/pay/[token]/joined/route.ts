import { readOwnForm } from '#lib/http/form.ts';
import { explain } from '#lib/http/problem.ts';
import { newId } from '#lib/ids.ts';
import { joinFromPage } from '#lib/payments/page-presses.ts';

/** The page goes on on another screen. Answers alike for every token, known or not. */
export async function POST(request: Request, context: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    const { token } = await context.params;
    const form = await readOwnForm(request);
    await joinFromPage(token, { nonce: form.get('nonce') ?? '', from: form.get('from') ?? '' });
    return new Response(null, { status: 204 });
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
