import { readFileSync } from 'node:fs';
import type { ThrowAwayDatabase } from '#lib/testing/database.ts';
import { type RunningServer, startBeside, startServer, throwAwayPostgres } from '../../fixtures/server.ts';
import { openShop, type Shop } from '../../fixtures/shop.ts';
import { type Answer, openRelay } from '../relay.ts';

/** One of the service's processes. */
export type Process = Pick<RunningServer, 'publicUrl' | 'process' | 'kill9' | 'restart'>;

/** Two processes of the built service behind one door, their PostgreSQL, and a shop. */
export type StormTrial = {
  server: RunningServer;
  processes: readonly [Process, Process];
  database: ThrowAwayDatabase;
  shop: Shop;
  /** Calls that are under way at any door: of callers, of the gateway, to the shop. */
  underWay: () => number;
  /** Answers of 500 and more at the service's own door, with when they came. */
  failures: Failure[];
  log: () => string;
  close: () => Promise<void>;
};

/** `from`, `at`: when the call began and was answered, in `performance.now()`. */
export type Failure = { from: number; at: number; path: string; status: number; comesAgain: boolean };

export async function openStormTrial(): Promise<StormTrial> {
  const database = await throwAwayPostgres();
  const failures: Failure[] = [];
  let count = 0;
  const counting = (see?: (path: string, answer: Answer, from: number) => void) => (path: string, body: string) => {
    const from = performance.now();
    count += 1;
    const answered = (answer?: Answer): void => {
      count -= 1;
      if (answer) see?.(path, answer, from);
    };
    return { body, answered };
  };
  const seeFailure = (path: string, { status, headers }: Answer, from: number): void => {
    if (status >= 500) failures.push({ from, at: performance.now(), path, status, comesAgain: headers['retry-after'] !== undefined });
  };
  const [door, gateway, way] = await Promise.all([
    openRelay({ host: 'localhost', lateMs: 0, watch: counting(seeFailure) }),
    openRelay({ host: '127.0.0.1', lateMs: 0, watch: counting() }),
    openRelay({ host: '127.0.0.1', lateMs: 0, watch: counting() }),
  ]);
  const first = await startServer({ database, settings: { PUBLIC_URL: door.origin, SANDBOX_URL: gateway.origin } });
  const second = await startBeside(first);
  door.forwardTo([first.publicUrl, second.publicUrl]);
  gateway.forwardTo([first.sandboxUrl, second.sandboxUrl]);
  const server = { ...first, publicUrl: door.origin, sandboxUrl: gateway.origin };
  const shop = await openShop(server, 'Fjord & Sons', [way.origin]);
  way.forwardTo([shop.origin]);
  await shop.api('POST', '/webhooks', { url: `${way.origin}/events` });
  return {
    server,
    processes: [first, second],
    database: database.postgres,
    shop: { ...shop, origin: way.origin },
    underWay: () => count,
    failures,
    log: () => first.log() + second.log(),
    close: async () => {
      await shop.close();
      await second.stop();
      await first.stop();
      await Promise.all([door, gateway, way].map((relay) => relay.close()));
    },
  };
}

/** How long the main thread of a process has stood in line for a processor, in milliseconds: time that a busy machine takes from it. */
export function stoodInLineMs(pid: number | undefined): number {
  try {
    const [, waited = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(waited) / 1e6;
  } catch {
    return 0;
  }
}
