import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { type CallbackKind, callbackOf } from '../../fixtures/forge.ts';
import { board, openSession, pays, startPayment, submitAtGateway } from '../../fixtures/payer.ts';
import { changedTables, rowsOf } from '../../fixtures/rows.ts';
import { type RunningServer, startServer } from '../../fixtures/server.ts';
import { openShop, type Shop } from '../../fixtures/shop.ts';
import { comeToRest } from '../at-rest.ts';

/** The true callback of the gateway about a payment. */
export type True = { paymentId: string; kind: CallbackKind; url: string; fields: Readonly<Record<string, string>> };

/** Payments that every true callback would move, of one shop; and one of another shop. */
export type Victims = {
  /** Its money has moved at the gateway, and we have heard nothing of it. */
  unheard: string;
  /** The same of another order. */
  other: string;
  /** The same of another merchant. */
  foreign: string;
  /** The gateway has yet to ask whether it may move the money. */
  waiting: string;
};

export type Ground = { server: RunningServer; shop: Shop; stranger: Shop; close: () => Promise<void> };

export async function openGround(): Promise<Ground> {
  // One proxy is trusted, so that pages see visitors of many addresses and none is limited.
  const server = await startServer({ database: 'postgres', settings: { TRUST_PROXY: '1' } });
  try {
    const [shop, stranger] = await Promise.all([openShop(server), openShop(server, 'Stranger')]);
    const close = async (): Promise<void> => {
      await Promise.all([shop.close(), stranger.close()]);
      await server.stop();
    };
    return { server, shop, stranger, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** From now on the gateway's own callbacks do not come through, or do again. */
export async function holdBack({ server }: Ground, isHeldBack: boolean): Promise<void> {
  const times = isHeldBack ? null : 0;
  for (const kind of ['ok', 'notification']) await board(server, 'fault', { kind: 'callback_unreachable', method: `callback_${kind}`, times });
  // What waits would tell the truth by itself.
  await queryAsGuest(server.settings, 'DELETE FROM sandbox_notification');
}

/** A payment whose money has moved at the gateway while its callbacks did not come through. */
export async function unheard(ground: Ground, shop: Shop, session: object = {}): Promise<string> {
  const { paymentId, url } = await startPayment(shop, await openSession(shop, { order: anOrder(), ...session }));
  await submitAtGateway(url, pays.card);
  await stopAsking(ground);
  return paymentId;
}

/** Nobody asks the gateway by itself: what is learned from now on, a callback has told. */
export async function stopAsking({ server }: Ground): Promise<void> {
  await queryAsGuest(server.settings, 'DELETE FROM sandbox_notification');
  await queryAsGuest(server.settings, "UPDATE payment SET check_at = now() + interval '1 hour' WHERE check_at IS NOT NULL");
}

export async function makeVictims(ground: Ground): Promise<Victims> {
  const { shop, stranger } = ground;
  const [one, other, foreign] = [await unheard(ground, shop), await unheard(ground, shop), await unheard(ground, stranger)];
  const { paymentId: waiting } = await startPayment(shop, await openSession(shop, { order: anOrder() }));
  await stopAsking(ground);
  return { unheard: one, other, foreign, waiting };
}

export const trueCallback = async ({ server }: Ground, paymentId: string, kind: CallbackKind): Promise<True> => ({
  paymentId,
  kind,
  ...(await callbackOf(server, paymentId, kind)),
});

/** How far the database has written its log: as long as that stands still, nothing whatever was written. */
async function writtenUpTo({ server }: Ground): Promise<string> {
  const [row] = await queryAsGuest<{ at: string }>(server.settings, 'SELECT pg_current_wal_insert_lsn()::text AS at');
  return row?.at ?? '';
}

/** Begins to compare every row of every table, the gateway's too: the answer names the tables that changed since it was last asked. */
export async function watchAllRows(ground: Ground): Promise<() => Promise<string[]>> {
  await comeToRest(ground.server);
  let [at, before] = [await writtenUpTo(ground), await rowsOf(ground.server)];
  return async () => {
    const now = await writtenUpTo(ground);
    if (now === at) return [];
    const after = await rowsOf(ground.server);
    const changed = changedTables(before, after);
    [at, before] = [now, after];
    return changed;
  };
}
