import { extendContract } from '#lib/customers/contract.ts';
import { extendFromShop } from '#lib/customers/link-time.ts';
import { preflight } from '#lib/http/cross-origin.ts';
import { acts } from '#lib/http/endpoint.ts';

export const POST = acts(extendContract, async ({ principal, params, body }) => {
  await extendFromShop(principal, params.sessionId, body.extensions);
  return {};
});
export const OPTIONS = preflight('POST');
