import { invariant } from '#lib/errors.ts';
import { reads } from '#lib/http/endpoint.ts';
import { customerTokenSeconds, issueCustomerToken } from '#lib/merchants/tokens.ts';
import { customerTokenContract } from '#lib/sessions/contract.ts';
import { getSession } from '#lib/sessions/sessions.ts';

// Issuing writes nothing, and a token is never given twice: an Idempotency-Key has no meaning here.
export const POST = reads(customerTokenContract, async ({ principal, params }) => {
  const session = await getSession(principal, params.sessionId);
  invariant(principal.apiUser, 'Management credentials are an API user’s');
  return { token: await issueCustomerToken(principal.apiUser, session.id), expiresIn: customerTokenSeconds };
});
