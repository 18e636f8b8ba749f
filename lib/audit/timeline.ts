import { db } from '../db/client.ts';
import { ApiError, invariant, unreachable } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { currencyOf, majorNumber } from '../money.ts';
import { getSession } from '../sessions/sessions.ts';
import type { TimelineAnswer } from './contract.ts';

const pageSize = 200;

/** A place in the order of things: time, then id, which is ordered by time too. */
type Place = { at: Date; id: string };

type Row = Place &
  (
    | {
        type: 'CHANGE';
        facts: { subject: string; subjectId: string; action: string; from: string | null; to: string | null; actor: string; detail: Detail | null };
      }
    | { type: 'POSTING'; facts: { paymentId: string; from: string; to: string; minor: string; currency: string } }
    | { type: 'CALLBACK'; facts: { paymentId: string; kind: Kind; tells: string; url: string; status: DeliveryStatus } }
    | { type: 'CALLBACK_TRY'; facts: { callbackId: string; url: string; status: number | null; error: string | null } }
  );

type Detail = Record<string, string | number | boolean>;
type Kind = 'SUCCESS' | 'FAILURE' | 'NOTIFICATION';
type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'EXHAUSTED';
type Entry = TimelineAnswer['entries'][number];

/**
 * A page of what happened to a session, oldest first: changes of status, ledger, callbacks and the tries at them.
 * `after` is the `next` of the page before; 422 when it is none. Another merchant's session is not found.
 */
export async function readTimeline(principal: Principal, sessionId: string, after: string | undefined): Promise<TimelineAnswer> {
  const from = after === undefined ? undefined : readPlace(after);
  const session = await getSession(principal, sessionId);
  const rows = await rowsAfter(session.id, from ?? { at: new Date(0), id: '00000000-0000-0000-0000-000000000000' });
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  return { sessionId, entries: page.map(entryOf), next: last && rows.length > pageSize ? placeText(last) : null };
}

/** One row more than a page holds, in one statement, so that the page is of one moment. */
const rowsAfter = (sessionId: string, { at, id }: Place): Promise<Row[]> => db().$queryRaw<Row[]>`
  SELECT happened.at, happened.id::text, happened.type, happened.facts FROM (
    SELECT created_at AS at, id, 'CHANGE' AS type, jsonb_build_object('subject', subject, 'subjectId', subject_id, 'action', action,
        'from', from_status, 'to', to_status, 'actor', actor, 'detail', detail) AS facts
      FROM audit_entry WHERE session_id = ${sessionId}::uuid
    UNION ALL
    SELECT gains.created_at, gains.posting_id, 'POSTING', jsonb_build_object('paymentId', gains.payment_id, 'from', loses.account,
        'to', gains.account, 'minor', gains.amount_minor::text, 'currency', gains.currency)
      FROM payment JOIN ledger_entry gains ON gains.payment_id = payment.id AND gains.amount_minor > 0
        JOIN ledger_entry loses ON loses.posting_id = gains.posting_id AND loses.amount_minor < 0
      WHERE payment.session_id = ${sessionId}::uuid
    UNION ALL
    SELECT owed.created_at, owed.id, 'CALLBACK', jsonb_build_object('paymentId', payment.id, 'kind', upper(owed.kind::text), 'tells', owed.fact,
        'url', owed.url, 'status', upper(owed.status::text))
      FROM payment JOIN delivery owed ON owed.payment_id = payment.id WHERE payment.session_id = ${sessionId}::uuid
    UNION ALL
    SELECT tried.started_at, tried.id, 'CALLBACK_TRY', jsonb_build_object('callbackId', owed.id, 'url', owed.url, 'status', tried.status,
        'error', tried.error)
      FROM payment JOIN delivery owed ON owed.payment_id = payment.id JOIN delivery_attempt tried ON tried.delivery_id = owed.id
      WHERE payment.session_id = ${sessionId}::uuid
  ) happened
  WHERE (happened.at, happened.id) > (${at}, ${id}::uuid) ORDER BY happened.at, happened.id LIMIT ${pageSize + 1}`;

function entryOf(row: Row): Entry {
  const place = { id: row.id, at: row.at.toISOString() };
  switch (row.type) {
    case 'CHANGE':
      return { type: row.type, ...place, ...row.facts, detail: row.facts.detail ?? {} };
    case 'POSTING': {
      const { minor, currency: code, ...facts } = row.facts;
      const currency = currencyOf(code);
      invariant(currency, 'the ledger knows its currencies');
      return { type: row.type, ...place, ...facts, amount: { value: majorNumber({ minor: BigInt(minor), currency }), currency } };
    }
    case 'CALLBACK': {
      const { url, ...facts } = row.facts;
      return { type: row.type, ...place, ...facts, host: new URL(url).host };
    }
    case 'CALLBACK_TRY': {
      const { url, ...facts } = row.facts;
      return { type: row.type, ...place, ...facts, host: new URL(url).host };
    }
    default:
      return unreachable(row);
  }
}

const placeText = ({ at, id }: Place): string => `${at.getTime()}.${id}`;

function readPlace(text: string): Place {
  const [, ms, id] = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? [];
  if (ms === undefined || id === undefined) {
    throw new ApiError('invalid_field', 'The parameter "after" must be the "next" of the page before; leave it out for the first page.');
  }
  return { at: new Date(Number(ms)), id };
}
