import { later, minutes } from '../clock.ts';
import type { PaymentLink } from '../db/generated/client.ts';
import { env } from '../env.ts';

export type LinkTimes = Pick<PaymentLink, 'validUntil' | 'openedAt' | 'activationMinutes' | 'extensions' | 'revokedAt' | 'revokedReason'>;
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

/** Presses of "more time" that a link takes (WCAG 2.2.1 asks for at least ten). */
export const mostExtensions = 10;

/** What the page says of the link's time. A press adds one activation time, never past the link's validity. */
export function timeLeft(
  link: LinkTimes,
  at: Date,
): { isOpened: boolean; secondsLeft: number; endsAt: Date; extensionSeconds: number; isExtendable: boolean; extensions: number } {
  const opened = { ...link, openedAt: link.openedAt ?? at };
  const endsAt = linkEnd(opened);
  const extended = linkEnd({ ...opened, extensions: opened.extensions + 1 });
  const canExtend = opened.extensions < mostExtensions;
  return {
    isOpened: link.openedAt !== null,
    secondsLeft: wholeSeconds(at, endsAt),
    endsAt,
    extensionSeconds: canExtend ? wholeSeconds(endsAt, extended) : 0,
    isExtendable: true,
    extensions: link.extensions,
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
