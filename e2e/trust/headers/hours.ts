import type { ThrowAwayDatabase } from '#lib/testing/database.ts';
import { basic } from '../../fixtures/api.ts';
import type { RunningServer } from '../../fixtures/server.ts';
import type { Shop } from '../../fixtures/shop.ts';
import { send } from '../../fixtures/spoiled-requests.ts';
import type { Answer } from './judge.ts';

type Visited = { answer: Answer; wanted: number };

const lookEveryMs = 5;
const lookForMs = 30_000;

async function get(server: Pick<RunningServer, 'publicUrl'>, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return { door: 'publicUrl', ...(await send(server, { method: 'GET', path, headers })) };
}

/** The first answers of a service that is being started: it listens before it can work. */
export async function whileStarting(server: RunningServer): Promise<Visited[]> {
  const paths = ['/', '/pay/x', '/checkout/v1/api/session', '/healthz', '/nothing'];
  const restarted = server.restart();
  const found: Visited[] = [];
  const deadline = performance.now() + lookForMs;
  while (found.length < paths.length && performance.now() < deadline) {
    const answer = await get(server, paths[found.length] ?? '/').catch(() => undefined);
    if (answer?.status === 503) found.push({ answer, wanted: 503 });
    else if (answer && found.length > 0) break;
    else await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  await restarted;
  return found;
}

/** What pages that wait are told when the service is about to stop; it is stopped when this ends. */
export async function whileDraining(server: RunningServer, shop: Shop): Promise<Visited[]> {
  const { paymentLink } = await shop.link();
  const path = `${new URL(paymentLink).pathname}/status`;
  const { mark } = JSON.parse((await get(server, path)).text) as { mark: string };
  // One address, so that connections are taken in the order in which they were asked for.
  const direct = { publicUrl: server.publicUrl.replace('localhost', '127.0.0.1') };
  const waiting = get(direct, `${path}?seen=${encodeURIComponent(mark)}`);
  // It waits once a question that came after it was answered.
  await get(direct, '/healthz');
  server.process().kill('SIGTERM');
  const answer = await waiting;
  return [{ answer, wanted: 200 }];
}

/** What everybody is told while the database is away; it is back when this ends. */
export async function whileAway(server: RunningServer, shop: Shop, database: ThrowAwayDatabase): Promise<Visited[]> {
  const { paymentLink, sessionId } = await shop.link();
  await database.kill9();
  const authorization = basic(shop);
  const asked: [string, number, Record<string, string>?][] = [
    [new URL(paymentLink).pathname, 503],
    [`${new URL(paymentLink).pathname}/status`, 503],
    [`/checkout/v1/api/session/${sessionId}`, 503, { authorization }],
    [`/checkout/v1/api/session/${sessionId}/status`, 503, { authorization }],
    ['/readyz', 503],
    ['/healthz', 200],
    ['/sdk/origin', 200, { origin: shop.origin }],
  ];
  const found: Visited[] = [];
  try {
    for (const [path, wanted, headers] of asked) found.push({ answer: await get(server, path, headers), wanted });
  } finally {
    // What was killed cannot be stopped.
    await database.restart();
  }
  return found;
}
