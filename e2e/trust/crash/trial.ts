import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { type RunningServer, startServer, throwAwayPostgres } from '../../fixtures/server.ts';
import { openShop, type Shop } from '../../fixtures/shop.ts';
import { openRelay, type Relay } from '../relay.ts';
import { type Overseer, openOverseer, request } from './overseer.ts';
import { openPostgresRelay } from './postgres-relay.ts';

/** The built service with a line to each of its neighbours on which it can be stopped: callers, gateway, shop and database. */
export type CrashTrial = {
  /** The service as its callers know it; its settings name the database itself. */
  server: RunningServer;
  shop: Shop;
  /** Where the shop hears of its payments; its events go to /events there. */
  shopOrigin: string;
  overseer: Overseer;
  /** Ends the process as the kernel would, with whatever stands still in it. */
  kill: () => Promise<void>;
  close: () => Promise<void>;
};

/** Starts all of it. Nothing in the product knows. */
export async function openCrashTrial(): Promise<CrashTrial> {
  const database = await throwAwayPostgres();
  const shared = new Set<string>();
  const overseer = openOverseer(shared);
  const line = await openPostgresRelay(database.postgres.url, ({ tables, values }) => meetWrite(overseer, tables, values));
  const [door, gateway, way] = await Promise.all([
    openRelay({ host: 'localhost', lateMs: 0, watch: watching(overseer, nameAtDoor) }),
    openRelay({ host: '127.0.0.1', lateMs: 0, watch: watching(overseer, nameAtGateway) }),
    openRelay({ host: '127.0.0.1', lateMs: 0, watch: watching(overseer, (path) => `${path === '/events' ? 'the event' : 'the callback'} to the shop`) }),
  ]);
  const settings = { DATABASE_URL: line.url, PUBLIC_URL: door.origin, SANDBOX_URL: gateway.origin };
  const started = await startServer({ database, settings });
  door.forwardTo([started.publicUrl]);
  gateway.forwardTo([started.sandboxUrl]);
  const server = { ...started, publicUrl: door.origin, sandboxUrl: gateway.origin, settings: { ...started.settings, DATABASE_URL: database.postgres.url } };
  const shop = await openShop(server, 'Fjord & Sons', [way.origin]);
  way.forwardTo([shop.origin]);
  await shop.api('POST', '/webhooks', { url: `${way.origin}/events` });
  for (const id of await idsIn(server)) shared.add(id);
  return {
    server,
    shop,
    shopOrigin: way.origin,
    overseer,
    kill: async () => {
      await started.kill9();
      overseer.forget();
    },
    close: async () => {
      await shop.close();
      await started.stop();
      await Promise.all([line, door, gateway, way].map((relay: Pick<Relay, 'close'>) => relay.close()));
    },
  };
}

/** What the gateway of the sandbox writes is its own: to us it is another house. */
function meetWrite(overseer: Overseer, tables: string[], values: string[]): Promise<() => Promise<void>> {
  const ours = [...new Set(tables.filter((table) => !table.startsWith('sandbox_')))].sort();
  return ours.length === 0 ? Promise.resolve(async () => undefined) : overseer.meet(`COMMIT of ${ours.join(', ')}`, values, true);
}

function watching(overseer: Overseer, nameOf: (path: string) => string) {
  return async (path: string, body: string) => {
    const answered = await overseer.meet(nameOf(path), [path, body]);
    return { body, answered: (answer?: { body: Buffer }) => answered(answer?.body.toString('utf8')) };
  };
}

function nameAtDoor(path: string): string {
  const [, kind] = /^\/gateway\/altapay\/[^/]+\/[^/]+\/(\w+)/.exec(path) ?? [];
  if (kind === undefined) return request;
  return kind === 'verify' ? 'the gateway’s question' : `the gateway’s callback “${kind}”`;
}

function nameAtGateway(path: string): string {
  const [, method] = /\/merchant\/API\/(\w+)/.exec(path) ?? [];
  return method === undefined ? request : `the gateway’s ${method}`;
}

/** Every id there is before anything happens: of merchants, users, ways to pay, the endpoint. */
async function idsIn({ settings }: RunningServer): Promise<string[]> {
  const tables = await queryAsGuest<{ name: string }>(
    settings,
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id' AND data_type = 'uuid'`,
  );
  const rows = await queryAsGuest<{ id: string }>(settings, tables.map(({ name }) => `SELECT id::text FROM "${name}"`).join(' UNION ALL '));
  return rows.map(({ id }) => id);
}
