import { db } from '../db/client.ts';
import { type CheckoutSession, Prisma } from '../db/generated/client.ts';
import { invariant } from '../errors.ts';
import type { FoundLink } from '../links/links.ts';
import { type LatestTry, mostTries, type PageFacts, type TryTimes } from './page-state.ts';
import type { Known, Read } from './page-watch.ts';

type Row = { id: string } & PageFacts['link'] &
  Pick<CheckoutSession, 'status' | 'revision' | 'holderPaymentId' | 'settledByPaymentId'> & {
    isDisabled: boolean;
    isPaidThroughLink: boolean;
    isUnderWayThroughLink: boolean;
    print: string;
  } & {
    tryId: string | null;
    tryStatus: LatestTry['status'];
    tryRevision: number;
    tryChangedAt: Date;
    tryIsSurplus: boolean;
    tryCameThroughLink: boolean;
    failureCode: string | null;
    failureMessage: string | null;
    methodIdentifier: string;
    methodName: string;
  } & TryTimes;

/** Where the facts of a page are read: `id` names it, `through` is whether a payment `p` came by it. */
type Source = { id: Prisma.Sql; from: Prisma.Sql; through: Prisma.Sql };

const links: Source = {
  id: Prisma.sql`l.id`,
  from: Prisma.sql`payment_link l JOIN checkout_session s ON s.id = l.session_id`,
  through: Prisma.sql`p.link_id = l.id`,
};

/** A session that is paid without a link: nothing ends it but its own time, and every payment came by it. */
const sessions: Source = { id: Prisma.sql`s.id`, from: Prisma.sql`checkout_session s LEFT JOIN payment_link l ON false`, through: Prisma.sql`true` };

/** What decides the pages of these links, where it has changed. */
export const readChangedFacts = (known: readonly Known[]): Promise<Read<PageFacts>[]> => readChanged(links, known);

/** The same of these sessions' pages without a link. */
export const readChangedSessionFacts = (known: readonly Known[]): Promise<Read<PageFacts>[]> => readChanged(sessions, known);

/**
 * In one query on indexes, but only of those whose facts no longer have the print they were known by: thousands of
 * pages that wait for something rare must not be read whole every time.
 */
function readChanged(source: Source, known: readonly Known[]): Promise<Read<PageFacts>[]> {
  const ids = known.map(({ id }) => id);
  const prints = known.map(({ print }) => print);
  return factsWhere(
    source,
    Prisma.empty,
    Prisma.sql`JOIN unnest(${ids}::uuid[], ${prints}::text[]) AS known(id, print) ON known.id = f.id AND known.print <> md5(f::text)`,
  );
}

/** The same for the link whose token has this hash. */
export async function findPageFacts(tokenHash: Uint8Array<ArrayBuffer>): Promise<Read<PageFacts> | undefined> {
  return (await factsWhere(links, Prisma.sql`WHERE l.token_hash = ${tokenHash}`))[0];
}

/** The same for the page of a session, by the link with this id, or without any. */
export async function findSessionFacts(sessionId: string, linkId: string | undefined): Promise<Read<PageFacts> | undefined> {
  const found = linkId
    ? factsWhere(links, Prisma.sql`WHERE l.id = ${linkId}::uuid AND l.session_id = ${sessionId}::uuid`)
    : factsWhere(sessions, Prisma.sql`WHERE s.id = ${sessionId}::uuid`);
  return (await found)[0];
}

/** The facts of a link that was read already; what was read with it stands. What came since, the page's first question tells. */
export async function pageFactsOf(link: FoundLink): Promise<PageFacts> {
  const [read] = await factsWhere(links, Prisma.sql`WHERE l.id = ${link.id}::uuid`);
  invariant(read, 'a link that was read exists');
  return { ...read.facts, link, session: link.session, isDisabled: link.session.merchant.disabledAt !== null };
}

async function factsWhere({ id, from, through }: Source, where: Prisma.Sql, changed = Prisma.empty): Promise<Read<PageFacts>[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT f.*, md5(f::text) AS print FROM (SELECT ${id}, coalesce(l.valid_until, s.expires_at) AS "validUntil", l.opened_at AS "openedAt",
      coalesce(l.activation_minutes, 0) AS "activationMinutes", coalesce(l.extensions, 0) AS extensions, coalesce(l.extendable, false) AS extendable,
      l.revoked_at AS "revokedAt", l.revoked_reason::text AS "revokedReason", coalesce(l.joined_screens, '{}') AS "joinedScreens",
      s.status::text, s.revision, s.holder_payment_id AS "holderPaymentId", s.settled_by_payment_id AS "settledByPaymentId",
      m.disabled_at IS NOT NULL AS "isDisabled",
      EXISTS (SELECT FROM payment p WHERE p.id = s.settled_by_payment_id AND ${through}) AS "isPaidThroughLink",
      EXISTS (SELECT FROM payment p WHERE p.session_id = s.id AND ${through} AND (p.id = s.holder_payment_id OR p.status = 'pending')) AS "isUnderWayThroughLink",
      t.id AS "tryId", t.status::text AS "tryStatus", t.revision AS "tryRevision", t.changed_at AS "tryChangedAt",
      t.surplus_reason IS NOT NULL AS "tryIsSurplus", coalesce(t."cameThrough", false) AS "tryCameThroughLink",
      t.failure_code AS "failureCode", t.failure_message AS "failureMessage", method.identifier AS "methodIdentifier", method.name AS "methodName",
      CASE WHEN t.try_number >= ${mostTries.atGateway}::int THEN (
        SELECT p.created_at FROM payment p WHERE p.session_id = s.id AND ${through} AND p.failure_code IS DISTINCT FROM 'gateway_unreachable'
        ORDER BY p.try_number DESC OFFSET ${mostTries.atGateway - 1}::int LIMIT 1) END AS "tenthLastAt",
      CASE WHEN t.try_number >= ${mostTries.ofAnyKind}::int THEN (
        SELECT p.created_at FROM payment p WHERE p.session_id = s.id AND ${through}
        ORDER BY p.try_number DESC OFFSET ${mostTries.ofAnyKind - 1}::int LIMIT 1) END AS "thirtiethLastAt"
    FROM ${from}
    JOIN merchant m ON m.id = s.merchant_id
    LEFT JOIN LATERAL (SELECT p.*, ${through} AS "cameThrough" FROM payment p WHERE p.session_id = s.id ORDER BY p.try_number DESC LIMIT 1) t ON true
    LEFT JOIN payment_method method ON method.id = t.method_id
    ${where}) f ${changed}`;
  return rows.map((row) => ({ id: row.id, print: row.print, facts: factsOf(row) }));
}

function factsOf(row: Row): PageFacts {
  const {
    tryIsSurplus: isSurplus,
    tryCameThroughLink: cameThroughLink,
    tryId,
    tryStatus,
    tryRevision,
    tryChangedAt,
    failureCode,
    failureMessage,
    methodIdentifier,
    methodName,
  } = row;
  const latest = { status: tryStatus, revision: tryRevision, changedAt: tryChangedAt, isSurplus, cameThroughLink, failureCode, failureMessage };
  return {
    link: row,
    session: row,
    isDisabled: row.isDisabled,
    latest: tryId === null ? undefined : { ...latest, id: tryId, method: { identifier: methodIdentifier, name: methodName } },
    isPaidThroughLink: row.isPaidThroughLink,
    isUnderWayThroughLink: row.isUnderWayThroughLink,
    tries: row,
  };
}
