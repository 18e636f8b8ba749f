import { replayEndpoint } from '#lib/deliveries/replay.ts';
import { writes } from '#lib/http/endpoint.ts';
import { replayEndpointContract } from '#lib/webhooks/contract.ts';

export const POST = writes(replayEndpointContract, (tx, { principal, params, body }) => replayEndpoint(tx, principal, params.endpointId, body.since));
