import type { PaymentLink } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { tokenOf } from './token.ts';

/** Our payment page's address, or the merchant's page with `paymentLink={token}` added; the rest of it survives. */
export function linkAddress(token: string, landingUrl: string | undefined): string {
  if (!landingUrl) return `${env().PUBLIC_URL}/pay/${token}`;
  const url = new URL(landingUrl);
  // Handled as text: setting a parameter would encode the merchant's own anew.
  const others = url.search === '' ? [] : url.search.slice(1).split('&');
  url.search = [...others.filter((part) => !new URLSearchParams(part).has('paymentLink')), `paymentLink=${token}`].join('&');
  return url.href;
}

/** The merchant's own page for a link, with `name=value` added for it to read; undefined when the link leads to ours. */
export function landingPage({ id, keyVersion, landingUrl }: PaymentLink, name: string, value: string): string | undefined {
  if (landingUrl === null) return undefined;
  const url = new URL(linkAddress(tokenOf(id, keyVersion).token, landingUrl));
  url.search += `&${name}=${value}`;
  return url.href;
}

/** The token in what somebody calls a link: our own page's address, a shop's with `paymentLink`, or the token itself. */
export function tokenIn(link: string): string {
  if (!URL.canParse(link)) return link;
  const { pathname, searchParams } = new URL(link);
  return searchParams.get('paymentLink') ?? /^\/pay\/([^/]+)\/?$/.exec(pathname)?.[1] ?? link;
}

/** The path of our own payment page for a link, whatever address the merchant handed out. */
export const payPath = (link: Pick<PaymentLink, 'id' | 'keyVersion'>): string => `/pay/${tokenOf(link.id, link.keyVersion).token}`;
