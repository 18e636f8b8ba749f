import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { logoFiles } from '#lib/testing/logo-files.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { demo } from '../../../prisma/seed.ts';
import { basic, caller, tokenOf } from '../../fixtures/api.ts';
import { sendCallback } from '../../fixtures/forge.ts';
import { operate, type Paid, paid } from '../../fixtures/operations.ts';
import { openSession, startPayment } from '../../fixtures/payer.ts';
import { type RunningServer, startServer } from '../../fixtures/server.ts';
import { openShop, type Shop } from '../../fixtures/shop.ts';

/** What really exists, by the name that routes and bodies have for it; drawn by place, so that a number draws the same again. */
type Kind =
  | 'sessionId'
  | 'linkId'
  | 'paymentId'
  | 'paymentMethodId'
  | 'endpointId'
  | 'deliveryId'
  | 'paymentLink'
  | 'token'
  | 'key'
  | 'callback'
  | 'callbackBody'
  | 'pid'
  | 'strangersPid'
  | 'logo'
  | 'code'
  | 'nonce'
  | 'authorization';
export type Pools = Readonly<Record<Kind, readonly [string, ...string[]]>>;

/** A running service with a shop to attack, and one that is left alone. */
export type Scene = {
  server: RunningServer;
  /** Whose credentials the storm has. */
  shop: Shop;
  /** Whose credentials nobody draws: it must be served as ever when the storm is over. */
  spared: Shop;
  pools: Pools;
  /** How long the service's log was then. */
  quietSince: number;
  /** Makes everything in the pools anew: what the storm has ended or used up is there again. */
  renew: () => Promise<void>;
  close: () => Promise<void>;
};

/** Another shop's account at the sandbox: whoever has it steers that gateway, and none of our payments are its. */
export const strangersAccount = { username: 'stranger', password: 'stranger' };

/** Starts all of it, on PostgreSQL: the embedded database would be part of the process whose memory is looked at, and takes one thing at a time. */
export async function openScene(): Promise<Scene> {
  // The caller's address is what stands in X-Forwarded-For, so that limits by address leave most of the storm alone.
  const server = await startServer({ database: 'postgres', settings: { TRUST_PROXY: '1', NODE_OPTIONS: '--no-deprecation' } });
  try {
    await addStranger(server);
    const shop = await openShop(server, 'Storm & Søn');
    const spared = await openShop(server, 'Left alone');
    const scene: Scene = {
      server,
      shop,
      spared,
      pools: await makePools(server, shop),
      quietSince: server.log().length,
      renew: async () => {
        await mendShop(server, shop);
        scene.pools = await makePools(server, shop);
      },
      close: async () => {
        await Promise.all([shop.close(), spared.close()]);
        await server.stop();
      },
    };
    return scene;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function addStranger(server: RunningServer): Promise<void> {
  const { username, password } = strangersAccount;
  await queryAsGuest(
    server.settings,
    `INSERT INTO sandbox_account (id, username, password_hash, secret_sealed, shop_name, created_at)
     SELECT gen_random_uuid(), $1, sha256($2), secret_sealed, 'Stranger', now() FROM sandbox_account WHERE username = $3`,
    [username, Buffer.from(password), demo.gateway.username],
  );
}

/** What the storm may rightly have changed about its own shop is put back: the rules of its methods. */
async function mendShop(server: RunningServer, { username }: Shop): Promise<void> {
  const own = 'merchant_id = (SELECT merchant_id FROM api_user WHERE username = $1)';
  await queryAsGuest(
    server.settings,
    `UPDATE payment_method SET is_enabled = true, rank = NULL, only_countries = '{}', amount_limits = '[]', withdrawn_at = NULL WHERE ${own}`,
    [username],
  );
}

async function makePools(server: RunningServer, shop: Shop): Promise<Pools> {
  const [open, links] = [await times(3, () => openSession(shop, { order: anOrder() })), await times(4, () => shop.link())];
  const payments = await makePayments(shop);
  const started = await times(2, async () => startPayment(shop, await openSession(shop, { order: anOrder() })));
  const made = { open, links, payments, started };
  return {
    ...(await ofPayments(server, [...payments, ...started])),
    ...(await ofShop(server, shop)),
    sessionId: some([...open, ...links.map(({ sessionId }) => sessionId), ...payments.map(({ sessionId }) => sessionId)]),
    linkId: some(links.map(({ id }) => id)),
    paymentId: some([...payments, ...started].map(({ paymentId }) => paymentId)),
    paymentLink: some(links.map(({ paymentLink }) => paymentLink)),
    token: some(links.map(({ paymentLink }) => tokenIn(paymentLink))),
    pid: some(started.map(({ url }) => new URL(url).searchParams.get('pid') ?? '')),
    strangersPid: some(await times(2, () => strangersRequest(server))),
    code: some(await times(2, async (index) => shortCode(shop, made.links[index]?.id ?? ''))),
    nonce: some(await Promise.all(links.slice(0, 2).map(({ paymentLink }) => nonceOf(paymentLink)))),
    authorization: some(await credentials(server, shop, links)),
  };
}

function some(items: readonly string[]): [string, ...string[]] {
  const [first, ...rest] = items;
  if (!first || rest.includes('')) throw new Error('The scene is not set: a pool is empty');
  return [first, ...rest];
}

async function times<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => make(index)));
}

const tokenIn = (paymentLink: string): string => new URL(paymentLink).pathname.split('/').at(-1) ?? '';

/** Some as they are paid, one captured, one refunded. */
async function makePayments(shop: Shop): Promise<Paid[]> {
  const notified = { session: { callbacks: { notification: `${shop.origin}/notify` } } };
  const payments = await times(4, () => paid(shop, notified));
  const [first, second] = payments;
  if (first) await operate(shop, 'capture', first.paymentId);
  if (second) await operate(shop, 'capture', second.paymentId);
  if (second) await operate(shop, 'refund', second.paymentId, 100);
  return payments;
}

type Callback = { url: string; body: string };

/** Where the gateway calls about these payments, with what it would say, and where their customers come back to. */
async function ofPayments(server: RunningServer, payments: readonly { paymentId: string }[]): Promise<Pick<Pools, 'callback' | 'callbackBody' | 'key'>> {
  const ids = payments.map(({ paymentId }) => paymentId);
  const rows = await queryAsGuest<{ config: Record<string, string>; order: string; amount: string; id: string }>(
    server.settings,
    `SELECT r.fields->'config' AS config, r.shop_order_id AS order, (p.amount_minor / 100.0)::numeric(20, 2)::text AS amount, p.id
     FROM sandbox_payment_request r JOIN payment p ON p.gateway_order_id = r.shop_order_id WHERE p.id = ANY($1::uuid[]) ORDER BY p.id`,
    [ids],
  );
  const callbacks = rows.flatMap(({ config, order, amount, id }) =>
    Object.entries(config)
      .filter(([name, url]) => name.startsWith('callback_') && url.includes('/gateway/altapay/'))
      .map(([, url]): Callback => {
        const fields = { shop_orderid: order, amount, currency: '208', checksum: 'not-the-right-one', status: 'succeeded', 'transaction_info[paymentId]': id };
        return { url: new URL(url).pathname, body: new URLSearchParams(fields).toString() };
      }),
  );
  const keys = await returnKeys(server, ids);
  return { callback: some(callbacks.map(({ url }) => url)), callbackBody: some(callbacks.map(({ body }) => body)), key: some(keys) };
}

/** The keys of return pages, as a customer's browser is sent there. */
async function returnKeys(server: RunningServer, ids: readonly string[]): Promise<string[]> {
  const [first = '', second = ''] = ids;
  const told = await Promise.all([first, second].map((id) => sendCallback(server, id, 'ok')));
  return told.map(({ location }) => new URL(location ?? '').pathname.split('/').at(-1) ?? '');
}

async function ofShop(server: RunningServer, shop: Shop): Promise<Pick<Pools, 'endpointId' | 'deliveryId' | 'logo' | 'paymentMethodId'>> {
  const { body } = await shop.api('GET', '/deliveries?limit=5');
  const methods = (await shop.api('GET', '/payment-methods')).body.methods as { id: string }[];
  return {
    endpointId: some([await endpointOf(shop)]),
    deliveryId: some((body.deliveries as { id: string }[]).map(({ id }) => id)),
    paymentMethodId: some(methods.slice(0, 3).map(({ id }) => id)),
    logo: some([await uploadLogo(server, shop)]),
  };
}

/** The first endpoint that there is; the storm registers as many as a merchant may have. */
async function endpointOf(shop: Shop): Promise<string> {
  const { endpoints = [] } = (await shop.api('GET', '/webhooks')).body as { endpoints?: { id: string }[] };
  if (endpoints[0]) return endpoints[0].id;
  const made = await shop.api('POST', '/webhooks', { url: `${shop.origin}/hooks`, eventTypes: ['refund.failed'] });
  return String(made.body.id);
}

async function uploadLogo(server: RunningServer, shop: Shop): Promise<string> {
  const headers = { authorization: basic(shop), 'content-type': 'image/png' };
  const answer = await fetch(`${server.publicUrl}/checkout/v1/api/merchant/logo`, { method: 'PUT', headers, body: new Uint8Array(logoFiles.palettePng) });
  const text = await answer.text();
  const file = /\/brand\/([0-9a-f]{32}\.png)/.exec(text)?.[1];
  if (!file) throw new Error(`No logo: ${answer.status} ${text}`);
  return file;
}

async function shortCode(shop: Shop, linkId: string): Promise<string> {
  const { body, text } = await shop.api('POST', `/link/${linkId}/short-code`, {});
  const { shortCode: code } = body as { shortCode?: string };
  if (!code) throw new Error(`No short code: ${text}`);
  return code;
}

async function nonceOf(paymentLink: string): Promise<string> {
  const page = await (await fetch(paymentLink)).text();
  const nonce = /data-nonce="([^"]+)"/.exec(page)?.[1];
  if (!nonce) throw new Error('The page has no nonce');
  return nonce;
}

/** A payment request of the stranger's own, with a page to pay at. */
async function strangersRequest(server: RunningServer): Promise<string> {
  const fields = { terminal: 'AltaPay Test Card Terminal', shop_orderid: `stranger-${crypto.randomUUID()}`, amount: '12.00', currency: 'DKK' };
  const answer = await fetch(`${server.sandboxUrl}/sandbox/merchant/API/createPaymentRequest`, {
    method: 'POST',
    headers: { authorization: basic(strangersAccount) },
    body: new URLSearchParams(fields),
  });
  const text = await answer.text();
  const id = /<PaymentRequestId>([^<]+)/.exec(text)?.[1];
  if (!id) throw new Error(`No request of the stranger: ${text}`);
  return id;
}

/** Each of the ways to prove who calls, the rare ones once. */
async function credentials(server: RunningServer, shop: Shop, links: readonly { paymentLink: string; sessionId: string }[]): Promise<string[]> {
  const managing = `Bearer ${await tokenOf(server, shop, '?group=Management')}`;
  const plain = `Bearer ${await tokenOf(server, shop)}`;
  const customers = await Promise.all(
    links.slice(0, 2).map(async ({ paymentLink }) => {
      const { body } = await caller(server)('POST', '/link/exchange', { paymentLink }, { origin: shop.origin });
      return `Bearer ${String(body.token)}`;
    }),
  );
  return [managing, managing, managing, managing, basic(shop), plain, ...customers];
}
