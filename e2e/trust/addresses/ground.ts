import { unsafeNames } from '#lib/testing/unsafe-names.ts';
import { watchDials } from '../../fixtures/dials.ts';
import { answers, openReceiver } from '../../fixtures/receiver.ts';
import { type RunningServer, startServer } from '../../fixtures/server.ts';
import { openShop, type Shop } from '../../fixtures/shop.ts';

/** A name that is public when it is checked and this machine when it is dialled. */
export const rebinding = 'rebinding.ssrf.test';
/** Nobody was ever given 3000::/8: a dial of it reaches nobody, and is written down. */
export const pinned = '3000::1:80';

const names = { ...Object.fromEntries(Object.entries(unsafeNames).map(([name, answered]) => [name, [answered]])), [rebinding]: [['3000::1'], ['127.0.0.1']] };

type Receiver = Awaited<ReturnType<typeof openReceiver>>;

/** A service that may call nobody but `named`, which sends everybody on to a canary, and writes down whom it calls. */
export type Ground = {
  server: RunningServer;
  shop: Shop;
  named: Receiver;
  /** Whom the service has called but itself and its database. */
  dialled: () => string[];
  /** Connections that arrived at listeners of this machine that it was never told of. */
  canariesHeard: () => number;
  close: () => Promise<void>;
};

/** Starts all of it on this machine; nothing leaves it. */
export async function openGround(): Promise<Ground> {
  const dials = watchDials(names);
  const canaries = [await openReceiver([answers(200)]), await openReceiver([answers(200)], '::1')];
  const named = await openReceiver([answers(302, { location: `${canaries[0]?.origin}/` })]);
  const receivers = [named, ...canaries];
  const closeReceivers = async (): Promise<void> => {
    await Promise.all(receivers.map((receiver) => receiver.close()));
    dials.remove();
  };
  try {
    const server = await startServer({ database: 'postgres', settings: { CALLBACK_TARGETS: `127.0.0.1:${named.port}`, ...dials.settings } });
    const shop = await openShop(server);
    const own = [server.settings.PORT, server.settings.SANDBOX_PORT, new URL(server.settings.DATABASE_URL ?? '').port];
    return {
      server,
      shop,
      named,
      dialled: () => dials.dialled().filter((dialled) => dialled !== '' && !own.includes(dialled.split(':').at(-1))),
      canariesHeard: () => canaries.reduce((sum, canary) => sum + canary.connections(), 0),
      close: async () => {
        await shop.close();
        await server.stop();
        await closeReceivers();
      },
    };
  } catch (error) {
    await closeReceivers();
    throw error;
  }
}

/** An endpoint at the one target that may be called. */
export async function anEndpoint({ shop, named }: Ground): Promise<string> {
  const { body, text } = await shop.api('POST', '/webhooks', { url: `${named.origin}/endpoint`, eventTypes: ['session.paid'] });
  if (!body.id) throw new Error(`No endpoint: ${text}`);
  return String(body.id);
}
