import { expect, test } from '@playwright/test';
import { ApiError } from '../errors.ts';
import { cursorOf, pageOf } from './paging.ts';

const asked = { sort: '-createdAt', cursor: undefined, limit: 25, count: 'false' } as const;
const place = { at: new Date('2026-11-28T12:34:56.789Z'), id: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001' };

const refusal = (query: Parameters<typeof pageOf>[0]): unknown => {
  try {
    return pageOf(query);
  } catch (error) {
    return error instanceof ApiError ? [error.code, error.extra.errors?.[0]?.pointer] : error;
  }
};

test('a cursor brings back the very place it was made of', () => {
  const cursor = cursorOf(place, pageOf({ ...asked, status: 'open' }));
  expect(pageOf({ ...asked, status: 'open', cursor }).after).toEqual(place);
});

test('paging may be asked for otherwise from page to page; filters and order may not', () => {
  const cursor = cursorOf(place, pageOf({ ...asked, status: 'open', orderId: undefined }));
  expect(pageOf({ ...asked, limit: 3, count: 'true', status: 'open', cursor }).after).toEqual(place);
  for (const other of [{ status: 'paid' }, {}, { status: 'open', orderId: 'A' }, { status: 'open', sort: 'createdAt' as const }]) {
    expect(refusal({ ...asked, ...other, cursor })).toEqual(['invalid_field', '/cursor']);
  }
});

test('a cursor that nobody made is refused', () => {
  for (const cursor of ['', 'x', 'a.b.c', `${'z'.repeat(40)}.${'0'.repeat(32)}.aaaaaaaa`, "1.0'; DROP TABLE merchant; --.x"]) {
    expect(refusal({ ...asked, cursor })).toEqual(['invalid_field', '/cursor']);
  }
});
