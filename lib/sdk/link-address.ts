/** `isNews`: the customer comes back from the gateway just now; a reload brings the same `paymentReturn` again. */
type Found = { paymentLink: string | undefined; paymentReturn: string | undefined; isNews: boolean };

type Kept = { altapayLink?: string | undefined; altapayReturn?: string | undefined };

const isOurs = (part: string): boolean => /^payment(Link|Return)=/.test(part);

/** Reads what a link brought along, and removes it from the address; the rest of that stays as it is written. */
export function takeFromAddress(): Found {
  const { pathname, search, hash } = location;
  const parts = search.slice(1).split('&');
  const query = new URLSearchParams(parts.filter(isOurs).join('&'));
  const rest = parts.filter((part) => !isOurs(part)).join('&');
  const state: unknown = history.state;
  const kept = (typeof state === 'object' ? state : {}) as Kept | null;
  const isNews = parts.some(isOurs);
  // A reload finds both here: the address has them no more.
  const [paymentLink = kept?.altapayLink, paymentReturn = isNews ? undefined : kept?.altapayReturn] = ['paymentLink', 'paymentReturn'].map(
    (name) => query.get(name) ?? undefined,
  );
  if (isNews) history.replaceState({ ...kept, altapayLink: paymentLink, altapayReturn: paymentReturn }, '', pathname + (rest && `?${rest}`) + hash);
  return { paymentLink, paymentReturn, isNews };
}

/** The token of a link: of our own page, `/pay/<token>`, of a shop's, `?paymentLink=<token>`, or the bare token. */
export function tokenOf(link: string): string | undefined {
  if (!/[/?]/.test(link)) return link;
  const { pathname, searchParams } = new URL(link, location.href);
  return searchParams.get('paymentLink') ?? /\/pay\/([^/]+)\/?$/.exec(pathname)?.[1];
}
