import { payPageStatus } from '#lib/payments/page-status.ts';
import { answerStatus } from '../../answer-status.ts';

/** The state of the payment page behind a link: at once when the page has seen another, else once it changes. */
export async function GET(request: Request, context: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await context.params;
  return answerStatus(request, (question) => payPageStatus(token, question));
}
