import { expect, test } from '@playwright/test';
import { isInTime, type LinkTimes, linkEnd, linkState } from './link-state.ts';

const minute = 60_000;
const at = (minutes: number, ms = 0): Date => new Date(1_800_000_000_000 + minutes * minute + ms);

/** A link made at minute 0, valid for 100 minutes, active for 10 once opened. */
const link = (given: Partial<LinkTimes> = {}): LinkTimes => ({
  validUntil: at(100),
  openedAt: null,
  activationMinutes: 10,
  extensions: 0,
  revokedAt: null,
  revokedReason: null,
  ...given,
});

test('an unopened link lives until its validity ends, to the millisecond', () => {
  expect(linkEnd(link())).toEqual(at(100));
  expect([linkState(link(), at(99, 59_999)), linkState(link(), at(100))]).toEqual(['active', 'expired']);
});

test('opening it starts the activation clock', () => {
  const opened = link({ openedAt: at(20) });
  expect(linkEnd(opened)).toEqual(at(30));
  expect([linkState(opened, at(30, -1)), linkState(opened, at(30))]).toEqual(['active', 'expired']);
});

test('each extension adds one activation time', () => {
  expect(linkEnd(link({ openedAt: at(20), extensions: 1 }))).toEqual(at(40));
  expect(linkEnd(link({ openedAt: at(20), extensions: 3 }))).toEqual(at(60));
});

test('neither activation nor extensions reach past the validity', () => {
  expect(linkEnd(link({ openedAt: at(95) }))).toEqual(at(100));
  expect(linkEnd(link({ openedAt: at(20), extensions: 10 }))).toEqual(at(100));
});

test('a replaced or cancelled link is that, whatever the time', () => {
  for (const reason of ['replaced', 'cancelled'] as const) {
    for (const minutes of [6, 100, 10_000]) expect(linkState(link({ revokedAt: at(5), revokedReason: reason }), at(minutes))).toBe(reason);
  }
});

test('money that moves within 30 minutes after the end is in time, and not a millisecond later', () => {
  expect([isInTime(link(), at(130, -1)), isInTime(link(), at(130))]).toEqual([true, false]);
  const opened = link({ openedAt: at(20) });
  expect([isInTime(opened, at(60, -1)), isInTime(opened, at(60))]).toEqual([true, false]);
});

test('the grace runs from the replacement when that came first, from the end otherwise', () => {
  const early = link({ revokedAt: at(50), revokedReason: 'replaced' });
  expect([isInTime(early, at(80, -1)), isInTime(early, at(80))]).toEqual([true, false]);
  const late = link({ openedAt: at(0), revokedAt: at(50), revokedReason: 'replaced' });
  expect([isInTime(late, at(40, -1)), isInTime(late, at(40))]).toEqual([true, false]);
});

test('a cancelled link gives no grace', () => {
  const cancelled = link({ revokedAt: at(50), revokedReason: 'cancelled' });
  expect([isInTime(cancelled, at(50, -1)), isInTime(cancelled, at(50))]).toEqual([true, false]);
});

test('a link cancelled after it had ended keeps the grace it had, up to the cancellation', () => {
  const cancelled = link({ openedAt: at(0), revokedAt: at(200), revokedReason: 'cancelled' });
  expect([isInTime(cancelled, at(40, -1)), isInTime(cancelled, at(40)), isInTime(cancelled, at(199))]).toEqual([true, false, false]);
});
