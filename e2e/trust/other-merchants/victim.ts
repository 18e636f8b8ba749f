import { logoFiles } from '#lib/testing/logo-files.ts';
import { basic, caller, tokenOf } from '../../fixtures/api.ts';
import { merchantIdOf } from '../../fixtures/good-requests.ts';
import { paid } from '../../fixtures/operations.ts';
import { startPayment } from '../../fixtures/payer.ts';
import type { RunningServer } from '../../fixtures/server.ts';
import { openShop, type Shop } from '../../fixtures/shop.ts';
import { askUntil } from '../until.ts';

/** Ids by the names that the API gives them in paths, queries and bodies. */
export type Ids = Readonly<Record<string, string>>;

/** A merchant with one of everything. */
export type Party = {
  shop: Shop;
  merchantId: string;
  /** Stands in every text that it could choose. */
  mark: string;
  ids: Ids;
  /** What opens things without being an id: tokens, codes, cursors, keys. */
  paymentLink: string;
  shortCode: string;
  supportCode: string;
  orderId: string;
  email: string;
  cursors: Readonly<Record<'session' | 'link' | 'payment' | 'deliveries', string>>;
  /** A request under a key of its own, and the id it was answered with. */
  keyed: { key: string; body: object; sessionId: string };
  /** Tokens of a customer of another of its sessions, and of another of its links. */
  customerToken: string;
  linkToken: string;
  close: () => Promise<void>;
};

const line = (mark: string, value: number) => ({ itemId: `${mark}-item`, description: `${mark} mug`, quantity: 1, unitPrice: value });

/** An order whose every text carries the mark. */
export const markedOrder = (mark: string, orderId: string, value = 250) => ({
  orderId,
  amount: { value, currency: 'DKK' },
  orderLines: [line(mark, value)],
  customer: {
    firstName: `${mark}ada`,
    lastName: `${mark}berg`,
    email: `${mark}@ada.example`,
    billingAddress: { street: `${mark} street`, city: `${mark} city`, country: 'DK' },
  },
  transactionInfo: { note: `${mark} note` },
});

/** Opens a shop that has one of everything, under this mark. */
export async function openParty(server: RunningServer, mark: string): Promise<Party> {
  const shop = await openShop(server, `${mark} shop`);
  const { api, origin } = shop;
  const orderId = `${mark}-order`;
  const callbacks = { notification: `${origin}/${mark}/notify` };
  await brandOf(server, shop, mark);
  const endpoint = await api('POST', '/webhooks', { url: `${origin}/${mark}/hooks`, description: `${mark} endpoint` });
  const { paymentId, sessionId: paidSession } = await paid(shop, { order: {}, session: { order: markedOrder(mark, `${mark}-paid`), callbacks } });
  const open = await shop.link({ session: { order: markedOrder(mark, orderId), callbacks } });
  const started = await startPayment(shop, open.sessionId);
  const others = await shop.link({ session: { order: markedOrder(mark, `${mark}-other`) } });
  const shortCode = await api('POST', `/link/${open.id}/short-code`, {});
  const [method] = (await api('GET', '/payment-methods')).body.methods as { id: string }[];
  const keyed = await keyedOf(shop);
  const deliveries = await deliveriesOf(shop, paidSession);
  return {
    shop,
    merchantId: await merchantIdOf(server, shop),
    mark,
    ids: {
      sessionId: open.sessionId,
      linkId: open.id,
      paymentId,
      startedPaymentId: started.paymentId,
      methodId: method?.id ?? '',
      paymentMethodId: method?.id ?? '',
      endpointId: String(endpoint.body.id),
      deliveryId: deliveries[0]?.id ?? '',
      eventId: deliveries.find(({ eventId }) => eventId)?.eventId ?? '',
    },
    paymentLink: open.paymentLink,
    shortCode: String(shortCode.body.shortCode),
    supportCode: String((await api('GET', `/payment/${paymentId}`)).body.supportCode),
    orderId,
    email: `${mark}@ada.example`,
    cursors: await cursorsOf(shop),
    keyed,
    customerToken: String((await api('POST', `/session/${others.sessionId}/token`)).body.token),
    linkToken: String((await caller(server)('POST', '/link/exchange', { paymentLink: others.paymentLink }, { origin })).body.token),
    close: () => shop.close(),
  };
}

async function brandOf(server: RunningServer, shop: Shop, mark: string): Promise<void> {
  const brand = {
    legalName: `${mark} legal`,
    legalAddress: `${mark} road`,
    taxId: `${mark}tax`,
    website: `https://${mark}.example/`,
    email: `help@${mark}.example`,
  };
  const changed = await shop.api('PATCH', '/merchant', brand);
  if (changed.status !== 200) throw new Error(`No brand: ${changed.status} ${changed.text}`);
  const body = new Uint8Array(logoFiles.palettePng);
  await fetch(`${server.publicUrl}/checkout/v1/api/merchant/logo`, {
    method: 'PUT',
    headers: { authorization: basic(shop), 'content-type': 'image/png' },
    body,
  });
}

async function keyedOf({ api }: Shop): Promise<Party['keyed']> {
  const [key, body] = ['the same key', { order: markedOrder('nobody', 'the same order') }];
  const answer = await api('POST', '/session', body, { 'idempotency-key': key });
  return { key, body, sessionId: String(answer.body.sessionId) };
}

type Listed = { id: string; status: string; eventId: string | null };

/** What was sent about a session, once all of it arrived: a callback, and a webhook. */
function deliveriesOf({ api }: Shop, sessionId: string): Promise<Listed[]> {
  const ask = async () => (await api('GET', `/deliveries?sessionId=${sessionId}`)).body.deliveries as Listed[];
  const isOver = (found: Listed[]) =>
    found.some(({ eventId }) => eventId) && found.some(({ eventId }) => !eventId) && found.every(({ status }) => status === 'DELIVERED');
  return askUntil(ask, isOver, 15_000);
}

async function cursorsOf({ api }: Shop): Promise<Party['cursors']> {
  const next = async (list: string) => String((await api('GET', `/${list}?limit=1`)).body.next);
  return { session: await next('session'), link: await next('link'), payment: await next('payment'), deliveries: await next('deliveries') };
}

/** Those of a stranger's credentials that open every call. */
export const opensAll: readonly string[] = ['the stranger’s password', 'the stranger’s token for management'];

/** What a stranger may hold of its own, and what a customer of the same shop holds of another order. */
export async function credentialsOf(server: RunningServer, stranger: Party, victim: Party): Promise<Readonly<Record<string, string>>> {
  return {
    'the stranger’s password': basic(stranger.shop),
    'the stranger’s token for management': `Bearer ${await tokenOf(server, stranger.shop, '?group=Management')}`,
    'the stranger’s token': `Bearer ${await tokenOf(server, stranger.shop)}`,
    'a token of the stranger’s customer': `Bearer ${stranger.customerToken}`,
    'a token of the stranger’s link': `Bearer ${stranger.linkToken}`,
    'a token of another customer of the shop': `Bearer ${victim.customerToken}`,
    'a token of another link of the shop': `Bearer ${victim.linkToken}`,
    nothing: '',
  };
}
