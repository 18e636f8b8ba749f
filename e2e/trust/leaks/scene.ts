import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailServer } from '../../fixtures/mail-server.ts';
import { type RunningServer, startServer } from '../../fixtures/server.ts';
import { openShop, type Shop } from '../../fixtures/shop.ts';
import { keeper } from '../keeper.ts';
import type { Canary } from './canaries.ts';

/** An answer that somebody was given, to be looked through. */
export type Told = { place: string; text: string };

/** Everybody of the run, and what is to be looked for and through. */
export type Scene = {
  server: RunningServer;
  shop: Shop;
  /** Another merchant, who is to hear nothing. */
  other: Shop;
  mail: Awaited<ReturnType<typeof openMailServer>>;
  canaries: Canary[];
  told: Told[];
  /** Where the service puts what it keeps for a while. */
  temporary: string;
  close: () => Promise<void>;
};

/** A secret that looks like nothing else. */
export const newSecretText = (): string => randomBytes(24).toString('base64url').replaceAll(/[-_]/g, 'q');

export async function openScene(): Promise<Scene> {
  const { keep, close } = keeper();
  try {
    const temporary = keep(mkdtempSync(join(tmpdir(), 'payment-links-leaks-')), async (folder) => rmSync(folder, { recursive: true, force: true }));
    const mail = keep(await openMailServer(), (each) => each.close());
    const secrets = { SECRET_KEY: newSecretText() + newSecretText(), METRICS_TOKEN: newSecretText() };
    const settings = { ...secrets, SMTP_URL: mail.url, MAIL_FROM: 'Pay <receipts@pay.example>', TRUST_PROXY: '1', LOG_LEVEL: 'debug', TMPDIR: temporary };
    const server = keep(await startServer({ database: 'embedded', settings }), (each) => each.stop());
    const open = async (name: string) => keep(await openShop(server, name, [], 'ofItsOwn'), (each) => each.close());
    const [shop, other] = await Promise.all([open('Fjord & Sons'), open('Another')]);
    const canaries: Canary[] = [
      { name: 'SECRET_KEY', value: secrets.SECRET_KEY, kind: 'token' },
      { name: 'METRICS_TOKEN', value: secrets.METRICS_TOKEN, kind: 'token' },
      { name: 'the API password', value: shop.password, kind: 'token' },
      { name: 'the callback secret', value: shop.callbackSecret, kind: 'token' },
      { name: 'the gateway password', value: shop.gateway.password, kind: 'token' },
    ];
    return { server, shop, other, mail, canaries, told: [], temporary, close };
  } catch (error) {
    await close();
    throw error;
  }
}
