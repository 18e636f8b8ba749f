import { createHash } from 'node:crypto';
import { cut } from '#lib/testing/mortal-process.ts';
import type { Act } from './act.ts';
import { count, must, pick, type Try } from './facts.ts';
import type { WireFault } from './loopback.ts';
import { type Answered, ask } from './speak.ts';
import type { World } from './world.ts';

const send = (world: World, path: string, body: string): Promise<Answered | typeof cut> =>
  ask(world, { method: 'POST', path, body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });

/** A callback that was sent before comes again: at once, after others, or long after. */
export const sendCallbackAgain = (which: number, isLatest: boolean): Act => ({
  kind: isLatest ? 'a duplicate callback' : 'a late callback, out of order',
  words: isLatest ? 'the latest callback comes again' : `callback ${which} comes again`,
  can: ({ tries }) => tries.length > 0,
  run: async (model, world) => {
    const sent = world.callbacks;
    if (sent.length === 0) return;
    const { path, body } = isLatest ? pick(sent, 0) : pick(sent, which);
    await send(world, path, body);
    count(model, '→ callback heard again');
  },
});

type Addressed = { paymentId: string; secret: string; base: string; fields: { amount: string; currency: string; shop_orderid: string } };

/** What the gateway knows of a try: where it calls us, and what its checksum signs. */
async function addressOf(world: World, { id, session }: Try): Promise<Addressed | undefined> {
  const [row] = await world.rows<{ url: string; orderId: string; amount: string }>(
    `SELECT r.fields->'config'->>'callback_ok' AS url, r.shop_order_id AS "orderId", (r.amount_minor / 100.0)::numeric(20, 2)::text AS amount
     FROM sandbox_payment_request r JOIN payment p ON p.gateway_order_id = r.shop_order_id WHERE p.id = $1::uuid`,
    id,
  );
  if (!row) return undefined;
  const secret = world.shops[session.shop].gatewaySecret;
  const base = new URL(row.url).pathname.replace(/\/ok$/, '');
  return { paymentId: id, secret, base, fields: { amount: row.amount, currency: '208', shop_orderid: row.orderId } };
}

/** A callback's form with a right checksum, whatever it says. */
function formOf({ fields, secret, paymentId }: Addressed, changed: Partial<Addressed['fields']>, more: Record<string, string>): string {
  const signed = { ...fields, ...changed };
  const text = `amount=${signed.amount},currency=${signed.currency},secret=${secret},shop_orderid=${signed.shop_orderid}`;
  const checksum = createHash('md5').update(text).digest('hex');
  return new URLSearchParams({ ...signed, checksum, 'transaction_info[paymentId]': paymentId, ...more }).toString();
}

export const lies = ['ok', 'fail', 'open', 'notification'] as const;

/** A callback with a right checksum that says what is not so: it is a reason to ask, and no more. */
export const lie = (which: number, kind: (typeof lies)[number]): Act => ({
  kind: 'a callback that lies',
  words: `a callback "${kind}" about try ${which} that is not so`,
  can: ({ tries }) => tries.length > 0,
  run: async (model, world) => {
    const about = await addressOf(world, pick(model.tries, which));
    const status = { ok: 'succeeded', fail: 'failed', open: 'open', notification: 'succeeded' }[kind];
    if (about) await send(world, `${about.base}/${kind}`, formOf(about, {}, { status }));
  },
});

export const forgeries = ['checksum', 'address', 'amount', 'currency', 'other payment'] as const;
export type Forgery = (typeof forgeries)[number];

/** A callback that the gateway did not send. It is not found, and money is not let go for it. */
export const forge = (which: number, forgery: Forgery): Act => ({
  kind: `a forged callback: ${forgery}`,
  words: `a callback about try ${which} with a forged ${forgery}`,
  can: ({ tries }) => tries.length > 0,
  run: async (model, world) => {
    const one = pick(model.tries, which);
    const [about, other] = await Promise.all([addressOf(world, one), addressOf(world, pick(model.tries, which + 1))]);
    if (!about || !other) return;
    const told = { status: 'succeeded' };
    const isNotFound = async (path: string, body: string) => {
      const answered = await send(world, path, body);
      must(answered === cut || answered.status === 404, `a forged callback (${forgery}) was answered ${answered === cut ? '' : answered.status}`);
    };
    if (forgery === 'checksum') await isNotFound(`${about.base}/ok`, formOf({ ...about, secret: 'guessed' }, {}, told));
    if (forgery === 'address') await isNotFound(`${about.base.slice(0, -3)}AAA/ok`, formOf(about, {}, told));
    if (forgery === 'other payment' && other.paymentId !== about.paymentId) await isNotFound(`${about.base}/ok`, formOf(other, {}, told));
    if (forgery === 'amount') await isRefused(world, about, { amount: '0.01' });
    if (forgery === 'currency') await isRefused(world, about, { currency: '978' });
  },
});

/** Asked whether another amount may move, we never say OKAY. */
async function isRefused(world: World, about: Addressed, changed: Partial<Addressed['fields']>): Promise<void> {
  const answered = await send(world, `${about.base}/verify-order`, formOf(about, changed, {}));
  must(answered === cut || answered.text.trim() !== 'OKAY', `another amount was let go: ${JSON.stringify(changed)}`);
}

/** The network to and from the gateway, or to a shop, fails these next calls. */
export const breakCalls = (fault: WireFault, times: number): Act => ({
  kind: `the network fails: ${fault.method === 'shop' ? 'a shop' : 'the gateway'}`,
  words: `the next ${times} calls of ${fault.method} are ${fault.kind}`,
  can: () => true,
  run: async (_model, world) => {
    world.faults.push(...Array.from({ length: times }, () => fault));
  },
});
