import { expect, test } from '@playwright/test';
import { afterTry, type MailBefore } from './after-try.ts';
import type { Sent } from './smtp.ts';

const start = new Date('2026-11-28T12:00:00Z');
const hours = (ms: number): number => ms / 3_600_000;

/** A mail from its first try to its end, when each try goes like this: how it ended, after how many tries and hours. */
function lifeOf(of: (attempt: number) => Sent) {
  let [mail, at, longestPause]: [MailBefore, Date, number] = [{ attempts: 0, faults: 0, unanswered: 0, createdAt: start }, start, 0];
  for (;;) {
    mail = { ...mail, attempts: mail.attempts + 1 };
    const { status, dueAt, faults, unanswered } = afterTry(mail, of(mail.attempts), at);
    mail = { ...mail, faults, unanswered };
    if (dueAt === null) return { status, ...mail, hours: hours(at.getTime() - start.getTime()), longestPause: hours(longestPause) };
    longestPause = Math.max(longestPause, dueAt.getTime() - at.getTime());
    at = dueAt;
  }
}

const failed = (isOurs: boolean): Sent => ({ outcome: 'failed', code: isOurs ? '535' : '451', isOurs });
const unknown: Sent = { outcome: 'unknown', code: 'ETIMEDOUT' };

test('what fails through us is tried for a month at least, several times a day, before it is given up', () => {
  const life = lifeOf(() => failed(true));
  expect(life).toMatchObject({ status: 'exhausted', faults: life.attempts });
  expect(life.hours).toBeGreaterThan(30 * 24);
  expect(life.longestPause).toBeLessThan(7);
});

test('a mail that a server would not take has ten tries of its own, however often we failed before', () => {
  expect(lifeOf(() => failed(false))).toMatchObject({ status: 'exhausted', attempts: 10, faults: 0 });
  const after = lifeOf((attempt) => failed(attempt <= 40));
  expect(after).toMatchObject({ status: 'exhausted', attempts: 50, faults: 40 });
  expect(lifeOf((attempt) => (attempt <= 40 ? failed(true) : { outcome: 'sent' }))).toMatchObject({ status: 'delivered', attempts: 41 });
});

test('a mail whose answer is lost is given to the server once more, and never a third time', () => {
  expect(lifeOf(() => unknown)).toMatchObject({ status: 'exhausted', attempts: 2, unanswered: 2 });
  expect(lifeOf((attempt) => (attempt % 2 === 1 ? unknown : failed(true)))).toMatchObject({ status: 'exhausted', attempts: 3, unanswered: 2 });
  expect(lifeOf((attempt) => (attempt === 1 ? unknown : { outcome: 'sent' }))).toMatchObject({ status: 'delivered', attempts: 2 });
});

test('what is refused is over at once', () => {
  expect(lifeOf(() => ({ outcome: 'refused', code: '550' }))).toMatchObject({ status: 'exhausted', attempts: 1 });
});
