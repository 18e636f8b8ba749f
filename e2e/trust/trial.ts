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

/**
 * Begins to watch what goes wrong on the service's side, by its own log, so that nothing is missed: answers of 500 or
 * more at any of its doors, alarms, and whatever else it calls an error. The answer tells of it since then.
 */
export function watchTroubles({ log }: Trial): () => { serverErrors: number; wrongs: string[] } {
  const read = () => ({ errors: log().match(/"status":5\d\d,[^\n]*"msg":"request"/g)?.length ?? 0, lines: log().match(/^\{"level":"error".*$/gm) ?? [] });
  const before = read();
  return () => {
    const after = read();
    const serverErrors = after.errors - before.errors;
    const told = after.lines.slice(before.lines.length).map((line) => `the service logged ${line}`);
    return { serverErrors, wrongs: serverErrors > 0 ? [`${serverErrors} answers had a status of 500 or more`, ...told] : told };
  };
}
