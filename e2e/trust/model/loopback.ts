import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { cut, inLife, outsideLife } from '#lib/testing/mortal-process.ts';
import type { Dispatch } from './app-routes.ts';

/**
 * What the network does to one call: `refused` before it is heard, `lost` after, `garbled` on the way back. The method
 * is the wire's; "question", "result" and "notification" are the gateway's callbacks to us, "shop" is ours to a shop.
 */
export type WireFault = { method: string; kind: 'refused' | 'lost' | 'garbled' };

/** A callback of the gateway to us, as it was sent. */
export type Callback = { paymentId: string; kind: string; path: string; body: string };

/** A callback of ours to a shop. */
export type Told = { merchantId: string; kind: string; body: string };

/**
 * One HTTP server for the three parties of the world: the gateway's wire, our door for its callbacks, and the shops
 * that are called back. What goes wrong on the way is ordered here, so that no party knows of it.
 */
export type Loopback = {
  origin: string;
  /** Taken by the next calls, oldest first. */
  faults: WireFault[];
  callbacks: Callback[];
  told: Told[];
  /** What the product asked of the gateway that it should never have asked. */
  wrongs: string[];
  /** Waits until nobody is being answered. */
  idle: () => Promise<void>;
  close: () => Promise<void>;
};

type Party = { method: string; isOurs: boolean; answer: (request: Request) => Promise<Response> };

export async function openLoopback(dispatch: Dispatch): Promise<Loopback> {
  const working = new Set<Promise<void>>();
  const state = { origin: '', faults: [] as WireFault[], callbacks: [] as Callback[], told: [] as Told[], wrongs: [] as string[] };
  const server = createServer((incoming, response) => {
    const work = outsideLife(() => serve(state, dispatch, incoming, response)).finally(() => working.delete(work));
    working.add(work);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  state.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, {
    idle: async () => {
      while (working.size > 0) await Promise.allSettled(working);
    },
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  });
}

type State = Pick<Loopback, 'origin' | 'faults' | 'callbacks' | 'told' | 'wrongs'>;

async function serve(state: State, dispatch: Dispatch, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(state.origin, incoming);
  const party = await partyOf(state, dispatch, request);
  const fault = takeFault(state.faults, party.method);
  if (fault === 'refused') return void response.destroy();
  const answer = party.isOurs ? await inLife(() => party.answer(request)) : await party.answer(request);
  // A process that died hangs up on whoever it was talking to.
  if (answer === cut || fault === 'lost') return void response.destroy();
  if (fault === 'garbled') return void response.writeHead(200, { 'content-type': 'text/xml' }).end('<APIResponse><Body>');
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
}

async function readRequest(origin: string, incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : []));
  const method = incoming.method ?? 'GET';
  return new Request(`${origin}${incoming.url ?? '/'}`, { method, headers, ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }) });
}

async function partyOf(state: State, dispatch: Dispatch, request: Request): Promise<Party> {
  const { pathname } = new URL(request.url);
  const [, wireMethod] = /^\/sandbox\/merchant\/API\/(\w+)$/.exec(pathname) ?? [];
  if (wireMethod) return { method: wireMethod, isOurs: false, answer: watched(state, dispatch, wireMethod) };
  const [, merchantId, toldKind] = /^\/shop\/([^/]+)\/(\w+)$/.exec(pathname) ?? [];
  if (merchantId && toldKind) return { method: 'shop', isOurs: false, answer: (told) => hear(state, { merchantId, kind: toldKind }, told) };
  const [, paymentId, kind] = /^\/gateway\/altapay\/([^/]+)\/[^/]+\/([\w-]+)$/.exec(pathname) ?? [];
  if (paymentId && kind) state.callbacks.push({ paymentId, kind, path: pathname, body: await request.clone().text() });
  return { method: callbackMethods[kind ?? ''] ?? 'result', isOurs: true, answer: dispatch };
}

const callbackMethods: Record<string, string> = { 'verify-order': 'question', notification: 'notification' };

/** Operations on a transaction that the gateway is working on, by their id. */
const underWay = new Map<string, Set<string>>();

/**
 * The gateway, and a note of what is wrong with being asked: two operations of one payment at the same time, or
 * money that is not there. It refuses the latter; whoever knows its own books never asks.
 */
function watched(state: State, dispatch: Dispatch, method: string): Dispatch {
  if (!/^(?:capture|refundCaptured|release)Reservation$/.test(method)) return dispatch;
  return async (request) => {
    const fields = new URLSearchParams(await request.clone().text());
    const [transaction, id] = [fields.get('transaction_id') ?? '', fields.get('reconciliation_identifier') ?? ''];
    const others = underWay.get(transaction) ?? new Set();
    if ([...others].some((other) => other !== id))
      state.wrongs.push(`invariant 2: ${method} of transaction ${transaction} while another operation was under way`);
    underWay.set(transaction, others.add(id));
    await pause(gatewayMs);
    const answer = await dispatch(request);
    others.delete(id);
    if ((await answer.clone().text()).includes('<Result>Failed</Result>'))
      state.wrongs.push(`invariant 2: ${method} of transaction ${transaction} asked for money that is not there`);
    return answer;
  };
}

/** A gateway takes its time over an operation. */
const gatewayMs = 10;

async function hear(state: State, who: { merchantId: string; kind: string }, request: Request): Promise<Response> {
  state.told.push({ ...who, body: await request.text() });
  return new Response('heard', { status: 200 });
}

function takeFault(faults: WireFault[], method: string): WireFault['kind'] | undefined {
  const place = faults.findIndex((fault) => fault.method === method);
  return place < 0 ? undefined : faults.splice(place, 1)[0]?.kind;
}
