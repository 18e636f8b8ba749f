import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../../fixtures/payer.ts';
import { openShop } from '../../fixtures/shop.ts';
import { askUntil } from '../until.ts';
import { anEndpoint, type Ground } from './ground.ts';

/** A try at an address, and why it failed; null where the sender keeps no reason. */
export type Tried = { url: string; error: string | null };

/**
 * Something that sends to addresses that came to stand in its table, whoever let them in. It answers with what was tried
 * within the time.
 */
export type Sender = { name: string; says: RegExp; send: (ground: Ground, addresses: readonly string[]) => Promise<Tried[]> };

const refusedByGuard = /^(?:The address must |Invalid URL)/;
const withinMs = 90_000;

/** Everything that sends. */
export const senders: readonly Sender[] = [
  { name: 'callbacks of sessions', says: refusedByGuard, send: sendCallbacks },
  { name: 'webhooks', says: refusedByGuard, send: sendWebhooks },
  { name: 'the test-send of a webhook endpoint', says: refusedByGuard, send: sendTests },
  // It keeps no reason. Its second try begins when the first has ended.
  { name: 'callbacks of the sandbox', says: /^$/, send: sendAsSandbox },
];

/** A customer pays an order with these callbacks. Answers the payment's id. */
export async function payFor({ shop }: Ground, callbacks: object): Promise<string> {
  const { paymentId, url } = await startPayment(shop, await openSession(shop, { order: anOrder(), callbacks }));
  await submitAtGateway(url, pays.card);
  return paymentId;
}

/** The first try at each callback of these payments, once there are as many. */
export const firstTries = ({ server }: Ground, payments: readonly string[], count: number): Promise<Tried[]> =>
  askUntil(
    () =>
      queryAsGuest<Tried>(
        server.settings,
        `SELECT DISTINCT ON (d.id) d.url, a.error FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id
         WHERE d.payment_id = ANY($1::uuid[]) ORDER BY d.id, a.started_at`,
        [payments],
      ),
    (tried) => tried.length >= count,
    withinMs,
  );

async function sendCallbacks(ground: Ground, addresses: readonly string[]): Promise<Tried[]> {
  const known = `${ground.named.origin}/session`;
  const paymentId = await payFor(ground, { notification: known });
  await firstTries(ground, [paymentId], 1);
  await queryAsGuest(
    ground.server.settings,
    `INSERT INTO delivery (id, merchant_id, session_id, queue, payment_id, kind, fact, url, content_type, body, status, attempts, due_at, created_at)
     SELECT gen_random_uuid(), merchant_id, session_id, queue, payment_id, kind, 'copy ' || n, planted, content_type, body, 'pending', 0, now(), now()
     FROM delivery, unnest($2::text[]) WITH ORDINALITY AS planted(planted, n) WHERE payment_id = $1`,
    [paymentId, addresses],
  );
  return (await firstTries(ground, [paymentId], addresses.length + 1)).filter(({ url }) => url !== known);
}

/** A merchant may have fifty endpoints; these leave room. */
const endpointsAtOnce = 40;

async function sendWebhooks(ground: Ground, addresses: readonly string[]): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (let start = 0; start < addresses.length; start += endpointsAtOnce)
    tried.push(...(await tellEndpoints(ground, addresses.slice(start, start + endpointsAtOnce))));
  return tried;
}

/** One event for as many endpoints, each of which has come to stand at one of these addresses; what the first tries came to. */
async function tellEndpoints(ground: Ground, addresses: readonly string[]): Promise<Tried[]> {
  const { settings } = ground.server;
  const teller = await openShop(ground.server, 'Many endpoints');
  try {
    const byId = new Map<string, string>();
    for (const url of addresses) {
      const { body } = await teller.api('POST', '/webhooks', { url: `${ground.named.origin}/endpoint` });
      await moveEndpoint(ground, String(body.id), url);
      byId.set(String(body.id), url);
    }
    const sessionId = await openSession(teller, { order: anOrder() });
    await teller.api('POST', `/session/${sessionId}/cancel`, {});
    const query = `SELECT DISTINCT ON (d.id) d.endpoint_id::text AS id, a.error FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id
       WHERE d.endpoint_id = ANY($1::uuid[]) ORDER BY d.id, a.started_at`;
    const ask = () => queryAsGuest<{ id: string; error: string | null }>(settings, query, [[...byId.keys()]]);
    const tried = await askUntil(ask, (tries) => tries.length >= byId.size, withinMs);
    return tried.map(({ id, error }) => ({ url: byId.get(id) ?? '', error }));
  } finally {
    await teller.close();
  }
}

const moveEndpoint = ({ server }: Ground, id: string, address: string): Promise<unknown> =>
  queryAsGuest(server.settings, 'UPDATE webhook_endpoint SET url = $2 WHERE id = $1', [id, address]);

async function sendTests(ground: Ground, addresses: readonly string[]): Promise<Tried[]> {
  const tried: Tried[] = [];
  const id = await anEndpoint(ground);
  for (const url of addresses) {
    await moveEndpoint(ground, id, url);
    const { body, status } = await ground.shop.api('POST', `/webhooks/${id}/test`, {});
    tried.push({ url, error: (body.answer as { error: string | null } | undefined)?.error ?? `answered ${status}` });
  }
  return tried;
}

async function sendAsSandbox({ server }: Ground, addresses: readonly string[]): Promise<Tried[]> {
  await queryAsGuest(
    server.settings,
    `INSERT INTO sandbox_notification (id, account_id, url, body, attempts, due_at, created_at)
     SELECT gen_random_uuid(), (SELECT id FROM sandbox_account LIMIT 1), planted, 'a=b', 0, now(), now() FROM unnest($1::text[]) AS planted`,
    [addresses],
  );
  const ask = () => queryAsGuest<Tried>(server.settings, "SELECT url, NULL AS error FROM sandbox_notification WHERE attempts > 1 AND body = 'a=b'");
  return askUntil(ask, (tried) => tried.length >= addresses.length, withinMs);
}
