import { expect, test } from '@playwright/test';
import { readRetryAfter } from './retry-after.ts';

const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

for (const [asked, seconds] of [
  ['0', 0],
  ['120', 120],
  ['86400', 86_400],
  ['86401', 86_400],
  ['9'.repeat(400), 86_400],
  ['Wed, 21 Oct 2026 07:29:30 GMT', 90],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
  ['Tue, 20 Oct 2026 07:28:00 GMT', 0],
  ['Fri, 01 Jan 2100 00:00:00 GMT', 86_400],
] as const) {
  test(`Retry-After: ${asked.slice(0, 40)} asks for ${seconds} seconds`, () => {
    expect(readRetryAfter({ 'retry-after': asked, date })).toBe(seconds);
  });
}

for (const asked of [
  undefined,
  '',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  ' 5',
  '5 ',
  '5, 6',
  'soon',
  'Infinity',
  '2026-10-21T07:29:00Z',
  'Wed, 99 Xyz 2026 07:29:30 GMT',
]) {
  test(`Retry-After: ${asked ?? '(none)'} asks for nothing`, () => {
    expect(readRetryAfter({ ...(asked !== undefined && { 'retry-after': asked }), date })).toBeUndefined();
  });
}

test('a date is counted from the answer’s own, and says nothing where that is missing or none', () => {
  const asked = { 'retry-after': 'Wed, 21 Oct 2026 07:29:30 GMT' };
  expect(readRetryAfter({ ...asked, date: 'Wed, 21 Oct 2026 07:29:00 GMT' })).toBe(30);
  expect(readRetryAfter(asked)).toBeUndefined();
  expect(readRetryAfter({ ...asked, date: 'today' })).toBeUndefined();
});
