import { writes } from '#lib/http/endpoint.ts';
import { reissueLink } from '#lib/links/change-link.ts';
import { reissueLinkContract } from '#lib/links/contract.ts';

export const POST = writes(reissueLinkContract, (tx, { principal, params, body }) => reissueLink(tx, principal, params.linkId, body));
