import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { EventType } from '#lib/events/contract.ts';
import type { Chance } from '../rounds.ts';
import type { FastClock } from './fast-clock.ts';

/** How a receiver does not take what it is sent; two of them keep the sender waiting until it gives up. */
export const failures = ['500', 'time-out', 'reset', '302', 'drip', '429'] as const;
type Failure = (typeof failures)[number];

/** One request as its receiver read it; `at` is of `performance.now()`. */
export type Heard = { at: number; eventId: string; isTaken: boolean };

export type Told = { id: string; sequence: number; sessionId: string; type: EventType; previousStatus: string; digest: string };

/** `isDead`: refuses every connection, or takes it and never answers. */
export type Receiver = {
  name: string;
  url: string;
  eventTypes: readonly EventType[];
  isDead: boolean;
  secret: string;
  heard: Heard[];
  counts: Map<Failure, number>;
  /** When it asked to be left alone, in `performance.now()`. */
  pauses: { from: number; to: number }[];
  wrongs: string[];
  comeBack: () => Promise<void>;
  close: () => Promise<void>;
};

type Wanted = { name: string; chance: Chance; failShare: number; eventTypes: readonly EventType[]; dead?: 'refuses' | 'silent' | undefined };

/** What all receivers of a run have been told, by the event's id: the same words every time, to each of them. */
export type Common = { clock: FastClock; speed: number; told: Map<string, Told> };

/** A live receiver fails no delivery more often than this: what fails ten times is given up, as promised. */
const mostFailures = 4;
const dripEveryMs = 100;
/** A try is signed when it is made, and read soon after: in real time, for a machine that is busy. */
const freshWithinMs = 20_000;
const clocksDifferByMs = 20_000;

export async function openReceiver(common: Common, { name, chance, failShare, eventTypes, dead }: Wanted): Promise<Receiver> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    name,
    url: `http://127.0.0.1:${port}/${name}`,
    eventTypes,
    isDead: dead !== undefined,
    secret: '',
    heard: [],
    counts: new Map(),
    pauses: [],
    wrongs: [],
    comeBack: async () => {
      receiver.isDead = false;
      if (dead === 'refuses') await once(server.listen(port, '127.0.0.1'), 'listening');
    },
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await once(server.close(), 'close');
    },
  };
  const failed = new Map<string, { count: number; notBefore?: number | undefined }>();
  server.on('request', (request, response) => {
    if (!receiver.isDead) read(request, (body) => judge(common, receiver, { request, response, body, failed, chance, failShare }));
  });
  if (dead === 'refuses') await once(server.close() as Server, 'close');
  return receiver;
}

function read(request: IncomingMessage, whole: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => whole(Buffer.concat(chunks).toString('utf8')));
}

type Call = {
  request: IncomingMessage;
  response: ServerResponse;
  body: string;
  failed: Map<string, { count: number; notBefore?: number | undefined }>;
  chance: Chance;
  failShare: number;
};

/** Examines a request, and takes it or fails it. */
function judge(common: Common, receiver: Receiver, call: Call): void {
  const { request, response, failed, chance, failShare } = call;
  const eventId = String(request.headers['webhook-id']);
  const before = failed.get(eventId) ?? { count: 0 };
  examine(common, receiver, call, eventId);
  if (before.notBefore !== undefined && common.clock.now().getTime() < before.notBefore)
    receiver.wrongs.push(`${receiver.name}: ${eventId} was tried again before the end of the pause it was asked for`);
  const isFailed = before.count < mostFailures && chance.isOnce(failShare);
  receiver.heard.push({ at: performance.now(), eventId, isTaken: !isFailed });
  if (!isFailed) return void response.writeHead(chance.of([200, 201, 202, 204])).end();
  const failure = drawFailure(chance);
  receiver.counts.set(failure, (receiver.counts.get(failure) ?? 0) + 1);
  const seconds = chance.whole(10, 25);
  // Half of it: the clocks of two processes on a busy machine differ, and they run fast.
  const notBefore = failure === '429' ? common.clock.now().getTime() + seconds * 500 : undefined;
  failed.set(eventId, { count: before.count + 1, notBefore });
  if (failure === '429') receiver.pauses.push({ from: performance.now(), to: performance.now() + (seconds * 1_000) / common.speed });
  fail(failure, response, seconds);
}

/** Asking for a pause is rare: it holds the whole endpoint back. */
const drawFailure = (chance: Chance): Failure => (chance.isOnce(0.02) ? '429' : chance.of(['500', 'time-out', 'reset', '302', 'drip']));

function fail(failure: Failure, response: ServerResponse, seconds: number): void {
  if (failure === '500') response.writeHead(500).end('Something broke.');
  else if (failure === 'reset') response.socket?.resetAndDestroy();
  else if (failure === '302') response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end();
  else if (failure === '429') response.writeHead(429, { 'retry-after': String(seconds) }).end();
  else if (failure === 'drip') drip(response);
}

/** A head that never ends, a byte at a time. */
function drip({ socket }: ServerResponse): void {
  if (!socket) return;
  socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
  const timer = setInterval(() => socket.write('a'), dripEveryMs);
  socket.on('error', () => undefined).once('close', () => clearInterval(timer));
}

function examine({ clock, told }: Common, receiver: Receiver, { request, body }: Call, eventId: string): void {
  const wrong = (what: string) => receiver.wrongs.push(`${receiver.name}: ${eventId} ${what}`);
  const signedAt = Number(request.headers['webhook-timestamp']) * 1_000;
  const refused = refusalOf(receiver.secret, body, request.headers as Record<string, string>, signedAt);
  if (refused) wrong(`does not verify: ${refused}`);
  if (signedAt < clock.ago(freshWithinMs).getTime() - clocksDifferByMs || signedAt > clock.now().getTime() + clocksDifferByMs)
    wrong('was not signed when it was sent');
  const digest = createHash('sha256').update(body).digest('base64');
  const known = told.get(eventId);
  if (known && known.digest !== digest) wrong('came with two bodies');
  if (known) return;
  const event = JSON.parse(body) as Told;
  if (event.id !== eventId) wrong(`says that it is ${event.id}`);
  const { sequence, sessionId, type, previousStatus } = event;
  told.set(eventId, { id: eventId, sequence, sessionId, type, previousStatus, digest });
}

/** What the `standardwebhooks` package says against a request, judged at the time it was signed: its own clock is the machine's. */
function refusalOf(secret: string, body: string, headers: Record<string, string>, signedAt: number): string | undefined {
  const { now } = Date;
  Date.now = () => signedAt;
  try {
    new Webhook(secret).verify(body, headers);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    Date.now = now;
  }
}
