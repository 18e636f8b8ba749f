import { preflight } from '#lib/http/cross-origin.ts';
import { reads } from '#lib/http/endpoint.ts';
import { listMethodsContract } from '#lib/methods/contract.ts';
import { listSessionMethods } from '#lib/methods/session-methods.ts';

export const GET = reads(listMethodsContract, listSessionMethods);
export const OPTIONS = preflight('GET');
