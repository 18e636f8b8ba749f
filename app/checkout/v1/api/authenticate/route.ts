import { invariant } from '#lib/errors.ts';
import { reads } from '#lib/http/endpoint.ts';
import { authenticateContract } from '#lib/merchants/contract.ts';
import { issueMerchantToken } from '#lib/merchants/tokens.ts';

export const POST = reads(authenticateContract, async ({ principal, query }) => {
  invariant(principal.apiUser, 'Basic credentials are an API user’s');
  return { token: await issueMerchantToken(principal.apiUser, query.group === 'Management') };
});
