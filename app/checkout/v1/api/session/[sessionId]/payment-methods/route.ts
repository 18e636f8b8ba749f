import { reads } from '#lib/http/endpoint.ts';
import { methodAnswer, offeredMethods } from '#lib/methods/methods.ts';
import { listMethodsContract } from '#lib/payments/contract.ts';
import { getSession } from '#lib/sessions/sessions.ts';

export const GET = reads(listMethodsContract, async ({ principal, params }) => {
  const methods = await offeredMethods(await getSession(principal, params.sessionId));
  return { methods: methods.map(methodAnswer) };
});
