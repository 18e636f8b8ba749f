import { later, minutes } from '../clock.ts';
import { type LinkTimes, linkEnd, linkState } from '../links/link-state.ts';
import type { SessionStatus } from '../sessions/session-status.ts';
import type { KnownPage, MethodName } from './pay-page-contract.ts';
import type { PaymentStatus } from './payment-status.ts';

/** Everything that decides what the page of a link shows, as it stands in the database. */
export type PageFacts = {
  link: LinkTimes;
  session: { status: SessionStatus; revision: number; holderPaymentId: string | null; settledByPaymentId: string | null };
  isDisabled: boolean;
  /** The session's last try, by whatever link. */
  latest: LatestTry | undefined;
  /** The payment that settled the session came by this link. */
  isPaidThroughLink: boolean;
  tries: TryTimes;
};

export type LatestTry = {
  id: string;
  status: PaymentStatus;
  failureCode: string | null;
  /** Words the gateway allows us to show the customer. */
  failureMessage: string | null;
  changedAt: Date;
  revision: number;
  method: MethodName;
};

/** When the tries began that count from the last one back; null when there were not so many. */
export type TryTimes = {
  /** The tenth-last that reached the gateway. */
  tenthLastAt: Date | null;
  /** The thirtieth-last, whether it reached the gateway or not. */
  thirtiethLastAt: Date | null;
};

/** `version`: another one means that the page has to be drawn anew. `mark` tells also of another end of its time. */
export type PageState = { version: string; mark: string } & (
  | { state: Exclude<KnownPage['state'], 'open' | 'expired' | 'failed' | 'surplus'> }
  | { state: 'expired'; wasOpened: boolean }
  | { state: 'open'; lastTry: TryEnd | undefined; coolDownEnd: Date | undefined }
);

/** How the last try stands. */
type TryEnd = { outcome: 'declined' | 'cancelled' | 'unfinished'; latest: LatestTry };

/** Tries within an hour, of those that reached the gateway and of all, after which the next has to wait. */
export const mostTries = { atGateway: 10, ofAnyKind: 30 } as const;
const triesWindowMs = minutes(60);

/** How long a try that was begun and not ended is worth a word: its page at the gateway is closed by then. */
const unfinishedMs = minutes(30);

/** What the page of a link shows at an instant. The only place that knows the order of these rules. */
export function pageState(facts: PageFacts, at: Date): PageState {
  const state = stateName(facts, at);
  if (state === 'expired') return { state, wasOpened: endedAfterOpening(facts.link), version: state, mark: state };
  if (state !== 'open') return { state, version: state, mark: state };
  const lastTry = tryEnd(facts, at);
  const coolDownEnd = endOfCoolDown(facts.tries, at);
  const tried = lastTry ? `${lastTry.outcome}-${lastTry.latest.id.slice(-8)}` : 'none';
  const version = `open.${facts.session.revision}.${tried}${coolDownEnd ? '.cool-down' : ''}`;
  return { state, lastTry, coolDownEnd, version, mark: `${version}.${timeMark(facts.link)}` };
}

function stateName({ link, session, isDisabled, isPaidThroughLink }: PageFacts, at: Date): PageState['state'] {
  if (isDisabled) return 'disabled';
  const state = linkState(link, at);
  if (session.status === 'cancelled') return 'cancelled';
  // A link that was taken back shows nothing more, but whoever paid through it keeps the receipt.
  const isTheirs = session.settledByPaymentId !== null && isPaidThroughLink;
  if ((state === 'cancelled' || state === 'replaced') && !isTheirs) return state;
  if (session.status === 'paid' || session.status === 'pending') return session.status;
  if (session.holderPaymentId) return 'checking';
  return session.status === 'expired' || state === 'expired' ? 'expired' : 'open';
}

/** The time after opening ran out, not the link's own. */
const endedAfterOpening = (link: LinkTimes): boolean => link.openedAt !== null && linkEnd(link) < link.validUntil;

/** Changes with everything that moves the end of the link or what one more press would add. */
const timeMark = ({ openedAt, extensions, validUntil }: LinkTimes): string => [openedAt?.getTime() ?? '', extensions, validUntil.getTime()].join('-');

/** Failures that are not the customer's or their bank's: the page tells of those when they happen, not after. */
const quietFailures = new Set(['gateway_unreachable', 'gateway_refused', 'abandoned']);

/** How the last try ended, or that it has not, when a person would want to read it. */
function tryEnd({ latest, session }: PageFacts, at: Date): TryEnd | undefined {
  if (!latest) return undefined;
  if (latest.status === 'requires_action') {
    // A try of an earlier order cannot be finished: the gateway will be told so.
    const isAlive = latest.revision === session.revision && at < later(latest.changedAt, unfinishedMs);
    return isAlive ? { outcome: 'unfinished', latest } : undefined;
  }
  if (quietFailures.has(latest.failureCode ?? '')) return undefined;
  if (latest.status === 'cancelled') return { outcome: 'cancelled', latest };
  return latest.status === 'failed' ? { outcome: 'declined', latest } : undefined;
}

/** When the next try may be begun; undefined when that is now. */
export function endOfCoolDown({ tenthLastAt, thirtiethLastAt }: TryTimes, at: Date): Date | undefined {
  const ends = [tenthLastAt, thirtiethLastAt].flatMap((began) => (began ? [later(began, triesWindowMs)] : [])).filter((end) => at < end);
  return ends.sort((one, other) => other.getTime() - one.getTime())[0];
}

/** Whole minutes to wait, as a page or an error says them: never none while there is some time left. */
export const minutesUntil = (end: Date, at: Date): number => Math.max(1, Math.ceil((end.getTime() - at.getTime()) / minutes(1)));
