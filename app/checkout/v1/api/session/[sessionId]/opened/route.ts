import { openedContract } from '#lib/customers/contract.ts';
import { openFromShop } from '#lib/customers/link-time.ts';
import { preflight } from '#lib/http/cross-origin.ts';
import { acts } from '#lib/http/endpoint.ts';

export const POST = acts(openedContract, async ({ principal, params }) => {
  await openFromShop(principal, params.sessionId);
  return {};
});
export const OPTIONS = preflight('POST');
