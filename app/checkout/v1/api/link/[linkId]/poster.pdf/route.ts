import { sends } from '#lib/http/endpoint.ts';
import { posterContract } from '#lib/links/print-contract.ts';
import { linkPoster } from '#lib/posters/link-poster.ts';

export const GET = sends(posterContract, linkPoster);
