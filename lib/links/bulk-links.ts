import { db, transaction } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { answer, type FileAnswer } from '../http/endpoint.ts';
import { answerOnce, type KeyedRequest, keyedRequest } from '../http/idempotency.ts';
import { explain } from '../http/problem.ts';
import { parseFields } from '../http/request-body.ts';
import { requestContext } from '../http/request-context.ts';
import type { Principal } from '../merchants/principal.ts';
import { processWide } from '../process.ts';
import { sha256 } from '../secrets.ts';
import { type BulkLine, bulkLines, mostLines } from './bulk-lines.ts';
import { createSessionWithLinkContract, SessionWithLinkBody } from './contract.ts';
import { createSessionWithLink } from './session-with-link.ts';

/** Lines in work at once, of all bulk calls of a process: enough to keep a database busy, few enough to leave room for customers. */
const linesAtOnce = 4;

type Asked = { principal: Principal; request: Request; text: string };

/**
 * Makes many sessions with their links, each in a transaction of its own, and answers a line for each in the order of
 * the input while the work goes on. A bad line harms no other. The call's Idempotency-Key, which it must have, names
 * every line with its place: a call that was cut off is sent again and makes what is missing, once.
 */
export async function createBulkLinks({ principal, request, text }: Asked): Promise<FileAnswer> {
  const keyed = keyedRequest({ principal, request }, text);
  if (!keyed) throw new ApiError('invalid_request', 'Send an Idempotency-Key: with the same one, a call that was cut off can be sent again.');
  const { requestId } = requestContext();
  const lines = bulkLines(request, text);
  const keys = lines.map((line, index) => keyOfLine(keyed, line.text, index));
  const places = await placesBefore(keyed, keys);
  const work = lines.map(
    (line, index) => () => inTurn(() => makeLine({ principal, line, keyed: keys[index] as KeyedRequest, madeAt: places[index], requestId })),
  );
  return { type: 'application/x-ndjson', body: inOrder(work) };
}

const scopeOfLine = (scope: string, index: number): string => `${scope}:bulk:${index}`;

/** The line's own name and print: a line that failed may be mended and sent again under the same key. */
const keyOfLine = ({ scope, key }: KeyedRequest, text: string, index: number): KeyedRequest => ({
  scope: scopeOfLine(scope, index),
  key,
  fingerprint: sha256(text),
});

/**
 * For each line the place at which it was made under this key before, when it now stands at another: a line was left
 * out or put in before it, and made again it would be a second link for one order.
 */
async function placesBefore({ scope, key }: KeyedRequest, keys: readonly KeyedRequest[]): Promise<(number | undefined)[]> {
  const scopes = Array.from({ length: mostLines }, (_, index) => scopeOfLine(scope, index));
  const kept = await db().idempotencyKey.findMany({ where: { scope: { in: scopes }, key, status: { not: null } }, select: { scope: true, fingerprint: true } });
  const textOf = (print: Uint8Array | undefined): string => Buffer.from(print ?? []).toString('base64');
  const moved = new Map<string, number>();
  for (const { scope: place, fingerprint } of kept) {
    const index = scopes.indexOf(place);
    if (textOf(fingerprint) !== textOf(keys[index]?.fingerprint)) moved.set(textOf(fingerprint), index);
  }
  return keys.map(({ fingerprint }) => moved.get(textOf(fingerprint)));
}

type Turns = { busy: number; waiting: (() => void)[] };
const turns = processWide('bulk-turns', (): Turns => ({ busy: 0, waiting: [] }));

/** Waits for one of the few places at work; whoever leaves gives it to the next. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (turns.busy < linesAtOnce) turns.busy += 1;
  else await new Promise<void>((resolve) => turns.waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = turns.waiting.shift();
    if (next) next();
    else turns.busy -= 1;
  }
}

type Result = { status: number; members: object };
type Line = { principal: Principal; line: BulkLine; keyed: KeyedRequest; madeAt: number | undefined; requestId: string };

async function makeLine({ principal, line, keyed, madeAt, requestId }: Line): Promise<Result> {
  try {
    if (madeAt !== undefined) {
      throw new ApiError(
        'idempotency_key_reused',
        `Under this key it was made as line ${madeAt + 1}. Leave lines in their places, or use a new key for new ones.`,
      );
    }
    const body = parseFields(SessionWithLinkBody, line.read());
    const { status, json } = await transaction((tx) =>
      answerOnce(tx, keyed, async () => answer(createSessionWithLinkContract, await createSessionWithLink(tx, principal, body))),
    );
    return { status, members: JSON.parse(json) as object };
  } catch (error) {
    const refused = explain(error, requestId);
    return { status: refused.status, members: { problem: await refused.json() } };
  }
}

/** The results as NDJSON, read ahead by no more than is in work; after a failure of ours nothing further is begun. */
function inOrder(work: readonly (() => Promise<Result>)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let done = 0;
  let failed: Result | undefined;
  return new ReadableStream({
    pull: async (controller) => {
      const next = work.slice(done, done + linesAtOnce);
      const results = failed ? next.map(() => failed as Result) : await Promise.all(next.map((make) => make()));
      failed = failed ?? results.find(({ status }) => status >= 500);
      const lines = results.map(({ status, members }, index) => `${JSON.stringify({ line: done + index + 1, status, ...members })}\n`);
      controller.enqueue(encoder.encode(lines.join('')));
      done += next.length;
      if (done >= work.length) controller.close();
    },
  });
}
