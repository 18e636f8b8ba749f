import { migrate } from '../../prisma/migrate.ts';
import { now, startClock } from '../clock.ts';
import { closeDatabase, db, transaction, useDatabase } from '../db/client.ts';
import { listDeliveries } from '../deliveries/delivery-log.ts';
import { replayEndpoint } from '../deliveries/replay.ts';
import type { EventType } from '../events/contract.ts';
import { listEvents } from '../events/list-events.ts';
import { createMerchant } from '../merchants/merchants.ts';
import type { Principal } from '../merchants/principal.ts';
import { changeEndpoint, registerEndpoint } from '../webhooks/endpoints.ts';
import { startPostgres } from './database.ts';

export type TrialEndpoint = { id: string; secret: string; createdAt: Date };

/** One merchant on a real PostgreSQL of its own; what it does, it does by the product's own verbs. */
export type EventTrial = {
  databaseUrl: string;
  merchant: Principal;
  register: (url: string, eventTypes: readonly EventType[]) => Promise<TrialEndpoint>;
  /** Owes an endpoint what it did not take, or was not sent, since then; switches it on before, if it is off. Answers how many. */
  replay: (endpointId: string, since: Date) => Promise<number>;
  switchOff: (endpointId: string) => Promise<unknown>;
  /** GET …/events?after= of the API. */
  eventsAfter: (position: number, limit: number) => ReturnType<typeof listEvents>;
  /** How many deliveries GET …/deliveries lists as given up, page by page. */
  givenUp: (endpointId: string) => Promise<number>;
  rows: <T>(sql: string, ...values: unknown[]) => Promise<T[]>;
  close: () => Promise<void>;
};

const unchanged = { url: undefined, eventTypes: undefined, description: undefined };

export async function openEventTrial(): Promise<EventTrial> {
  const database = await startPostgres();
  await migrate(database.url);
  useDatabase(database.url);
  await startClock();
  const gateway = { baseUrl: 'http://127.0.0.1:1', username: 'u', password: 'p', callbackSecret: 's'.repeat(20) };
  const { merchantId } = await transaction((tx) => createMerchant(tx, { name: 'Fjord & Sons', origins: [], gateway }));
  const merchant: Principal = { merchantId, apiUser: undefined, groups: ['Management'], sessionId: undefined, linkId: undefined };
  return {
    databaseUrl: database.url,
    merchant,
    register: async (url, eventTypes) => {
      const { id, secret } = await transaction((tx) => registerEndpoint(tx, merchant, { url, eventTypes: [...eventTypes], description: undefined }));
      return { id, secret, createdAt: now() };
    },
    replay: (endpointId, since) =>
      transaction(async (tx) => {
        await changeEndpoint(tx, merchant, endpointId, { ...unchanged, status: 'ENABLED' });
        return (await replayEndpoint(tx, merchant, endpointId, since)).replayed;
      }),
    switchOff: (endpointId) => transaction((tx) => changeEndpoint(tx, merchant, endpointId, { ...unchanged, status: 'DISABLED' })),
    eventsAfter: (position, limit) => listEvents(merchant, { after: position, limit }),
    givenUp: (endpointId) => countGivenUp(merchant, endpointId),
    rows: (sql, ...values) => db().$queryRawUnsafe(sql, ...values),
    close: async () => {
      await closeDatabase();
      await database.stop();
    },
  };
}

async function countGivenUp(merchant: Principal, endpointId: string): Promise<number> {
  const ids = new Set<string>();
  let before: string | undefined;
  for (;;) {
    const { deliveries, next } = await listDeliveries(merchant, { endpointId, status: 'exhausted', limit: 200, before });
    for (const { id } of deliveries) ids.add(id);
    if (next === null) return ids.size;
    before = next;
  }
}
