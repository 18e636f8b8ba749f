import type { Server } from 'node:http';
import { log } from '../log.ts';
import { endPageWatch } from '../payments/page-watch.ts';
import { beginDraining } from './readiness.ts';

/** How long requests under way may take to end. */
const inFlightMs = 10_000;
const idleCheckMs = 100;
/** A Ctrl-C arrives twice when the terminal tells the whole group and the parent passes it on. */
const sameAskMs = 1_000;
/** How long each part may take to stop after that. */
const stopMs = 5_000;

type Stop = () => Promise<unknown>;

export type Drain = { addServer(server: Server): void; add(name: string, stop: Stop): void; abandon(): Promise<void> };

/**
 * On SIGTERM or SIGINT: takes no new connection, lets what is under way end, stops the parts in the reverse
 * order of their start, and exits. Asked again a second later, it ends at once.
 */
export function drainOnSignal(): Drain {
  const servers: Server[] = [];
  const parts: { name: string; stop: Stop }[] = [];
  const stopParts = async () => {
    for (const { name, stop } of parts.reverse()) await within(stopMs, name, stop);
  };
  const drain = async (signal: NodeJS.Signals) => {
    log().info({ signal }, 'draining');
    beginDraining();
    endPageWatch();
    await Promise.all(servers.map(closeServer));
    await stopParts();
    log().info('stopped');
    process.exit(0);
  };
  let askedMs: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (askedMs === undefined) {
      askedMs = performance.now();
      void drain(signal);
    } else if (performance.now() - askedMs > sameAskMs) process.exit(1);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return {
    addServer: (server) => void servers.push(server),
    add: (name, stop) => void parts.push({ name, stop }),
    abandon: async () => {
      for (const server of servers) server.close().closeAllConnections();
      await stopParts();
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  const tooLong = setTimeout(() => server.closeAllConnections(), inFlightMs);
  // A connection that was answered just before the signal stays open for its next request, which will not come.
  const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(tooLong);
  clearInterval(idle);
}

/** One part that fails or hangs must not keep the others from stopping. */
async function within(ms: number, name: string, stop: Stop): Promise<void> {
  const tooLate = new Promise<'late'>((resolve) => setTimeout(resolve, ms, 'late').unref());
  try {
    const ended = await Promise.race([stop(), tooLate]);
    if (ended === 'late') log().warn({ name }, 'did not stop in time');
  } catch (error) {
    log().warn({ name, error: String(error) }, 'did not stop cleanly');
  }
}
