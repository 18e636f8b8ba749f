import { db } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { ApiError, type FieldError } from '../errors.ts';
import { type Currency, minorOf } from '../money.ts';
import type { OrderFilters } from './list-contract.ts';
import { searchWords } from './search-words.ts';

type Between<T> = { from: T | undefined; to: T | undefined };

/** A column not before `from` and before `to`. */
export const during = (column: Prisma.Sql, { from, to }: Between<Date>): Prisma.Sql[] => [
  ...(from ? [Prisma.sql`${column} >= ${from}`] : []),
  ...(to ? [Prisma.sql`${column} < ${to}`] : []),
];

/** The filters by what the order of the session `s` says, but for its amount. Nothing is found by a text without a word in it. */
export async function orderConditions(merchantId: string, { orderId, email, q }: OrderFilters): Promise<Prisma.Sql[]> {
  return [
    ...(orderId === undefined ? [] : [Prisma.sql`s.order_id = ${orderId}`]),
    ...(email === undefined ? [] : [Prisma.sql`s.customer_email = ${email.toLowerCase()}`]),
    ...(q === undefined ? [] : [await wordCondition(merchantId, prefixes(q))]),
  ];
}

/** Sessions from which on words are common: a page of them is found sooner along the list than by sorting them all. */
const commonFrom = 5_000;

/**
 * Rare words are looked up by their index, common ones along the list (IS TRUE keeps that index out of it). The database
 * guesses badly which are which, so it is asked.
 */
async function wordCondition(merchantId: string, words: string): Promise<Prisma.Sql> {
  const found = Prisma.sql`SELECT sessions_found(${merchantId}::uuid, ${words})`;
  const [probe] = await db().$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM (${found} LIMIT ${commonFrom}) AS found`;
  if (probe?.count === commonFrom) return Prisma.sql`(to_tsvector('simple', s.search_text) @@ to_tsquery('simple', ${words})) IS TRUE`;
  return Prisma.sql`s.id IN (${found})`;
}

/** Every word as the beginning of one, in the language of tsquery: letters and digits only, so that nothing of it is syntax. */
function prefixes(q: string): string {
  const words = searchWords(q);
  if (words.length > mostWords) throw wrong({ pointer: '/q', detail: `may have ${mostWords} words` });
  return words.map((word) => `${word}:*`).join(' & ');
}

/** Words that are looked for at once. */
const mostWords = 8;

/** The filters by amount, on the columns of a table `t`. 422 for an amount without a currency, or one its currency cannot hold. */
export function amountConditions(table: Prisma.Sql, { currency, amountFrom, amountTo }: OrderFilters): Prisma.Sql[] {
  if (!currency) {
    if (amountFrom !== undefined || amountTo !== undefined) throw wrong({ pointer: '/currency', detail: 'is needed with an amount' });
    return [];
  }
  const [least, most] = [minorAt('/amountFrom', amountFrom, currency), minorAt('/amountTo', amountTo, currency)];
  return [
    Prisma.sql`${table}.currency = ${currency}`,
    ...(least === undefined ? [] : [Prisma.sql`${table}.amount_minor >= ${least}`]),
    ...(most === undefined ? [] : [Prisma.sql`${table}.amount_minor <= ${most}`]),
  ];
}

function minorAt(pointer: string, major: string | undefined, currency: Currency): bigint | undefined {
  if (major === undefined) return undefined;
  const minor = minorOf(major, currency);
  if (minor === undefined) throw wrong({ pointer, detail: `is not an exact amount of ${currency}` });
  return minor;
}

const wrong = (error: FieldError): ApiError => new ApiError('invalid_field', `${error.pointer}: ${error.detail}.`, { errors: [error] });
