import { transaction } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { answer, type FileAnswer } from '../http/endpoint.ts';
import { answerOnce, type KeyedRequest, keyedRequest } from '../http/idempotency.ts';
import { explain } from '../http/problem.ts';
import { parseFields } from '../http/request-body.ts';
import { requestContext } from '../http/request-context.ts';
import type { Principal } from '../merchants/principal.ts';
import { sha256 } from '../secrets.ts';
import { type BulkLine, bulkLines } from './bulk-lines.ts';
import { createSessionWithLinkContract, SessionWithLinkBody } from './contract.ts';
import { createSessionWithLink } from './session-with-link.ts';

/** Lines in work at once: enough to keep a database busy, few enough to leave room for customers. */
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
  const work = bulkLines(request, text).map((line, index) => () => makeLine(principal, line, keyOfLine(keyed, line, index), requestId));
  return { type: 'application/x-ndjson', body: inOrder(work) };
}

/** The line's own name and print: a line that failed may be mended and sent again under the same key. */
const keyOfLine = ({ scope, key }: KeyedRequest, line: BulkLine, index: number): KeyedRequest => ({
  scope: `${scope}:bulk:${index}`,
  key,
  fingerprint: sha256(JSON.stringify('value' in line ? line.value : null)),
});

type Result = { status: number; members: object };

async function makeLine(principal: Principal, line: BulkLine, keyed: KeyedRequest, requestId: string): Promise<Result> {
  try {
    if ('refused' in line) throw line.refused;
    const body = parseFields(SessionWithLinkBody, line.value);
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
