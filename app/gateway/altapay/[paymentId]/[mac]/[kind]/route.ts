import { ApiError } from '#lib/errors.ts';
import { explain } from '#lib/http/problem.ts';
import { readText } from '#lib/http/request-body.ts';
import { newId } from '#lib/ids.ts';
import { answerGatewayCallback, isCallbackKind } from '#lib/payments/gateway-callback.ts';

/** Callbacks of the payment gateway about one payment; the address itself is a secret. */
export async function POST(request: Request, context: { params: Promise<{ paymentId: string; mac: string; kind: string }> }): Promise<Response> {
  try {
    const { paymentId, mac, kind } = await context.params;
    if (!isCallbackKind(kind)) throw new ApiError('not_found', 'There is nothing at this address.');
    return await answerGatewayCallback(paymentId, mac, kind, await readText(request));
  } catch (error) {
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
