import { reads, writes } from '#lib/http/endpoint.ts';
import { createSessionWithLinkContract } from '#lib/links/contract.ts';
import { listLinksContract } from '#lib/links/list-contract.ts';
import { listLinks } from '#lib/links/list-links.ts';
import { createSessionWithLink } from '#lib/links/session-with-link.ts';

export const GET = reads(listLinksContract, ({ principal, query }) => listLinks(principal, query));
export const POST = writes(createSessionWithLinkContract, (tx, { principal, body }) => createSessionWithLink(tx, principal, body));
