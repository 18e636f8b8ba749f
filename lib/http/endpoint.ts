import type { z } from 'zod';
import { type Tx, transaction } from '../db/client.ts';
import { ApiError, invariant } from '../errors.ts';
import { newId } from '../ids.ts';
import { authenticated } from '../merchants/access.ts';
import { refuseForeignOrigin } from '../merchants/browser-origins.ts';
import type { Need, Principal } from '../merchants/principal.ts';
import { readableByShops } from './cross-origin.ts';
import { answerOnce, isAnswered, keyedRequest, leaseAnswer } from './idempotency.ts';
import { explain } from './problem.ts';
import { parseFields, parseJson, readText } from './request-body.ts';

/** What one endpoint takes and gives. The same object is the route's check and its documentation. */
export type Contract<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = {
  summary: string;
  /** Which credentials open it (lib/merchants/access.ts); `Link`: none, the body names a payment link. */
  needs: Need | 'Link';
  /** Customers' browsers call it from their shop's page. A route of such a contract exports `OPTIONS = preflight(…)` as well. */
  isForBrowsers?: true;
  params: P;
  body: B;
  response: R;
  status: 200 | 201;
  /** The body is not even read: AltaPay's clients send anything to `authenticate`. */
  ignoresBody?: true;
  /** An answer that can still change is not kept under its key: the same request is told how things stand. */
  isFinal?(answer: z.output<R>): boolean;
};

type Asked<P, B> = { params: P; body: B; request: Request };
export type Input<P, B> = Asked<P, B> & { principal: Principal };

type RouteContext = { params: Promise<unknown> };
type Handler = (request: Request, context: RouteContext) => Promise<Response>;
type AnyContract = Contract<z.ZodType, z.ZodType, z.ZodType>;

/** A route that changes nothing; an Idempotency-Key means nothing to it. */
export function reads<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  contract: Contract<P, B, R>,
  run: (input: Input<z.output<P>, z.output<B>>) => Promise<z.input<R>>,
): Handler {
  return handler(contract, async (input) => answer(contract, await run(input as Input<z.output<P>, z.output<B>>)));
}

/** A route for whoever holds a payment link, named in the body. It changes nothing. */
export function opens<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  contract: Contract<P, B, R> & { needs: 'Link' },
  run: (asked: Asked<z.output<P>, z.output<B>>) => Promise<z.input<R>>,
): Handler {
  return handler(contract, async (asked) => answer(contract, await run(asked as Asked<z.output<P>, z.output<B>>)));
}

/**
 * A route that writes in one transaction. An Idempotency-Key joins that transaction, so that the first answer
 * and what it tells of are kept together or not at all. `before` looks outside (a name's addresses) and may refuse.
 */
export function writes<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  contract: Contract<P, B, R>,
  run: (tx: Tx, input: Input<z.output<P>, z.output<B>>) => Promise<z.input<R>>,
  before?: (body: z.output<B>) => Promise<void>,
): Handler {
  return handler(contract, async (input, text) => {
    const keyed = keyedRequest(input, text);
    if (before && !(keyed && (await isAnswered(keyed)))) await before(input.body as z.output<B>);
    return transaction((tx) => answerOnce(tx, keyed, async () => answer(contract, await run(tx, input as Input<z.output<P>, z.output<B>>))));
  });
}

/**
 * A route whose verb calls the outside world between transactions of its own. `intent` names the caller's
 * press: the idempotency key when there is one. A repeated key while the first still runs is a 409.
 */
export function acts<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  contract: Contract<P, B, R>,
  run: (input: Input<z.output<P>, z.output<B>> & { intent: string }) => Promise<z.input<R>>,
): Handler {
  return handler(contract, (input, text) => {
    const keyed = keyedRequest(input, text);
    const intent = keyed ? `key:${keyed.key}` : `call:${newId()}`;
    return leaseAnswer(keyed, async () => answer(contract, await run({ ...(input as Input<z.output<P>, z.output<B>>), intent })));
  });
}

function handler(contract: AnyContract, work: (input: Input<unknown, unknown>, text: string) => Promise<Answer>): Handler {
  return async (request, context) => {
    const requestId = request.headers.get('x-request-id') ?? newId();
    let principal: Principal | undefined;
    try {
      principal = await callerOf(contract, request);
      // A route without parameters is given none at all.
      const params = readParams(contract, (await context.params) ?? {});
      const text = request.method === 'GET' || contract.ignoresBody ? '' : await readText(request);
      const body = parseFields(contract.body, parseJson(request, text) ?? {});
      const { status, json } = await work({ principal, params, body, request } as Input<unknown, unknown>, text);
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId };
      return await toBrowsers(contract, principal, request, new Response(json, { status, headers }));
    } catch (error) {
      return toBrowsers(contract, principal, request, explain(error, requestId));
    }
  };
}

/** What a customer's call is answered, its shop's page may read; a merchant's own token has no business in a page. */
async function toBrowsers(contract: AnyContract, principal: Principal | undefined, request: Request, answer: Response): Promise<Response> {
  const isCustomers = principal === undefined || principal.sessionId !== undefined;
  return contract.isForBrowsers && isCustomers ? readableByShops(request, answer) : answer;
}

/** Who calls; nobody where the body's link is the credential. A customer's token is good only on a page of its shop. */
async function callerOf({ needs }: AnyContract, request: Request): Promise<Principal | undefined> {
  if (needs === 'Link') return undefined;
  const principal = await authenticated(request, needs);
  if (principal.sessionId !== undefined) await refuseForeignOrigin(principal.merchantId, request);
  return principal;
}

export type Answer = { status: number; json: string; isFinal: boolean };

/** Our own answer is parsed too: a field the contract does not name never leaves, a wrong one is our bug. */
function answer(contract: AnyContract, result: unknown): Answer {
  const shaped = contract.response.safeParse(result);
  invariant(shaped.success, `"${contract.summary}" answers within its contract: ${shaped.error?.message ?? ''}`);
  return { status: contract.status, json: JSON.stringify(shaped.data), isFinal: contract.isFinal?.(shaped.data) ?? true };
}

/** A path that cannot name anything is simply not there. */
function readParams(contract: AnyContract, params: unknown): unknown {
  const parsed = contract.params.safeParse(params);
  if (!parsed.success) throw new ApiError('not_found', 'There is nothing at this address.');
  return parsed.data;
}
