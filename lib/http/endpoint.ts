import type { z } from 'zod';
import { type Tx, transaction } from '../db/client.ts';
import { ApiError, type ApiErrorCode, invariant } from '../errors.ts';
import { newId } from '../ids.ts';
import { authenticated } from '../merchants/access.ts';
import { refuseForeignOrigin } from '../merchants/browser-origins.ts';
import type { Need, Principal } from '../merchants/principal.ts';
import { readableByShops } from './cross-origin.ts';
import { answerOnce, isAnswered, keyedRequest, leaseAnswer } from './idempotency.ts';
import { explain } from './problem.ts';
import { parseQuery } from './query.ts';
import { parseFields, parseJson, readBytes, readText, refuseOtherMedia } from './request-body.ts';

/** What one endpoint takes and gives. The same object is the route's check and its documentation. */
export type Contract<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType, Q extends z.ZodRawShape = NoQuery> = Asks<P, B, Q> & {
  response: R;
  status: 200 | 201;
  /** An answer that can still change is not kept under its key: the same request is told how things stand. */
  isFinal?(answer: z.output<R>): boolean;
};

/** The same for a body that is a file. The answer is JSON. */
export type UploadContract<P extends z.ZodType, R extends z.ZodType> = Contract<P, z.ZodType, R> & {
  /** The media types it may have. */
  uploads: readonly string[];
};

/** The same for an answer that is a file or a stream of lines. */
export type FileContract<P extends z.ZodType, B extends z.ZodType, Q extends z.ZodRawShape = NoQuery> = Asks<P, B, Q> & {
  status: 200;
  /** The media types it may answer in. */
  gives: readonly string[];
  /** The shape of what it gives, where that is one piece of JSON. */
  shape?: z.ZodType;
  /** Media types of a body that the verb reads itself (`text`), with an example of each; without it the body is JSON in the shape of `body`. */
  takes?: Readonly<Record<string, string>>;
};

type Asks<P extends z.ZodType, B extends z.ZodType, Q extends z.ZodRawShape> = {
  summary: string;
  /** What a reader of the API's reference has to know beyond the summary; Markdown. */
  description?: string;
  /** The call is one of AltaPay's Checkout API; all others are ours. */
  isAltaPays?: true;
  /** What it answers in particular when it refuses. What any route of its kind may answer, lib/openapi/refusals.ts adds. */
  refuses?: readonly ApiErrorCode[];
  /** Which credentials open it (lib/merchants/access.ts); `Link`: none, the body names a payment link. */
  needs: Need | 'Link';
  /** Customers' browsers call it from their shop's page. A route of such a contract exports `OPTIONS = preflight(…)` as well. */
  isForBrowsers?: true;
  params: P;
  /** The query's parameters; any other is refused. Without it the query is not looked at. */
  query?: Q;
  /** Parameters that `query` does not name are passed over: AltaPay's clients may send anything. */
  ignoresOtherQuery?: true;
  body: B;
  /** The body is not even read: AltaPay's clients send anything to `authenticate`. */
  ignoresBody?: true;
};

type NoQuery = Record<never, never>;

type Asked<P, B, Q extends z.ZodRawShape> = { params: P; query: z.output<z.ZodObject<Q>>; body: B; request: Request };
export type Input<P, B, Q extends z.ZodRawShape = NoQuery> = Asked<P, B, Q> & { principal: Principal };

type RouteContext = { params: Promise<unknown> };
type Handler = (request: Request, context: RouteContext) => Promise<Response>;
type AnyContract = Contract<z.ZodType, z.ZodType, z.ZodType, z.ZodRawShape>;
type AnyAsks = Asks<z.ZodType, z.ZodType, z.ZodRawShape>;
type AnyInput = Input<unknown, unknown, z.ZodRawShape>;

/** A route that changes nothing; an Idempotency-Key means nothing to it. */
export function reads<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType, Q extends z.ZodRawShape = NoQuery>(
  contract: Contract<P, B, R, Q>,
  run: (input: Input<z.output<P>, z.output<B>, Q>) => Promise<z.input<R>>,
): Handler {
  return handler(contract, async (input) => toResponse(answer(contract, await run(input as Input<z.output<P>, z.output<B>, Q>))));
}

/** A route for whoever holds a payment link, named in the body. It changes nothing. */
export function opens<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType, Q extends z.ZodRawShape = NoQuery>(
  contract: Contract<P, B, R, Q> & { needs: 'Link' },
  run: (asked: Asked<z.output<P>, z.output<B>, Q>) => Promise<z.input<R>>,
): Handler {
  return handler(contract, async (asked) => toResponse(answer(contract, await run(asked as unknown as Asked<z.output<P>, z.output<B>, Q>))));
}

/**
 * A route that writes in one transaction. An Idempotency-Key joins that transaction, so that the first answer
 * and what it tells of are kept together or not at all. `before` looks outside (a name's addresses) and may refuse.
 */
export function writes<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType, Q extends z.ZodRawShape = NoQuery>(
  contract: Contract<P, B, R, Q>,
  run: (tx: Tx, input: Input<z.output<P>, z.output<B>, Q>) => Promise<z.input<R>>,
  before?: (body: z.output<B>) => Promise<void>,
): Handler {
  return handler(contract, async (input, text) => {
    const keyed = keyedRequest(input, text);
    if (before && !(keyed && (await isAnswered(keyed)))) await before(input.body as z.output<B>);
    const work = async (tx: Tx) => answer(contract, await run(tx, input as Input<z.output<P>, z.output<B>, Q>));
    return toResponse(await transaction((tx) => answerOnce(tx, keyed, () => work(tx))));
  });
}

/**
 * A route whose verb calls the outside world between transactions of its own. `intent` names the caller's
 * press: the idempotency key when there is one. A repeated key while the first still runs is a 409.
 */
export function acts<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType, Q extends z.ZodRawShape = NoQuery>(
  contract: Contract<P, B, R, Q>,
  run: (input: Input<z.output<P>, z.output<B>, Q> & { intent: string }) => Promise<z.input<R>>,
): Handler {
  return handler(contract, async (input, text) => {
    const keyed = keyedRequest(input, text);
    const intent = keyed ? `key:${keyed.key}` : `call:${newId()}`;
    const work = async () => answer(contract, await run({ ...(input as Input<z.output<P>, z.output<B>, Q>), intent }));
    return toResponse(await leaseAnswer(keyed, work));
  });
}

/** A route that is sent a file. Its verb looks at the bytes before it writes, in a transaction of its own. */
export function receives<P extends z.ZodType, R extends z.ZodType>(
  contract: UploadContract<P, R>,
  run: (input: Input<z.output<P>, unknown> & { file: Uint8Array }) => Promise<z.input<R>>,
): Handler {
  return handler({ ...contract, ignoresBody: true }, async (input) => {
    refuseOtherMedia(input.request, contract.uploads);
    const file = await readBytes(input.request);
    return toResponse(answer(contract, await run({ ...(input as Input<z.output<P>, unknown>), file })));
  });
}

/** What a route of a `FileContract` answers. */
export type FileAnswer = { type: string; body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>; headers?: Record<string, string> };

/** A route whose answer is a file or a stream. `text` is the body as it came, where the contract `takes` something. */
export function sends<P extends z.ZodType, B extends z.ZodType, Q extends z.ZodRawShape = NoQuery>(
  contract: FileContract<P, B, Q>,
  run: (input: Input<z.output<P>, z.output<B>, Q> & { text: string }) => Promise<FileAnswer>,
): Handler {
  return handler(contract, async (input, text) => {
    const { type, body, headers } = await run({ ...(input as Input<z.output<P>, z.output<B>, Q>), text });
    invariant(contract.gives.includes(type.split(';')[0] ?? ''), `"${contract.summary}" answers in a media type of its contract`);
    return new Response(body, { status: contract.status, headers: { 'content-type': type, 'cache-control': 'no-store', ...headers } });
  });
}

function handler(contract: AnyAsks & { takes?: Readonly<Record<string, string>> }, work: (input: AnyInput, text: string) => Promise<Response>): Handler {
  return async (request, context) => {
    const requestId = request.headers.get('x-request-id') ?? newId();
    let principal: Principal | undefined;
    try {
      principal = await callerOf(contract, request);
      // A route without parameters is given none at all.
      const params = readParams(contract, (await context.params) ?? {});
      const query = contract.query ? parseQuery(contract.query, request, contract.ignoresOtherQuery) : {};
      const text = request.method === 'GET' || contract.ignoresBody ? '' : await readText(request);
      if (contract.takes) refuseOtherMedia(request, Object.keys(contract.takes));
      const body = parseFields(contract.body, contract.takes ? {} : (parseJson(request, text) ?? {}));
      const answered = await work({ principal, params, query, body, request } as AnyInput, text);
      answered.headers.set('x-request-id', requestId);
      return await toBrowsers(contract, principal, request, answered);
    } catch (error) {
      return toBrowsers(contract, principal, request, explain(error, requestId));
    }
  };
}

/** What a customer's call is answered, its shop's page may read; a merchant's own token has no business in a page. */
async function toBrowsers(contract: AnyAsks, principal: Principal | undefined, request: Request, answer: Response): Promise<Response> {
  const isCustomers = principal === undefined || principal.sessionId !== undefined;
  return contract.isForBrowsers && isCustomers ? readableByShops(request, answer) : answer;
}

/** Who calls; nobody where the body's link is the credential. A customer's token is good only on a page of its shop. */
async function callerOf({ needs }: AnyAsks, request: Request): Promise<Principal | undefined> {
  if (needs === 'Link') return undefined;
  const principal = await authenticated(request, needs);
  if (principal.sessionId !== undefined) await refuseForeignOrigin(principal.merchantId, request);
  return principal;
}

export type Answer = { status: number; json: string; isFinal: boolean };

const toResponse = ({ status, json }: Answer): Response =>
  new Response(json, { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });

/** Our own answer is parsed too: a field the contract does not name never leaves, a wrong one is our bug. */
export function answer(contract: AnyContract, result: unknown): Answer {
  const shaped = contract.response.safeParse(result);
  invariant(shaped.success, `"${contract.summary}" answers within its contract: ${shaped.error?.message ?? ''}`);
  return { status: contract.status, json: JSON.stringify(shaped.data), isFinal: contract.isFinal?.(shaped.data) ?? true };
}

/** A path that cannot name anything is simply not there. */
function readParams(contract: AnyAsks, params: unknown): unknown {
  const parsed = contract.params.safeParse(params);
  if (!parsed.success) throw new ApiError('not_found', 'There is nothing at this address.');
  return parsed.data;
}
