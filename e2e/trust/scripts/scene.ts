import type { Browser } from '@playwright/test';
import { type ExampleShop, openExampleShop } from '../../fixtures/example-shop.ts';
import { openMailServer } from '../../fixtures/mail-server.ts';
import { type RunningServer, startServer } from '../../fixtures/server.ts';
import { openShop, type Shop } from '../../fixtures/shop.ts';
import { keeper } from '../keeper.ts';
import { openBrowser } from './browsers.ts';
import { openSpeakingGateway, type SpeakingGateway } from './speaking-gateway.ts';
import { openStranger, type Stranger } from './stranger.ts';

/** Everybody of the run: the service, a shop with a page of its own, its gateway, its customers' browser and mailbox, and a stranger. */
export type Scene = {
  server: RunningServer;
  shop: Shop;
  example: ExampleShop;
  gateway: SpeakingGateway;
  mail: Awaited<ReturnType<typeof openMailServer>>;
  browser: Browser;
  stranger: Stranger;
  close: () => Promise<void>;
};

/** A name as an operator may type it on the command line. */
const typedName = '</title><img src=x data-xss onerror=__xss(1)> & "Søn"';

/** Opens all of it; what was opened is closed when something fails. */
export async function openScene(): Promise<Scene> {
  const { keep, close } = keeper();
  try {
    const stranger = keep(await openStranger(), (each) => each.close());
    const mail = keep(await openMailServer(), (each) => each.close());
    const settings = { SMTP_URL: mail.url, MAIL_FROM: 'Pay <receipts@pay.example>', TRUST_PROXY: '1' };
    const [server, browser] = await Promise.all([
      startServer({ database: 'embedded', settings }).then((each) => keep(each, () => each.stop())),
      openBrowser(stranger.host).then((each) => keep(each, () => each.close())),
    ]);
    const example = keep(await openExampleShop(server), (each) => each.close());
    const gateway = keep(await openSpeakingGateway(server.sandboxUrl), (each) => each.close());
    const shop = keep(await openShop({ ...server, sandboxUrl: gateway.origin }, typedName, [example.origin]), (each) => each.close());
    return { server, shop, example, gateway, mail, browser, stranger, close };
  } catch (error) {
    await close();
    throw error;
  }
}
