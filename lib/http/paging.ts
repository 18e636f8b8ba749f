import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { text } from './fields.ts';
import { queryInt } from './query.ts';

/** The place of a row in a list that is sorted by time. */
export type Place = { at: Date; id: string };

/** What every list takes beside its filters. */
export const pagingQuery = {
  sort: z.enum(['-createdAt', 'createdAt']).default('-createdAt').describe('Newest first (-createdAt, the default) or oldest first.'),
  cursor: text(200).optional().describe('The "next" of the page before. It goes with the filters it was given for.'),
  limit: queryInt(1, 100).default(25).describe('Rows a page, 1 to 100.'),
  count: z.enum(['true', 'false']).default('false').describe('Whether to count what the filters let through.'),
};

/** What every list answers beside its rows. */
export const pagingAnswer = {
  next: z.string().nullable().describe('The cursor of the next page; null on the last.'),
  count: z.object({ total: z.int(), isExact: z.boolean() }).optional().describe('With count=true. Beyond 100,000 rows the total is 100,000 and not exact.'),
};

type Paging = z.output<z.ZodObject<typeof pagingQuery>>;

/** A page that was asked for: where it begins, which way it goes, how long it is. */
export type Page = { after: Place | undefined; isOldestFirst: boolean; limit: number; counts: boolean; filters: string };

/** Reads the paging of a query; its other parameters are the filters that a cursor is bound to. 422 for a cursor of another query. */
export function pageOf({ sort, cursor, limit, count, ...filters }: Paging & Record<string, unknown>): Page {
  const asked = digestOf({ sort, ...filters });
  return {
    after: cursor === undefined ? undefined : readCursor(cursor, asked),
    isOldestFirst: sort === 'createdAt',
    limit,
    counts: count === 'true',
    filters: asked,
  };
}

/** The cursor of the page that begins after this place. */
export const cursorOf = ({ at, id }: Place, { filters }: Page): string => `${at.getTime().toString(36)}.${id.replaceAll('-', '')}.${filters}`;

function readCursor(cursor: string, asked: string): Place {
  const [, at, id, filters] = /^([0-9a-z]{1,9})\.([0-9a-f]{32})\.([\w-]{8})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw wrongCursor('must be the "next" of the page before');
  if (filters !== asked) throw wrongCursor('belongs to other filters; leave it out to begin anew');
  return { at: new Date(Number.parseInt(at, 36)), id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') };
}

const wrongCursor = (detail: string): ApiError => new ApiError('invalid_field', `/cursor: ${detail}.`, { errors: [{ pointer: '/cursor', detail }] });

function digestOf(filters: Record<string, unknown>): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  const text = JSON.stringify(given.sort(([one], [other]) => (one < other ? -1 : 1)));
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}
