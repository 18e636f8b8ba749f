import { type RunningServer, startBeside, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { openRelay } from './relay.ts';
import { openSlowGateway, type SlowGateway } from './slow-gateway.ts';

/** What a race runs on: two processes of the built service on one PostgreSQL of their own, a shop, and its gateway behind a slow line. */
export type Trial = {
  /** The service as its callers know it. */
  server: RunningServer;
  gateway: SlowGateway;
  shop: Shop;
  /** Everything both processes have written. */
  log: () => string;
  close: () => Promise<void>;
};

/** Starts all of it; nothing leaves this machine. Calls of either door go to both processes in turn. */
export async function openTrial({ gatewayMs }: { gatewayMs: number }): Promise<Trial> {
  const gateway = await openSlowGateway(gatewayMs);
  const door = await openRelay({ host: 'localhost', lateMs: 0 });
  const first = await startServer({ database: 'postgres', settings: { PUBLIC_URL: door.origin, SANDBOX_URL: gateway.origin } });
  const second = await startBeside(first);
  door.forwardTo([first.publicUrl, second.publicUrl]);
  gateway.forwardTo([first.sandboxUrl, second.sandboxUrl]);
  const server = { ...first, publicUrl: door.origin, sandboxUrl: gateway.origin };
  const shop = await openShop(server);
  return {
    server,
    gateway,
    shop,
    log: () => first.log() + second.log(),
    close: async () => {
      await shop.close();
      await second.stop();
      await first.stop();
      await Promise.all([door.close(), gateway.close()]);
    },
  };
}

/** How many answers of the service, at any of its doors, had a status of 500 or more: by its own log, so that none is missed. */
export const serverErrors = ({ log }: Trial): number => count(log(), /"status":5\d\d,[^\n]*"msg":"request"/g);

/** What the service itself calls an error, line by line: alarms, and what went wrong on its side. */
export const errorLines = ({ log }: Trial): string[] => log().match(/^\{"level":"error".*$/gm) ?? [];

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const lookEveryMs = 250;

/** Asks until the answer is empty, for at most this long; the last answer. */
export async function untilEmpty(ask: () => Promise<string[]>, withinMs: number): Promise<string[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found.length === 0 || performance.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
