import { returnPageStatus } from '#lib/payments/page-status.ts';
import { answerStatus } from '../../../answer-status.ts';

/** Whether the page a customer came back to still has to wait: at once when it has seen otherwise, else once it need not. */
export async function GET(request: Request, context: { params: Promise<{ key: string }> }): Promise<Response> {
  const { key } = await context.params;
  return answerStatus(request, (question) => returnPageStatus(key, question));
}
