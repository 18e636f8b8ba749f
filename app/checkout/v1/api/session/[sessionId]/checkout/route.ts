import { readCheckoutAs } from '#lib/customers/checkout.ts';
import { readCheckoutContract } from '#lib/customers/contract.ts';
import { preflight } from '#lib/http/cross-origin.ts';
import { reads } from '#lib/http/endpoint.ts';

export const GET = reads(readCheckoutContract, readCheckoutAs);
export const OPTIONS = preflight('GET');
