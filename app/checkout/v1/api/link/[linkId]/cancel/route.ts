import { writes } from '#lib/http/endpoint.ts';
import { cancelLink } from '#lib/links/cancel-link.ts';
import { cancelLinkContract } from '#lib/links/contract.ts';

export const POST = writes(cancelLinkContract, (tx, { principal, params }) => cancelLink(tx, principal, params.linkId));
