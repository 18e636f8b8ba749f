/** What a link brought along, kept in the history's state: a reload finds it there, the address has it no more. */
type Brought = {
  link?: string | undefined;
  /** Names the payment that the customer came back from. */
  back?: string | undefined;
  /** Its outcome has been told. */
  isTold?: boolean;
};

const isOurs = (part: string): boolean => /^payment(Link|Return)=/.test(part);
const stateOf = (): { altapay?: Brought } => (typeof history.state === 'object' && history.state) || {};

/** Reads what a link brought along, and removes it from the address; the rest of that stays as it is written. */
export function takeFromAddress(): Brought {
  const { pathname, search, hash } = location;
  const parts = search.slice(1).split('&');
  if (!parts.some(isOurs)) return stateOf().altapay ?? {};
  const query = new URLSearchParams(parts.filter(isOurs).join('&'));
  const rest = parts.filter((part) => !isOurs(part)).join('&');
  const brought = { link: query.get('paymentLink') ?? stateOf().altapay?.link, back: query.get('paymentReturn') ?? undefined };
  history.replaceState({ ...stateOf(), altapay: brought }, '', pathname + (rest && `?${rest}`) + hash);
  return brought;
}

/** From now on a reload has no news of that payment. */
export function rememberTold(brought: Brought): void {
  history.replaceState({ ...stateOf(), altapay: { ...brought, isTold: true } }, '');
}

/** The token of a link: of our own page, `/pay/<token>`, of a shop's, `?paymentLink=<token>`, or the bare token. */
export function tokenOf(link: string): string | undefined {
  if (!/[/?]/.test(link)) return link;
  const { pathname, searchParams } = new URL(link, location.href);
  return searchParams.get('paymentLink') ?? /\/pay\/([^/]+)\/?$/.exec(pathname)?.[1];
}
