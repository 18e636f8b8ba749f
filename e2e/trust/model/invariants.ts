import { findViolations } from '#lib/invariants/check-invariants.ts';
import { paymentTransitions } from '#lib/payments/payment-status.ts';
import { sessionTransitions } from '#lib/sessions/session-status.ts';
import { forgotten, movedWrongs } from './acknowledged.ts';
import { type Model, must } from './facts.ts';
import { toldWrongs } from './told.ts';
import type { World } from './world.ts';

/** The payments of the merchants $1, and what the gateway has of each. */
const scope = `
  WITH mine AS MATERIALIZED (SELECT * FROM payment WHERE merchant_id = ANY($1::uuid[])),
  sessions AS MATERIALIZED (SELECT * FROM checkout_session WHERE merchant_id = ANY($1::uuid[])),
  theirs AS MATERIALIZED (
    SELECT t.*, p.id AS our_payment_id, p.session_id, p.merchant_id, p.settles, r.amount_minor AS asked_minor, r.currency AS asked_currency,
      jsonb_exists(r.fields->'config', 'callback_verify_order') AS was_asked,
      coalesce((SELECT sum(o.amount_minor) FROM sandbox_operation o WHERE o.transaction_id = t.id AND o.type = 'chargeback'), 0) AS charged_back_minor
    FROM sandbox_transaction t JOIN mine p ON p.gateway_order_id = t.shop_order_id JOIN sandbox_payment_request r ON r.id = t.request_id)`;

type Edge = { subject: 'payment' | 'session'; from: string; to: string };

const edges: Edge[] = [
  ...Object.entries(paymentTransitions).flatMap(([from, next]) => next.map((to): Edge => ({ subject: 'payment', from, to }))),
  ...Object.entries(sessionTransitions).flatMap(([from, next]) => next.map((to): Edge => ({ subject: 'session', from, to }))),
];

/** What must hold after every commit, by its invariant of the architecture's fourth chapter. Each row is something wrong. */
const always: Record<string, string> = {
  '1 at most one payment settles a session': `
    SELECT 'session ' || session_id || ' is settled by ' || count(*) || ' payments' FROM mine WHERE settles GROUP BY session_id HAVING count(*) > 1
    UNION ALL SELECT 'session ' || s.id || ' and the payment that settles it disagree' FROM sessions s LEFT JOIN mine p ON p.session_id = s.id AND p.settles
      WHERE s.settled_by_payment_id IS DISTINCT FROM p.id OR (s.status = 'paid') <> (p.id IS NOT NULL)`,
  '1 no payment settles without money at the gateway': `
    SELECT 'payment ' || p.id || ' settles, and the gateway has no money for it' FROM mine p
      WHERE p.settles AND NOT EXISTS (SELECT FROM theirs t WHERE t.our_payment_id = p.id AND t.reserved_minor = p.amount_minor)`,
  '1 a gateway that asks takes money once': `
    SELECT 'session ' || session_id || ' was let pay ' || count(*) || ' times' FROM theirs WHERE was_asked AND reserved_minor > 0 GROUP BY session_id HAVING count(*) > 1`,
  '1 money settles or is surplus': `
    SELECT 'payment ' || id || ' has money that is neither settled nor surplus' FROM mine WHERE authorized_minor > 0 AND NOT settles AND surplus_reason IS NULL
    UNION ALL SELECT 'payment ' || id || ' is settled and surplus' FROM mine WHERE settles AND surplus_reason IS NOT NULL
    UNION ALL SELECT 'payment ' || p.id || ' settles and is undone' FROM mine p JOIN payment_operation o ON o.payment_id = p.id WHERE p.settles AND o.undo
    UNION ALL SELECT 'surplus payment ' || p.id || ' has no undo' FROM mine p WHERE p.surplus_reason IS NOT NULL
      AND (p.status = 'authorized' OR p.captured_minor > p.refunded_minor + p.disputed_minor)
      AND NOT EXISTS (SELECT FROM payment_operation o WHERE o.payment_id = p.id AND o.undo)`,
  '1 a surplus is given back once': `
    SELECT 'transaction ' || t.id || ' was given back ' || count(*) || ' times' FROM theirs t JOIN sandbox_operation o ON o.transaction_id = t.id AND o.type IN ('released', 'refunded')
      WHERE NOT t.settles GROUP BY t.id HAVING count(*) > 1`,
  '2 captured within authorised, refunded within captured': `
    SELECT 'payment ' || id || ' has ' || captured_minor || ' of ' || authorized_minor || ' captured, ' || refunded_minor || ' refunded' FROM mine
      WHERE captured_minor > authorized_minor OR refunded_minor > captured_minor OR authorized_minor > amount_minor
    UNION ALL SELECT 'transaction ' || id || ' has ' || captured_minor || ' of ' || reserved_minor || ' captured, ' || refunded_minor || ' refunded' FROM theirs
      WHERE captured_minor > reserved_minor OR refunded_minor > captured_minor
    UNION ALL SELECT 'transaction ' || t.id || ' of ' || t.captured_minor || ' was refunded ' || sum(o.amount_minor) FROM theirs t
      JOIN sandbox_operation o ON o.transaction_id = t.id AND o.type = 'refunded' GROUP BY t.id, t.captured_minor HAVING sum(o.amount_minor) > t.captured_minor`,
  '2 one outstanding operation per payment': `
    SELECT 'payment ' || o.payment_id || ' has ' || count(*) || ' outstanding operations' FROM payment_operation o JOIN mine p ON p.id = o.payment_id
      WHERE o.status = 'outstanding' GROUP BY o.payment_id HAVING count(*) > 1
    UNION ALL SELECT 'payment ' || o.payment_id || ' is undone ' || count(*) || ' times' FROM payment_operation o JOIN mine p ON p.id = o.payment_id
      WHERE o.undo GROUP BY o.payment_id HAVING count(*) > 1`,
  '4 each change of status is allowed and audited once': `
    SELECT * FROM (
      WITH changes AS (
        SELECT a.subject, a.subject_id, a.from_status, a.to_status FROM audit_entry a WHERE a.merchant_id = ANY($1::uuid[]) AND a.to_status IS NOT NULL AND a.subject IN ('payment', 'session')),
      subjects AS (SELECT 'payment' AS subject, id, status::text AS status FROM mine UNION ALL SELECT 'session', id, status::text FROM sessions)
      SELECT subject || ' ' || subject_id || ' went from ' || from_status || ' to ' || to_status FROM changes c
        WHERE from_status IS NOT NULL AND NOT EXISTS (SELECT FROM jsonb_to_recordset($2::jsonb) AS e(subject text, "from" text, "to" text)
          WHERE e.subject = c.subject AND e."from" = c.from_status AND e."to" = c.to_status)
      UNION ALL SELECT s.subject || ' ' || s.id || ' is ' || s.status || ', and its audit leads elsewhere (' || v.status || ')'
        FROM subjects s
        CROSS JOIN LATERAL (SELECT DISTINCT x.status FROM changes c CROSS JOIN LATERAL (VALUES (c.from_status), (c.to_status)) AS x(status)
          WHERE c.subject_id = s.id AND x.status IS NOT NULL UNION SELECT s.status) v
        WHERE (SELECT count(*) FILTER (WHERE c.to_status = v.status) - count(*) FILTER (WHERE c.from_status = v.status) FROM changes c
          WHERE c.subject = s.subject AND c.subject_id = s.id) <> CASE WHEN v.status = s.status THEN 1 ELSE 0 END
      UNION ALL SELECT s.subject || ' ' || s.id || ' began ' || count(c.subject_id) || ' times' FROM subjects s
        LEFT JOIN changes c ON c.subject = s.subject AND c.subject_id = s.id AND c.from_status IS NULL GROUP BY s.subject, s.id HAVING count(c.subject_id) <> 1) w`,
  '5 a payment’s facts and its ledger agree': `
    SELECT 'the ledger disagrees with payment ' || p.id FROM mine p LEFT JOIN (
      SELECT payment_id, sum(amount_minor) AS total, sum(amount_minor) FILTER (WHERE account = 'authorized') AS authorized,
        sum(amount_minor) FILTER (WHERE account = 'captured') AS captured, sum(amount_minor) FILTER (WHERE account = 'refunded') AS refunded
      FROM ledger_entry WHERE payment_id IN (SELECT id FROM mine) GROUP BY payment_id) l ON l.payment_id = p.id
      WHERE coalesce(l.total, 0) <> 0
        OR coalesce(l.captured, 0) <> p.captured_minor - p.refunded_minor - p.disputed_minor
        OR coalesce(l.refunded, 0) <> p.refunded_minor
        OR coalesce(l.authorized, 0) <> CASE WHEN p.status = 'released' THEN 0 ELSE p.authorized_minor - p.captured_minor END`,
  '5 every outcome owes its callbacks': `
    SELECT 'payment ' || p.id || ' settles and its merchant is not told' FROM mine p JOIN sessions s ON s.id = p.session_id
      WHERE p.settles AND jsonb_exists(s.callbacks, 'notification') AND NOT EXISTS (SELECT FROM delivery d WHERE d.payment_id = p.id AND d.kind = 'notification' AND d.fact = 'paid')
    UNION ALL SELECT 'payment ' || p.id || ' was told as ' || d.fact || ' by ' || count(*) || ' deliveries (' || d.kind || ')' FROM mine p JOIN delivery d ON d.payment_id = p.id
      GROUP BY p.id, d.kind, d.fact HAVING count(*) > 1
    UNION ALL SELECT 'payment ' || p.id || ' was told as paid and does not settle' FROM mine p JOIN delivery d ON d.payment_id = p.id AND d.fact = 'paid' WHERE NOT p.settles`,
  '7 somebody will ask about whatever waits': `
    SELECT 'payment ' || id || ' is ' || status || ' and nobody will ask' FROM mine WHERE status IN ('created', 'processing', 'requires_action', 'pending') AND check_at IS NULL
    UNION ALL SELECT 'operation ' || o.id || ' is outstanding and nobody will do it' FROM payment_operation o JOIN mine p ON p.id = o.payment_id
      WHERE o.status = 'outstanding' AND o.check_at IS NULL
    UNION ALL SELECT 'session ' || s.id || ' is held by a payment that is over' FROM sessions s JOIN mine p ON p.id = s.holder_payment_id
      WHERE s.settled_by_payment_id IS NULL AND p.status NOT IN ('processing', 'requires_action', 'pending')`,
  '8 no payment moves another amount': `
    SELECT 'payment ' || p.id || ' is over ' || p.amount_minor || ' and the gateway was asked for ' || t.asked_minor FROM mine p JOIN theirs t ON t.our_payment_id = p.id
      WHERE t.asked_minor <> p.amount_minor OR t.asked_currency <> p.currency OR t.reserved_minor NOT IN (0, p.amount_minor)
    UNION ALL SELECT 'session ' || s.id || ' over ' || s.amount_minor || ' is paid with ' || p.amount_minor || ' of revision ' || p.revision FROM sessions s JOIN mine p ON p.session_id = s.id AND p.settles
      WHERE p.revision <> s.revision OR p.amount_minor <> s.amount_minor`,
  '9 no row crosses merchants or sessions': `
    SELECT 'payment ' || p.id || ' belongs elsewhere' FROM mine p LEFT JOIN payment_link l ON l.id = p.link_id JOIN checkout_session s ON s.id = p.session_id
      JOIN payment_method m ON m.id = p.method_id WHERE s.merchant_id <> p.merchant_id OR m.merchant_id <> p.merchant_id OR l.session_id <> p.session_id OR l.merchant_id <> p.merchant_id
    UNION ALL SELECT 'operation ' || o.id || ' belongs elsewhere' FROM payment_operation o JOIN mine p ON p.id = o.payment_id WHERE o.merchant_id <> p.merchant_id
    UNION ALL SELECT 'ledger entry ' || l.id || ' belongs elsewhere' FROM ledger_entry l JOIN mine p ON p.id = l.payment_id WHERE l.merchant_id <> p.merchant_id
    UNION ALL SELECT 'audit entry ' || a.id || ' belongs elsewhere' FROM audit_entry a JOIN sessions s ON s.id = a.session_id WHERE a.merchant_id <> s.merchant_id
    UNION ALL SELECT 'delivery ' || d.id || ' belongs elsewhere' FROM delivery d JOIN mine p ON p.id = d.payment_id
      WHERE d.merchant_id <> p.merchant_id OR d.session_id <> p.session_id OR position(p.merchant_id::text IN d.url) = 0
    UNION ALL SELECT 'transaction ' || t.id || ' is in another account' FROM theirs t JOIN sandbox_account a ON a.id = t.account_id
      JOIN gateway_account g ON g.username = a.username WHERE g.merchant_id <> t.merchant_id`,
};

/** What must hold once nothing is due any more. */
const inTheEnd: Record<string, string> = {
  '1 every other success is given back, once and in full': `
    SELECT 'transaction ' || t.id || ' of ' || t.reserved_minor || ' pays nothing and ' || coalesce(string_agg(o.type || ' ' || o.amount_minor, ', '), 'is kept') FROM theirs t
      LEFT JOIN sandbox_operation o ON o.transaction_id = t.id AND o.type IN ('released', 'refunded')
      WHERE t.reserved_minor > 0 AND NOT t.settles AND t.charged_back_minor = 0 GROUP BY t.id, t.status, t.reserved_minor, t.captured_minor, t.refunded_minor
      HAVING count(o.id) <> 1 OR sum(o.amount_minor) <> t.reserved_minor OR (t.status <> 'released' AND t.refunded_minor <> t.reserved_minor)
    UNION ALL SELECT 'transaction ' || id || ' pays nothing and is neither given back nor taken back in full' FROM theirs
      WHERE reserved_minor > 0 AND NOT settles AND charged_back_minor > 0 AND status <> 'released' AND refunded_minor + charged_back_minor < reserved_minor`,
  '1 the gateway’s net is the amount of what is paid': `
    SELECT 'session ' || s.id || ' is ' || s.status || ' and the gateway’s net is ' || coalesce(n.net, 0) FROM sessions s
      LEFT JOIN (SELECT session_id, sum(CASE WHEN status = 'released' THEN 0 WHEN settles THEN reserved_minor - refunded_minor
        ELSE greatest(0, reserved_minor - refunded_minor - charged_back_minor) END) AS net FROM theirs GROUP BY session_id) n ON n.session_id = s.id
      LEFT JOIN mine p ON p.session_id = s.id AND p.settles
      WHERE coalesce(n.net, 0) <> CASE WHEN p.id IS NULL OR p.status = 'released' THEN 0 ELSE p.amount_minor - p.refunded_minor END`,
  '7 nothing stays in flight': `
    SELECT 'payment ' || id || ' is ' || status FROM mine WHERE status IN ('created', 'processing', 'requires_action', 'pending')
    UNION ALL SELECT 'operation ' || o.id || ' is outstanding' FROM payment_operation o JOIN mine p ON p.id = o.payment_id WHERE o.status = 'outstanding'
    UNION ALL SELECT 'session ' || id || ' is pending' FROM sessions WHERE status = 'pending'
    UNION ALL SELECT 'session ' || id || ' is held' FROM sessions WHERE holder_payment_id IS NOT NULL AND settled_by_payment_id IS NULL
    UNION ALL SELECT 'delivery ' || d.id || ' is ' || d.status FROM delivery d JOIN mine p ON p.id = d.payment_id WHERE d.status <> 'delivered'`,
  '10 our record equals the gateway’s': `
    SELECT 'payment ' || p.id || ' is ' || p.status || ' with ' || p.captured_minor || '-' || p.refunded_minor || ', the gateway has ' || t.status || ' with ' || t.captured_minor || '-' || t.refunded_minor
      FROM mine p JOIN theirs t ON t.our_payment_id = p.id WHERE t.reserved_minor > 0
      AND ((p.captured_minor, p.refunded_minor, p.disputed_minor, p.status = 'released')
          IS DISTINCT FROM (t.captured_minor, t.refunded_minor, least(t.charged_back_minor, t.captured_minor), t.status = 'released')
        OR p.status NOT IN ('authorized', 'captured', 'released'))`,
  '10 the ledger sums to zero': `SELECT 'the ledger does not sum to zero in ' || currency FROM ledger_entry GROUP BY currency HAVING sum(amount_minor) <> 0`,
};

async function wrongsOf(world: World, queries: Record<string, string>): Promise<string[]> {
  const parts = Object.entries(queries).map(([name, sql]) => `SELECT '${name}' AS name, q.wrong FROM (${sql}) AS q(wrong)`);
  const rows = await world.rows<{ name: string; wrong: string }>(
    `${scope} ${parts.join(' UNION ALL ')} LIMIT 20`,
    world.shops.map(({ merchantId }) => merchantId),
    ...(queries === always ? [JSON.stringify(edges)] : []),
  );
  return rows.map(({ name, wrong }) => `invariant ${name}: ${wrong}`);
}

const refuse = (wrongs: string[]): void => must(wrongs.length === 0, wrongs.join('\n'));

/** After every command: what holds at any moment, and what was acknowledged. */
export async function checkAlways(model: Model, world: World): Promise<void> {
  refuse([...(await wrongsOf(world, always)), ...(await forgotten(model, world)), ...(await movedWrongs(model, world)), ...world.wrongs, ...complaints(world)]);
}

/** Once nothing is due any more: everything. */
export async function checkInTheEnd(model: Model, world: World): Promise<void> {
  await checkAlways(model, world);
  refuse([...(await wrongsOf(world, inTheEnd)), ...(await unpaid(model, world)), ...(await toldWrongs(model, world))]);
  // The check that runs in production sees it alike: it is blind to nothing of this, and cries for nothing.
  const found = await findViolations(world.begunAt);
  refuse(found.map(({ invariant, wrong }) => `the product’s own check: ${invariant}: ${wrong}`));
}

/** Alarms for what the banks and the network of a program do to us; every other one says that something is wrong with us. */
const expectedAlarms = ['bank_undecided', 'callback_forged', 'gateway_silent', 'money_disputed', 'operation_unknown', 'other_amount_asked'];

/** Errors nobody should see: a case that the product did not think of, or an alarm without a reason. */
function complaints(world: World): string[] {
  const unexpected = world.complaints.filter(({ detail }) => !expectedAlarms.some((alarm) => detail.startsWith(`{"alarm":"${alarm}"`)));
  return unexpected.map(({ message, detail }) => `unexpected: ${message} ${detail}`);
}

/** How long after its first moment a session's success must settle it, whenever we hear of it. */
const surelyInTimeMs = 55 * 60_000;

/** Sessions that had money in time, that nobody changed or ended, and that are not paid. */
async function unpaid(model: Model, world: World): Promise<string[]> {
  const rows = await world.rows<{ sessionId: string; ageMs: number }>(
    `SELECT p.session_id::text AS "sessionId", (extract(epoch FROM min(t.created_at - s.created_at)) * 1000)::int AS "ageMs" FROM sandbox_transaction t
     JOIN payment p ON p.gateway_order_id = t.shop_order_id JOIN checkout_session s ON s.id = p.session_id
     WHERE p.merchant_id = ANY($1::uuid[]) AND t.reserved_minor > 0 AND s.status <> 'paid' GROUP BY p.session_id`,
    world.shops.map(({ merchantId }) => merchantId),
  );
  return rows.flatMap(({ sessionId, ageMs }) => {
    const session = model.sessions.find(({ id }) => id === sessionId);
    if (!session || session.isDisturbed || ageMs > surelyInTimeMs) return [];
    return [`invariant 1: session ${sessionId} had its money in time and is not paid`];
  });
}
