import { later, minutes } from '../clock.ts';
import type { PaymentLink } from '../db/generated/client.ts';
import { env } from '../env.ts';

export type LinkTimes = Pick<PaymentLink, 'validUntil' | 'openedAt' | 'activationMinutes' | 'extensions' | 'extendable' | 'revokedAt' | 'revokedReason'>;
export type LinkState = 'active' | 'expired' | 'replaced' | 'cancelled';

/** When the link stops: its validity, or the activation that began when a person opened it, whichever is first. */
export function linkEnd(link: LinkTimes): Date {
  if (!link.openedAt) return link.validUntil;
  const active = later(link.openedAt, minutes(link.activationMinutes * (1 + link.extensions)));
  return earlier(active, link.validUntil);
}

/** A link's state is derived, never stored. A cancelled or replaced link stays that, whatever the time. */
export function linkState(link: LinkTimes, at: Date): LinkState {
  if (link.revokedReason) return link.revokedReason;
  return at < linkEnd(link) ? 'active' : 'expired';
}

/** A link's state as its merchant is told of it. */
export const linkStatus = (link: LinkTimes & Pick<PaymentLink, 'paidAt'>, at: Date): 'PAID' | Uppercase<LinkState> =>
  link.paidAt ? 'PAID' : (linkState(link, at).toUpperCase() as Uppercase<LinkState>);

/** Presses of "more time" that a link takes (WCAG 2.2.1 asks for at least ten). */
export const mostExtensions = 10;

export type TimeLeft = {
  isOpened: boolean;
  /** Whole seconds; before the link was opened, what a person will have from the first touch. */
  secondsLeft: number;
  endsAt: Date;
  /** Presses so far: a press names the number it saw. */
  extensions: number;
  /** What one press adds, in whole seconds; 0 when it would add nothing. */
  extensionSeconds: number;
  /** Whether the merchant allows presses at all. */
  isExtendable: boolean;
};

/**
 * What the page says of the link's time. A press adds one activation time, never past the link's validity: the
 * last one may add less, and nothing when the link ends by its validity anyway, was pressed ten times, or is over.
 */
export function timeLeft(link: LinkTimes, at: Date): TimeLeft {
  const opened = { ...link, openedAt: link.openedAt ?? at };
  const endsAt = linkEnd(opened);
  const extended = linkEnd({ ...opened, extensions: opened.extensions + 1 });
  const canExtend = link.extendable && link.extensions < mostExtensions && linkState(opened, at) === 'active';
  return {
    isOpened: link.openedAt !== null,
    secondsLeft: wholeSeconds(at, endsAt),
    endsAt,
    extensions: link.extensions,
    extensionSeconds: canExtend ? wholeSeconds(endsAt, extended) : 0,
    isExtendable: link.extendable,
  };
}

const wholeSeconds = (from: Date, to: Date): number => Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000));

/**
 * Whether money that began to move at `at` is still in time. A payment begun before the end may finish within
 * the grace, also after the link was replaced (it pays the same session); a cancelled link gives no grace.
 */
export function isInTime(link: LinkTimes, at: Date): boolean {
  const revokedAt = link.revokedAt ?? link.validUntil;
  const graceEnd = later(earlier(revokedAt, linkEnd(link)), minutes(env().LATE_GRACE_MINUTES));
  return at < (link.revokedReason === 'cancelled' ? earlier(revokedAt, graceEnd) : graceEnd);
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
