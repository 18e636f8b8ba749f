import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { readText } from './request-body.ts';

/** The fields of a form POST from one of our own pages. */
export async function readOwnForm(request: Request): Promise<URLSearchParams> {
  refuseForeignPost(request);
  return new URLSearchParams(await readText(request));
}

/** Refuses a POST that another site made: browsers say where it came from in Sec-Fetch-Site, or, on plain http, in Origin. */
export function refuseForeignPost(request: Request): void {
  const site = request.headers.get('sec-fetch-site');
  const isOwn = site ? site === 'same-origin' : isOwnOrigin(request);
  if (!isOwn) throw new ApiError('forbidden', 'This form was sent from another site.');
}

/** The front has checked Host already, so a page served under it is ours. */
function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get('origin');
  if (origin === null || origin === env().PUBLIC_URL) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
}

/** 303 See Other: the browser goes on with a GET. */
export const seeOther = (location: string): Response => new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
