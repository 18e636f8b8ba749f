import { writes } from '#lib/http/endpoint.ts';
import { shortCodeContract } from '#lib/links/contract.ts';
import { makeShortCode } from '#lib/links/make-short-code.ts';

export const POST = writes(shortCodeContract, (tx, { principal, params }) => makeShortCode(tx, principal, params.linkId));
