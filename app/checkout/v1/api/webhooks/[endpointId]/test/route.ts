import { acts } from '#lib/http/endpoint.ts';
import { testEndpointContract } from '#lib/webhooks/contract.ts';
import { testEndpoint } from '#lib/webhooks/test-endpoint.ts';

export const POST = acts(testEndpointContract, ({ principal, params }) => testEndpoint(principal, params.endpointId));
