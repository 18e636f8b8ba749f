import { readOwnForm } from '#lib/http/form.ts';
import { explain } from '#lib/http/problem.ts';
import { newId } from '#lib/ids.ts';
import { openFromPage } from '#lib/payments/page-presses.ts';

/** A person touched the page: the activation clock starts. Answers alike for every token, known or not. */
export async function POST(request: Request, context: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    const { token } = await context.params;
    const form = await readOwnForm(request);
    await openFromPage(token, form.get('nonce') ?? '');
    return new Response(null, { status: 204 });
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
