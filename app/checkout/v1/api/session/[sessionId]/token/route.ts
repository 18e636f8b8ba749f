import { acts } from '#lib/http/endpoint.ts';
import { customerTokenSeconds, issueCustomerToken } from '#lib/merchants/tokens.ts';
import { customerTokenContract } from '#lib/sessions/contract.ts';
import { getSession } from '#lib/sessions/sessions.ts';

export const POST = acts(customerTokenContract, async ({ principal, params }) => {
  const session = await getSession(principal, params.sessionId);
  return { token: await issueCustomerToken(principal, session.id), expiresIn: customerTokenSeconds };
});
