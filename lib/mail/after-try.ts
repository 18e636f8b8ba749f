import { later } from '../clock.ts';
import type { ReceiptMail } from '../db/generated/client.ts';
import type { Sent } from './smtp.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Pauses after each failed try: ten tries in about three days, as callbacks have. Servers that greylist ask for minutes. */
const pausesMs = [minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** Pauses after failures that are ours; the last one again and again. */
const faultPausesMs = [minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour] as const;
const lastFaultPauseMs = 6 * hour;
const faultsForMs = 35 * day;

/** A server that lost its answer may be busy for a while. */
const unansweredPauseMs = 30 * minute;
/** How often a mail is given to a server that does not answer: once more than once, so that no payer gets a third. */
export const mostUnanswered = 2;

export type MailBefore = Pick<ReceiptMail, 'attempts' | 'faults' | 'unanswered' | 'createdAt'>;

/** What becomes of a mail after its latest attempt, which `before` counts already; `at` is now. */
export function afterTry(before: MailBefore, sent: Sent, at: Date) {
  const { attempts, faults, unanswered, createdAt } = before;
  const ended = { status: 'exhausted' as const, dueAt: null, endedAt: at, faults, unanswered };
  // Pauses differ a little, so that what failed together does not come back together.
  const again = (pauseMs: number) => ({ status: 'pending' as const, dueAt: later(at, pauseMs * (0.9 + Math.random() * 0.2)), faults, unanswered });
  if (sent.outcome === 'sent') return { ...ended, status: 'delivered' as const };
  if (sent.outcome === 'refused') return ended;
  if (sent.outcome === 'unknown') {
    const lost = { unanswered: Math.min(unanswered + 1, mostUnanswered) };
    return lost.unanswered === mostUnanswered ? { ...ended, ...lost } : { ...again(unansweredPauseMs), ...lost };
  }
  if (sent.isOurs) {
    const isTooOld = at.getTime() - createdAt.getTime() >= faultsForMs;
    return { ...(isTooOld ? ended : again(faultPausesMs[faults] ?? lastFaultPauseMs)), faults: faults + 1 };
  }
  const pauseMs = pausesMs[attempts - faults - 1];
  return pauseMs === undefined ? ended : again(pauseMs);
}
