import { randomUUID } from 'node:crypto';
import { operations } from '#lib/openapi/operations.ts';
import { byStatus, refusalsOf } from '#lib/openapi/refusals.ts';
import { methodsAt, routes } from '#lib/server/routes.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { goodRequests, type Scene } from '../../fixtures/good-requests.ts';
import { asSent, type Sent, send, spoil } from '../../fixtures/spoiled-requests.ts';
import { bareAnswers } from './bare.ts';
import type { Answer, Door } from './judge.ts';
import { draws, drawsAlone, type Visit } from './visits.ts';

/** An answer and the status that was to be brought about. */
export type Visited = { answer: Answer; wanted: number };

/** What a stranger adds to see whether it comes back. */
const injected = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example;proto=https' };

/** Sends a request to a door, at the address where it listens. */
async function visit(scene: Scene, sent: Sent, door: Door = 'publicUrl', isCustomers = false): Promise<Answer> {
  const { server } = scene;
  const seen = await send({ publicUrl: server[door] }, { ...sent, headers: { ...injected, ...sent.headers } });
  return { door, isCustomers, ...seen };
}

/** Statuses that no request brings about by itself: those of a bad hour are walked apart. */
const notWalked = new Set([429, 500, 503]);

/** Calls of the API with every status that is documented for it. */
async function walkApi(scene: Scene, chosen: typeof operations): Promise<Visited[]> {
  const found: Visited[] = [];
  for (const operation of chosen) {
    // An endpoint each would be more than a merchant may have.
    await queryAsGuest(scene.server.settings, 'DELETE FROM webhook_endpoint WHERE merchant_id = $1', [scene.merchantId]);
    const statuses = [operation.contract.status, ...byStatus(refusalsOf(operation)).keys()].filter((status) => !notWalked.has(status));
    for (const wanted of statuses.reverse()) {
      const good = await goodRequests[operation.id]?.(scene);
      if (!good) throw new Error(`${operation.id} has no good request`);
      const sent = wanted < 300 ? asSent(operation, good) : await spoil[wanted]?.(scene, operation, good);
      if (!sent) throw new Error(`Nothing is known that brings about ${wanted}`);
      found.push({ wanted, answer: await visit(scene, sent) });
    }
  }
  return found;
}

const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Addresses with every method that it does not take, and with what the front refuses anywhere. */
async function walkRefusals(scene: Scene, chosen: readonly string[]): Promise<Visited[]> {
  const found: Visited[] = [];
  for (const route of chosen) {
    const path = route.replaceAll(/\[\w+\]/g, () => randomUUID());
    const door: Door = route.startsWith('/sandbox') ? 'sandboxUrl' : 'publicUrl';
    const taken = methodsAt(path) ?? [];
    const [method = 'GET'] = taken;
    const refused: [number, Sent][] = [
      ...everyMethod.filter((one) => !taken.includes(one)).map((one): [number, Sent] => [405, { method: one, path }]),
      [400, { method, path, headers: { 'next-action': 'x' } }],
      [413, { method: method === 'GET' ? 'GET' : method, path, announced: 99 * 1024 * 1024 }],
      ...(route === '/healthz' || route === '/readyz' ? [] : [[421, { method, path, headers: { host: 'evil.example' } }] as [number, Sent]]),
    ];
    for (const [wanted, sent] of refused) found.push({ wanted, answer: await visit(scene, sent, door) });
    if (taken.includes('HEAD')) {
      const [head, got] = [await visit(scene, { method: 'HEAD', path }, door), await visit(scene, { method: 'GET', path }, door)];
      found.push({ wanted: got.status, answer: head }, { wanted: head.status, answer: got });
    }
  }
  return found;
}

async function walkVisits(scene: Scene, chosen: typeof draws): Promise<Visited[]> {
  const found: Visited[] = [];
  for (const draw of chosen) {
    for (const { status, door, isCustomers, ...sent } of await draw(scene)) {
      found.push({ wanted: status, answer: await visit(scene, asAnyone(sent), door, isCustomers) });
    }
  }
  return found;
}

/** From an address of its own each time, unless it is to be one of many of the same. */
function asAnyone({ method, path, body, headers = {} }: Omit<Visit, 'status'>): Sent {
  const from = `10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.7`;
  return { method, path, body, headers: { 'x-forwarded-for': from, ...headers } };
}

/** One in so many, others with another seed. */
type Share = { oneIn: number; seed: number };
const shareOf = <T>(all: readonly T[], { oneIn, seed }: Share): T[] => all.filter((_one, index) => (index + seed) % oneIn === 0);

/** Everything that can be brought about at one service while all is well; of the API's calls one in so many. */
export async function walk(scene: Scene, given: Share): Promise<Visited[]> {
  return [
    ...(await walkApi(scene, shareOf(operations, given))),
    ...(await walkRefusals(scene, Object.keys(routes))),
    ...(await walkVisits(scene, draws)),
    ...(await bareAnswers(scene.server)),
  ];
}

/** The same for a service whose public address leads elsewhere, so that the gateway cannot call it: what differs there is what every answer carries. */
export async function walkBriefly(scene: Scene, given: Share): Promise<Visited[]> {
  return [...(await walkRefusals(scene, shareOf(Object.keys(routes), given))), ...(await walkVisits(scene, drawsAlone))];
}
