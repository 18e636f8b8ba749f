import { expect, test } from '@playwright/test';
import { isInTime, type LinkTimes, linkEnd, linkState, mostExtensions, timeLeft } from './link-state.ts';

const minute = 60_000;
const at = (minutes: number, ms = 0): Date => new Date(1_800_000_000_000 + minutes * minute + ms);

/** A link made at minute 0, valid for 100 minutes, active for 10 once opened. */
const link = (given: Partial<LinkTimes> = {}): LinkTimes => ({
  validUntil: at(100),
  openedAt: null,
  activationMinutes: 10,
  extensions: 0,
  extendable: true,
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

test('an extension moves the grace with the end', () => {
  const extended = link({ openedAt: at(20), extensions: 2 });
  expect([isInTime(extended, at(80, -1)), isInTime(extended, at(80))]).toEqual([true, false]);
});

test('a cancelled link gives no grace', () => {
  const cancelled = link({ revokedAt: at(50), revokedReason: 'cancelled' });
  expect([isInTime(cancelled, at(50, -1)), isInTime(cancelled, at(50))]).toEqual([true, false]);
});

test('a link cancelled after it had ended keeps the grace it had, up to the cancellation', () => {
  const cancelled = link({ openedAt: at(0), revokedAt: at(200), revokedReason: 'cancelled' });
  expect([isInTime(cancelled, at(40, -1)), isInTime(cancelled, at(40)), isInTime(cancelled, at(199))]).toEqual([true, false, false]);
});

/** What presses add one after the other, until one would add nothing. */
function presses(given: LinkTimes, when: Date): number[] {
  const added: number[] = [];
  for (let extensions = 0; extensions <= 20; extensions++) {
    const { extensionSeconds } = timeLeft({ ...given, extensions }, when);
    if (extensionSeconds === 0) break;
    const before = linkEnd({ ...given, extensions });
    expect(linkEnd({ ...given, extensions: extensions + 1 }).getTime() - before.getTime()).toBe(extensionSeconds * 1000);
    added.push(extensionSeconds);
  }
  return added;
}

test('an unopened link tells what a person will have from the first touch', () => {
  const wanted = { isOpened: false, secondsLeft: 600, endsAt: at(50), extensions: 0, extensionSeconds: 600, isExtendable: true };
  expect(timeLeft(link(), at(40))).toEqual(wanted);
  expect(timeLeft(link(), at(95))).toMatchObject({ secondsLeft: 300, endsAt: at(100), extensionSeconds: 0 });
});

test('an opened link tells what is left in whole seconds, never more than there is', () => {
  const opened = link({ openedAt: at(20) });
  for (const [when, secondsLeft] of [
    [at(20), 600],
    [at(20, 1), 599],
    [at(30, -1), 0],
    [at(30), 0],
    [at(90), 0],
  ] as const) {
    expect(timeLeft(opened, when)).toMatchObject({ isOpened: true, secondsLeft, endsAt: at(30) });
  }
});

test('ten presses add one activation time each, and an eleventh adds nothing', () => {
  const long = link({ openedAt: at(20), validUntil: at(10_000) });
  expect(presses(long, at(20))).toEqual(Array.from({ length: mostExtensions }, () => 600));
  expect(mostExtensions).toBe(10);
  const spent = { ...long, extensions: mostExtensions };
  expect(timeLeft(spent, at(20))).toMatchObject({ secondsLeft: 110 * 60, extensions: 10, extensionSeconds: 0, isExtendable: true });
});

test('the last press before the validity adds what is left of it', () => {
  expect(presses(link({ openedAt: at(75) }), at(80))).toEqual([600, 300]);
  expect(presses(link({ openedAt: at(80) }), at(80))).toEqual([600]);
  expect(presses(link({ openedAt: at(20), validUntil: at(30, 999) }), at(20)), 'less than a second is nothing').toEqual([]);
});

test('a link whose activation is as long as its validity has nothing to add', () => {
  for (const activationMinutes of [100, 101, 1440]) {
    for (const openedAt of [null, at(0), at(50)]) expect(presses(link({ activationMinutes, openedAt }), at(50))).toEqual([]);
  }
});

test('a day of activation is added like any other', () => {
  const long = link({ activationMinutes: 1440, openedAt: at(0), validUntil: at(3 * 1440) });
  expect(presses(long, at(1))).toEqual([86_400, 86_400]);
});

test('a link that is not extendable says so at the start and adds nothing', () => {
  for (const openedAt of [null, at(20)]) {
    expect(timeLeft(link({ openedAt, extendable: false }), at(20))).toMatchObject({ secondsLeft: 600, extensionSeconds: 0, isExtendable: false });
  }
});

test('a link that is over adds nothing', () => {
  const opened = link({ openedAt: at(20) });
  expect([timeLeft(opened, at(30, -1)).extensionSeconds, timeLeft(opened, at(30)).extensionSeconds]).toEqual([600, 0]);
  expect(timeLeft(link(), at(100)).extensionSeconds).toBe(0);
  for (const revokedReason of ['replaced', 'cancelled'] as const) {
    expect(timeLeft({ ...opened, revokedAt: at(22), revokedReason }, at(25)).extensionSeconds).toBe(0);
  }
});
