import { writes } from '#lib/http/endpoint.ts';
import { createLinkContract } from '#lib/links/contract.ts';
import { createLink } from '#lib/links/links.ts';

export const POST = writes(createLinkContract, (tx, { principal, params, body }) => createLink(tx, principal, params.sessionId, body));
