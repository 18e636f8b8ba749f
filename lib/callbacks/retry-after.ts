import type { IncomingHttpHeaders } from 'node:http';

/** A receiver puts us off for a day at most: longer than that is no pause but a loss. */
const longestSeconds = 86_400;
/** The one form of a date that may be sent (RFC 9110 §5.6.7). */
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * How many seconds an answer asks us to wait (RFC 9110 §10.2.3), from 0 to a day; undefined when it does not say. A date is
 * counted from the answer's own Date, so that no two clocks are compared; without one it says nothing.
 */
export function readRetryAfter(headers: Pick<IncomingHttpHeaders, 'retry-after' | 'date'>): number | undefined {
  const asked = headers['retry-after'] ?? '';
  if (/^\d+$/.test(asked)) return bounded(Number(asked));
  if (!httpDate.test(asked) || !httpDate.test(headers.date ?? '')) return undefined;
  return bounded((Date.parse(asked) - Date.parse(headers.date ?? '')) / 1_000);
}

const bounded = (seconds: number): number | undefined => (Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), longestSeconds));
