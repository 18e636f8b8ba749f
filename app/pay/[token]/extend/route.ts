import { readOwnForm, seeOther } from '#lib/http/form.ts';
import { explain } from '#lib/http/problem.ts';
import { newId } from '#lib/ids.ts';
import { extendFromPage } from '#lib/payments/extend-time.ts';

/** The press of "more time", with or without JavaScript. Answers alike for every token: back to its page. */
export async function POST(request: Request, context: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    const { token } = await context.params;
    return seeOther(await extendFromPage(token, await readOwnForm(request)));
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
