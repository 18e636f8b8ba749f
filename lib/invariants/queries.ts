import { paymentTransitions } from '../payments/payment-status.ts';
import { sessionTransitions } from '../sessions/session-status.ts';

/**
 * The invariants of the books (architecture, "Invariants"), each as what must hold and a query for the rows that
 * break it: one text column `wrong`. `$1` is the smallest id looked at (ids are ordered by time) and `$2` the time
 * now. Names are labels of the metric.
 */
export type Invariant = { holds: string; query: string };

/** Every edge a status may take, as SQL rows. */
const edges = (transitions: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(transitions)
    .flatMap(([from, next]) => next.map((to) => `('${from}', '${to}')`))
    .join(', ');

/**
 * The audit rows of a thing form one unbroken path from its creation to where it stands: every status is left as
 * often as it is reached, but for the present one. Independent of the order of rows of one instant.
 */
const unbrokenPath = (table: string, subject: string, transitions: Readonly<Record<string, readonly string[]>>): string => `
  SELECT '${subject} ' || t.id || ' has a gap in its history at ' || s.status AS wrong FROM ${table} t
  CROSS JOIN LATERAL (SELECT status, sum(step) AS steps FROM (
      SELECT to_status AS status, 1 AS step FROM audit_entry WHERE subject_id = t.id AND subject = '${subject}' AND to_status IS NOT NULL
      UNION ALL SELECT from_status, -1 FROM audit_entry WHERE subject_id = t.id AND subject = '${subject}' AND from_status IS NOT NULL
      UNION ALL SELECT t.status::text, -1) path GROUP BY status) s
  WHERE t.id >= $1::uuid AND s.steps <> 0
  UNION ALL SELECT '${subject} ' || a.subject_id || ' went from ' || a.from_status || ' to ' || a.to_status FROM audit_entry a
  WHERE a.id >= $1::uuid AND a.subject = '${subject}' AND a.from_status IS NOT NULL
    AND (a.from_status, a.to_status) NOT IN (VALUES ${edges(transitions)})`;

export const invariants = {
  one_settles: {
    holds: 'At most one payment settles a session, and both say so.',
    query: `
      SELECT 'session ' || s.id || ' and the payment that settles it disagree' AS wrong FROM checkout_session s
      LEFT JOIN payment p ON p.session_id = s.id AND p.settles WHERE s.id >= $1::uuid AND s.settled_by_payment_id IS DISTINCT FROM p.id
      UNION ALL SELECT 'session ' || session_id || ' is settled ' || count(*) || ' times' FROM payment
      WHERE id >= $1::uuid AND settles GROUP BY session_id HAVING count(*) > 1`,
  },
  surplus_returned: {
    holds: 'Money that does not settle is surplus, and all of it goes back, once.',
    query: `
      SELECT 'payment ' || id || ' has money that is neither settled nor surplus' AS wrong FROM payment
      WHERE id >= $1::uuid AND authorized_minor > 0 AND NOT settles AND surplus_reason IS NULL
      UNION ALL SELECT 'surplus payment ' || p.id || ' is not on its way back' FROM payment p
      WHERE p.id >= $1::uuid AND p.surplus_reason IS NOT NULL AND p.status <> 'released' AND p.refunded_minor + p.disputed_minor < p.captured_minor
        AND NOT EXISTS (SELECT FROM payment_operation o WHERE o.payment_id = p.id AND o.undo)
      UNION ALL SELECT 'surplus payment ' || p.id || ' was given back and is not' FROM payment p
      JOIN payment_operation o ON o.payment_id = p.id AND o.undo AND o.status = 'succeeded'
      WHERE p.id >= $1::uuid AND p.status <> 'released' AND p.refunded_minor + p.disputed_minor < p.captured_minor
      UNION ALL SELECT 'payment ' || payment_id || ' is given back ' || count(*) || ' times' FROM payment_operation
      WHERE id >= $1::uuid AND undo GROUP BY payment_id HAVING count(*) > 1`,
  },
  amounts_within: {
    holds: 'Captured is within authorised, refunded within captured, and one operation at a time is under way.',
    query: `
      SELECT 'payment ' || id || ' holds impossible amounts' AS wrong FROM payment
      WHERE id >= $1::uuid AND NOT (refunded_minor BETWEEN 0 AND captured_minor AND captured_minor BETWEEN 0 AND authorized_minor AND authorized_minor <= amount_minor)
      UNION ALL SELECT 'payment ' || p.id || ': its operations moved more than it holds' FROM payment p JOIN (
        SELECT payment_id, coalesce(sum(amount_minor) FILTER (WHERE kind = 'refund'), 0) AS refunded, coalesce(sum(amount_minor) FILTER (WHERE kind = 'capture'), 0) AS captured
        FROM payment_operation WHERE status = 'succeeded' AND payment_id >= $1::uuid GROUP BY payment_id) o ON o.payment_id = p.id
      WHERE o.refunded > p.refunded_minor OR o.captured > p.captured_minor
      UNION ALL SELECT 'payment ' || payment_id || ' has ' || count(*) || ' operations under way' FROM payment_operation
      WHERE id >= $1::uuid AND status = 'outstanding' GROUP BY payment_id HAVING count(*) > 1`,
  },
  acknowledged_exists: {
    holds: 'What a shop was told is so.',
    query: `
      SELECT 'payment ' || p.id || ' was told as paid and does not settle' AS wrong FROM delivery d JOIN payment p ON p.id = d.payment_id
      WHERE d.id >= $1::uuid AND d.fact = 'paid' AND NOT p.settles
      UNION ALL SELECT 'session ' || session_id || ' was told as paid by ' || count(DISTINCT payment_id) || ' payments' FROM delivery
      WHERE id >= $1::uuid AND fact = 'paid' GROUP BY session_id HAVING count(DISTINCT payment_id) > 1`,
  },
  payment_history_whole: {
    holds: 'A payment went only where its table lets it go, each step with one audit row.',
    query: unbrokenPath('payment', 'payment', paymentTransitions),
  },
  session_history_whole: {
    holds: 'A session went only where its table lets it go, each step with one audit row.',
    query: unbrokenPath('checkout_session', 'session', sessionTransitions),
  },
  facts_told: {
    holds: 'A paid session owes or has sent the callbacks it was given.',
    query: `
      SELECT 'session ' || s.id || ' is paid and owes nobody the news' AS wrong FROM checkout_session s
      WHERE s.id >= $1::uuid AND s.settled_by_payment_id IS NOT NULL
        AND (s.callbacks->>'notification' IS NOT NULL OR s.callbacks->'success'->>'type' = 'URL')
        AND NOT EXISTS (SELECT FROM delivery d WHERE d.payment_id = s.settled_by_payment_id AND d.fact = 'paid')`,
  },
  nothing_forgotten: {
    holds: 'Somebody will ask about every payment that waits, and nothing waits longer than its bound.',
    query: `
      SELECT 'payment ' || id || ' waits and nobody will ask' AS wrong FROM payment
      WHERE id >= $1::uuid AND status IN ('created', 'processing', 'requires_action', 'pending') AND check_at IS NULL
      UNION ALL SELECT 'payment ' || id || ' is being started for too long' FROM payment
      WHERE id >= $1::uuid AND status IN ('created', 'processing') AND changed_at < $2::timestamptz - interval '10 minutes'
      UNION ALL SELECT 'payment ' || id || ' is long overdue to be asked about' FROM payment
      WHERE id >= $1::uuid AND check_at < $2::timestamptz - interval '30 minutes'
      UNION ALL SELECT 'operation ' || id || ' is outstanding and nobody will run it' FROM payment_operation
      WHERE id >= $1::uuid AND status = 'outstanding' AND (check_at IS NULL OR check_at < $2::timestamptz - interval '30 minutes')
      UNION ALL SELECT 'session ' || s.id || ' is held by a payment that is over' FROM checkout_session s WHERE s.id >= $1::uuid AND s.settled_by_payment_id IS NULL
        AND EXISTS (SELECT FROM payment p WHERE p.id = s.holder_payment_id AND p.status NOT IN ('processing', 'requires_action', 'pending'))
      UNION ALL SELECT 'session ' || s.id || ' is pending and no bank is deciding' FROM checkout_session s WHERE s.id >= $1::uuid AND s.status = 'pending'
        AND NOT EXISTS (SELECT FROM payment p WHERE p.session_id = s.id AND p.status = 'pending')
      UNION ALL SELECT 'delivery ' || d.id || ' is long overdue' FROM delivery d LEFT JOIN webhook_endpoint e ON e.id = d.endpoint_id
      WHERE d.id >= $1::uuid AND d.status = 'pending' AND greatest(d.due_at, e.paused_until) < $2::timestamptz - interval '30 minutes' AND e.failing_since IS NULL
        AND NOT EXISTS (SELECT FROM delivery earlier WHERE earlier.endpoint_id = d.endpoint_id AND earlier.session_id = d.session_id
          AND earlier.sequence < d.sequence AND earlier.due_at IS NOT NULL)`,
  },
  events_whole: {
    holds: 'Every event of a session is there, without a gap, and gets its position.',
    query: `
      SELECT 'session ' || s.id || ' has ' || count(e.id) || ' of its ' || s.event_sequence || ' events' AS wrong FROM checkout_session s
      LEFT JOIN event e ON e.session_id = s.id WHERE s.id >= $1::uuid AND s.event_sequence > 0 GROUP BY s.id HAVING count(e.id) <> s.event_sequence
      UNION ALL SELECT 'event ' || id || ' has no position' FROM event
      WHERE id >= $1::uuid AND position IS NULL AND created_at < $2::timestamptz - interval '30 minutes'`,
  },
  amount_of_revision: {
    holds: 'A payment moves the amount of its order’s revision.',
    query: `
      SELECT 'payment ' || p.id || ' has another amount than its order' AS wrong FROM payment p JOIN checkout_session s ON s.id = p.session_id
      WHERE p.id >= $1::uuid AND (p.revision = s.revision OR p.settles) AND (p.amount_minor, p.currency) IS DISTINCT FROM (s.amount_minor, s.currency)`,
  },
  merchants_apart: {
    holds: 'No row crosses merchants.',
    query: `
      SELECT 'ledger entry ' || l.id || ' is another merchant’s' AS wrong FROM ledger_entry l LEFT JOIN payment p ON p.id = l.payment_id AND p.merchant_id = l.merchant_id
      WHERE l.id >= $1::uuid AND p.id IS NULL
      UNION ALL SELECT 'audit entry ' || a.id || ' is another merchant’s' FROM audit_entry a
      JOIN payment p ON p.id = a.subject_id AND a.subject = 'payment' WHERE a.id >= $1::uuid AND p.merchant_id <> a.merchant_id
      UNION ALL SELECT 'callback ' || d.id || ' is another session’s' FROM delivery d JOIN payment p ON p.id = d.payment_id
      WHERE d.id >= $1::uuid AND (p.session_id, p.merchant_id) IS DISTINCT FROM (d.session_id, d.merchant_id)`,
  },
  ledger_agrees: {
    holds: 'The ledger sums to zero in every currency and agrees with every payment.',
    query: `
      SELECT 'the ledger does not sum to zero in ' || currency AS wrong FROM ledger_entry WHERE id >= $1::uuid GROUP BY currency HAVING sum(amount_minor) <> 0
      UNION ALL SELECT 'the ledger disagrees with payment ' || p.id FROM payment p LEFT JOIN (
        SELECT payment_id, sum(amount_minor) FILTER (WHERE account = 'customer') AS customer, sum(amount_minor) FILTER (WHERE account = 'authorized') AS authorized,
          sum(amount_minor) FILTER (WHERE account = 'captured') AS captured, sum(amount_minor) FILTER (WHERE account = 'refunded') AS refunded,
          sum(amount_minor) FILTER (WHERE account = 'disputed') AS disputed
        FROM ledger_entry WHERE payment_id >= $1::uuid GROUP BY payment_id) l ON l.payment_id = p.id
      WHERE p.id >= $1::uuid AND (coalesce(l.customer, 0), coalesce(l.captured, 0), coalesce(l.refunded, 0), coalesce(l.disputed, 0), coalesce(l.authorized, 0))
        IS DISTINCT FROM (-p.authorized_minor::numeric, (p.captured_minor - p.refunded_minor - p.disputed_minor)::numeric, p.refunded_minor::numeric, p.disputed_minor::numeric,
          (CASE WHEN p.status = 'released' THEN 0 ELSE p.authorized_minor - p.captured_minor END)::numeric)`,
  },
} as const satisfies Record<string, Invariant>;

export type InvariantName = keyof typeof invariants;

/**
 * One statement, hence one view of the books, for every row that breaks an invariant: columns `invariant`, `wrong`.
 * Its parameters are `$1`, the smallest id looked at, and `$2`, the time now.
 */
export const violationsQuery = Object.entries(invariants)
  .map(([name, { query }]) => `SELECT '${name}' AS invariant, q.wrong FROM (${query}) q`)
  .join('\nUNION ALL\n');
