import { reads, writes } from '#lib/http/endpoint.ts';
import { listEndpointsContract, registerEndpointContract } from '#lib/webhooks/contract.ts';
import { listEndpoints, refuseUnsafeTarget, registerEndpoint } from '#lib/webhooks/endpoints.ts';

export const GET = reads(listEndpointsContract, ({ principal }) => listEndpoints(principal));
export const POST = writes(registerEndpointContract, (tx, { principal, body }) => registerEndpoint(tx, principal, body), refuseUnsafeTarget);
