import { writes } from '#lib/http/endpoint.ts';
import { rotateSecretContract } from '#lib/webhooks/contract.ts';
import { rotateSecret } from '#lib/webhooks/endpoints.ts';

export const POST = writes(rotateSecretContract, (tx, { principal, params, body }) => rotateSecret(tx, principal, params.endpointId, body.overlapHours));
