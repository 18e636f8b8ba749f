import { reads, writes } from '#lib/http/endpoint.ts';
import { changeEndpointContract, getEndpointContract } from '#lib/webhooks/contract.ts';
import { changeEndpoint, endpointAnswer, findEndpoint, refuseUnsafeTarget } from '#lib/webhooks/endpoints.ts';

export const GET = reads(getEndpointContract, async ({ principal, params }) => endpointAnswer(await findEndpoint(principal, params.endpointId)));
export const PATCH = writes(
  changeEndpointContract,
  (tx, { principal, params, body }) => changeEndpoint(tx, principal, params.endpointId, body),
  refuseUnsafeTarget,
);
