import { later, minutes } from '../clock.ts';
import { isInTime, type LinkTimes, linkEnd, linkState } from '../links/link-state.ts';
import type { SessionStatus } from '../sessions/session-status.ts';
import { type KnownPage, type MethodName, openVersion } from './pay-page-contract.ts';
import type { PaymentStatus } from './payment-status.ts';

/** Everything that decides what the page of a link shows, as it stands in the database. */
export type PageFacts = {
  /** With the screens that another one has taken over from. */
  link: LinkTimes & { joinedScreens: string[] };
  session: { status: SessionStatus; revision: number; holderPaymentId: string | null; settledByPaymentId: string | null };
  isDisabled: boolean;
  /** The session's last try, by whatever link. */
  latest: LatestTry | undefined;
  /** The payment that settled the session came by this link. */
  isPaidThroughLink: boolean;
  /** A payment that came by this link holds the session, or its bank has yet to decide. */
  isUnderWayThroughLink: boolean;
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
  /** Its money came without paying the order and is given back. */
  isSurplus: boolean;
  cameThroughLink: boolean;
  method: MethodName;
};

/** When the tries began that count from the last one back; null when there were not so many. */
export type TryTimes = {
  /** The tenth-last that reached the gateway. */
  tenthLastAt: Date | null;
  /** The thirtieth-last, whether it reached the gateway or not. */
  thirtiethLastAt: Date | null;
};

/** `version`: another one means that the page has to be drawn anew. `mark` tells also of another end of its time, and of a screen that took over. */
export type PageState = { version: string; mark: string } & (
  | { state: Exclude<KnownPage['state'], 'open' | 'expired' | 'failed'> }
  | { state: 'expired'; wasOpened: boolean; unfinished: LatestTry | undefined }
  | { state: 'open'; lastTry: TryEnd | undefined; coolDownEnd: Date | undefined }
);

/** How the last try stands. */
type TryEnd = { outcome: 'declined' | 'cancelled' | 'unfinished' | 'surplus'; latest: LatestTry };

/** Tries within an hour, of those that reached the gateway and of all, after which the next has to wait. */
export const mostTries = { atGateway: 10, ofAnyKind: 30 } as const;
const triesWindowMs = minutes(60);

/** How long a try that was begun and not ended is worth a word: its page at the gateway is closed by then. */
const unfinishedMs = minutes(30);

/** What the page of a link shows at an instant. The only place that knows the order of these rules. */
export function pageState(facts: PageFacts, at: Date): PageState {
  const state = stateName(facts, at);
  if (state === 'expired') {
    const unfinished = stillFinishable(facts, at);
    const version = unfinished ? `${state}.${shortId(unfinished)}` : state;
    return { state, wasOpened: endedAfterOpening(facts.link), unfinished, version, mark: version };
  }
  if (state !== 'open') return { state, version: state, mark: state };
  const lastTry = tryEnd(facts, at);
  const coolDownEnd = endOfCoolDown(facts.tries, at);
  const tried = lastTry ? `${lastTry.outcome}-${shortId(lastTry.latest)}` : 'none';
  const coolDown = coolDownEnd ? `.cool-down-${minutesUntil(coolDownEnd, at)}` : '';
  const version = `${openVersion(facts.session.revision)}${tried}${coolDown}`;
  return { state, lastTry, coolDownEnd, version, mark: `${version}.${timeMark(facts.link)}.${facts.link.joinedScreens.at(-1) ?? ''}` };
}

const shortId = ({ id }: LatestTry): string => id.slice(-8);

/** Money that is here or on its way is told whoever else was disabled; only what could begin is paused. */
const undisabled = new Set<PageState['state']>(['paid', 'pending', 'checking', 'surplus']);

function stateName(facts: PageFacts, at: Date): PageState['state'] {
  const state = enabledState(facts, at);
  return facts.isDisabled && !undisabled.has(state) ? 'disabled' : state;
}

function enabledState({ link, session, latest, isPaidThroughLink, isUnderWayThroughLink }: PageFacts, at: Date): PageState['state'] {
  const state = linkState(link, at);
  // Who came by this link and whose money came in vain reads that it goes back, before all that ended the link.
  const isGivenBack = latest?.isSurplus === true && latest.cameThroughLink;
  if (session.status === 'cancelled') return isGivenBack ? 'surplus' : 'cancelled';
  // A link that was taken back shows nothing more, but whoever paid or is paying through it goes on to the end.
  const isTheirs = (session.settledByPaymentId !== null && isPaidThroughLink) || isUnderWayThroughLink;
  if ((state === 'cancelled' || state === 'replaced') && !isTheirs) return isGivenBack ? 'surplus' : state;
  if (session.status === 'paid' || session.status === 'pending') return session.status;
  if (session.holderPaymentId) return 'checking';
  if (session.status === 'expired' || state === 'expired') return isGivenBack ? 'surplus' : 'expired';
  return 'open';
}

/** A try that was begun in time may be finished within the grace: whoever did not is shown the way, not sent for a new link. */
function stillFinishable(facts: PageFacts, at: Date): LatestTry | undefined {
  const last = tryEnd(facts, at);
  return last?.outcome === 'unfinished' && last.latest.cameThroughLink && isInTime(facts.link, at) ? last.latest : undefined;
}

/** The time after opening ran out, not the link's own. */
const endedAfterOpening = (link: LinkTimes): boolean => link.openedAt !== null && linkEnd(link) < link.validUntil;

/** Changes with everything that moves the end of the link or what one more press would add. */
const timeMark = ({ openedAt, extensions, validUntil, activationMinutes, extendable }: LinkTimes): string =>
  [openedAt?.getTime() ?? '', extensions, validUntil.getTime(), activationMinutes, Number(extendable)].join('-');

/** Failures that are not the customer's or their bank's: the page tells of those when they happen, not after. */
const quietFailures = new Set(['gateway_unreachable', 'gateway_refused', 'abandoned', 'released']);

/** How the last try ended, or that it has not, when a person would want to read it. */
function tryEnd({ latest, session }: PageFacts, at: Date): TryEnd | undefined {
  if (!latest) return undefined;
  if (latest.isSurplus) return { outcome: 'surplus', latest };
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

/** Minutes to wait, as a page or an error says them: in fives while it is long, so that what is said stays true a while. */
export function minutesUntil(end: Date, at: Date): number {
  const left = Math.max(1, Math.ceil((end.getTime() - at.getTime()) / minutes(1)));
  return left > 5 ? Math.ceil(left / 5) * 5 : left;
}
