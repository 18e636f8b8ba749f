import { expect, test } from '@playwright/test';
import { Prisma } from '../db/generated/client.ts';
import { explain } from './problem.ts';

const notFound = new Prisma.PrismaClientKnownRequestError('No record was found.', { code: 'P2025', clientVersion: '7' });
const away = new Prisma.PrismaClientKnownRequestError('Unable to start a transaction in the given time.', { code: 'P2028', clientVersion: '7' });

for (const { name, thrown, status, code } of [
  { name: 'an error of the database client that no driver caused', thrown: notFound, status: 500, code: 'internal' },
  { name: 'an error that says the database is overloaded', thrown: away, status: 503, code: 'unavailable' },
  { name: 'nothing at all', thrown: undefined, status: 500, code: 'internal' },
  { name: 'null', thrown: null, status: 500, code: 'internal' },
]) {
  test(`${name}, when thrown, is answered as a whole problem`, async () => {
    const answer = explain(thrown, 'request-1');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(await answer.json()).toMatchObject({ status, code, requestId: 'request-1' });
  });
}
