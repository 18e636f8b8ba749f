import { expect, test } from '@playwright/test';
import { isId, newId } from './ids.ts';

test('ids made one after the other are in order, also within a millisecond, and none comes twice', () => {
  const ids = Array.from({ length: 50_000 }, newId);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('an id is a UUID of version 7 whose first 48 bits tell when it was made', () => {
  const before = Date.now();
  const id = newId();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const at = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
  expect(at).toBeGreaterThanOrEqual(before);
  // Many ids in one millisecond may begin the next one early.
  expect(at).toBeLessThan(Date.now() + 1_000);
});

test('what is written as an id is one, and what only has its characters is none', () => {
  const id = newId();
  expect(isId(id)).toBe(true);
  const dashMoved = `${id.slice(0, 12)}-${id.slice(12, 13)}${id.slice(14)}`;
  for (const text of [
    '',
    'x',
    id.toUpperCase(),
    `${id} `,
    `${id}\n`,
    id.slice(1),
    id.replaceAll('-', ''),
    '-'.repeat(36),
    '0'.repeat(36),
    dashMoved,
    `{${id}}`,
  ])
    expect(isId(text), text).toBe(false);
});
