import { readOwnForm, seeOther } from '#lib/http/form.ts';
import { explain } from '#lib/http/problem.ts';
import { newId } from '#lib/ids.ts';
import { payFromPage } from '#lib/payments/page-presses.ts';
import { PayForm } from '#lib/payments/pay-form.ts';

/** The press of the pay button, with or without JavaScript: always answered by a page to go to. */
export async function POST(request: Request, context: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    const { token } = await context.params;
    const form = PayForm.parse(Object.fromEntries(await readOwnForm(request)));
    return seeOther(await payFromPage(token, form, form.language));
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
