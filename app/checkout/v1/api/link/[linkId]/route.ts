import { reads, writes } from '#lib/http/endpoint.ts';
import { changeLink } from '#lib/links/change-link.ts';
import { changeLinkContract } from '#lib/links/contract.ts';
import { getLink } from '#lib/links/link-view.ts';
import { getLinkContract } from '#lib/links/list-contract.ts';

export const GET = reads(getLinkContract, ({ principal, params }) => getLink(principal, params.linkId));
export const PATCH = writes(changeLinkContract, (tx, { principal, params, body }) => changeLink(tx, principal, params.linkId, body));
