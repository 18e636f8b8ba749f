import { expect, test } from '@playwright/test';
import type { DeskAnswer } from '../pictures/picture-desk.ts';
import { logoIn } from './logo.ts';

const refusals: [what: string, answer: DeskAnswer, status: number, retryAfterSeconds: number | undefined][] = [
  ['a broken one', { isUnreadable: true }, 422, undefined],
  ['what is no picture', { refused: 'unreadable' }, 422, undefined],
  ['a huge one', { refused: 'too_large' }, 422, undefined],
  ['one of many', { refused: 'busy' }, 503, 5],
  ['one that was not read in time', { refused: 'late' }, 503, 5],
];

for (const [what, answer, status, retryAfterSeconds] of refusals) {
  test(`of logos, ${what} is answered ${status}`, () => {
    const extra = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    expect(() => logoIn(answer)).toThrow(expect.objectContaining({ status, extra }));
  });
}
