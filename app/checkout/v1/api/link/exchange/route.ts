import { exchangeLinkContract } from '#lib/customers/contract.ts';
import { exchangeLink } from '#lib/customers/exchange-link.ts';
import { preflight } from '#lib/http/cross-origin.ts';
import { opens } from '#lib/http/endpoint.ts';

export const POST = opens(exchangeLinkContract, exchangeLink);
export const OPTIONS = preflight('POST');
