import { randomUUID } from 'node:crypto';
import { cut, inLife, outsideLife } from '#lib/testing/mortal-process.ts';
import { type Learn, type Model, must, type Sent } from './facts.ts';
import type { World } from './world.ts';

export type Answered = { status: number; text: string; location: string };

type Sending = { method: string; path: string; body?: string | undefined; headers?: Record<string, string> };

/** One request to the product, or `cut` when it died before it had answered. No caller is ever answered 500. */
export async function ask(world: World, { method, path, body, headers = {} }: Sending): Promise<Answered | typeof cut> {
  const request = new Request(`${world.origin}${path}`, { method, headers, ...(body !== undefined && { body }) });
  const answered = await inLife(async () => read(await world.dispatch(request)));
  must(answered === cut || answered.status !== 500, `${method} ${path} was answered 500`);
  return answered;
}

const read = async (answer: Response): Promise<Answered> => ({
  status: answer.status,
  text: await answer.text(),
  location: answer.headers.get('location') ?? '',
});

/** A form of the customer's, as its browser sends it. */
export const post = (world: World, path: string, fields: Record<string, string>) =>
  ask(world, { method: 'POST', path, body: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });

/** A form on the gateway's own page. */
export async function postAtGateway(world: World, path: string, fields: Record<string, string>): Promise<Answered> {
  const request = new Request(`${world.origin}${path}`, { method: 'POST', body: new URLSearchParams(fields).toString() });
  return outsideLife(async () => read(await world.dispatch(request)));
}

export type Rest = { shop: 0 | 1; method: 'GET' | 'POST' | 'PUT'; path: string; body?: object; key?: string };

/** A call of a merchant's backend, answered with its status and JSON; undefined when it was cut off. */
export async function rest(
  world: World,
  { shop, method, path, body, key }: Rest,
): Promise<{ status: number; text: string; body: Record<string, unknown> } | undefined> {
  const headers = { authorization: world.shops[shop].basic, 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) };
  const answered = await ask(world, { method, path: `/checkout/v1/api${path}`, headers, ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }) });
  if (answered === cut) return undefined;
  return { ...answered, body: JSON.parse(answered.text) as Record<string, unknown> };
}

/** Sends a POST under a key of its own, and learns from the answer. Answers the error's code, if there is one. */
export async function order(model: Model, world: World, given: { shop: 0 | 1; path: string; body: object; learn: Learn }): Promise<string | undefined> {
  const sent: Sent = { ...given, key: randomUUID(), atMs: world.clock.shiftMs, answer: undefined };
  model.requests.push(sent);
  return send(world, sent);
}

/** Idempotency keys are kept so long; a little less, because the clock runs on. */
const keptMs = 71 * 3_600_000;

/** Sends a request, again perhaps: what was acknowledged once is acknowledged alike. Answers the error's code, if there is one. */
export async function send(world: World, sent: Sent): Promise<string | undefined> {
  const known = world.clock.shiftMs - sent.atMs < keptMs ? sent.answer : undefined;
  const answered = await rest(world, { ...sent, method: 'POST' });
  if (!answered) return 'cut';
  must(
    known === undefined || known === answered.text,
    `invariant 3: ${sent.path} was answered ${known?.slice(0, 70)}… and, sent again, ${answered.text.slice(0, 70)}…`,
  );
  if (answered.status >= 300) return String(answered.body.code);
  sent.answer = answered.text;
  sent.learn(answered.body);
  return undefined;
}
