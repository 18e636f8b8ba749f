import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { askNow, gatewayBooks, sessionStatusOf, statusOf } from '../../fixtures/books.ts';
import { changeAtGateway, sendCallback } from '../../fixtures/forge.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../../fixtures/payer.ts';
import { askUntil } from '../until.ts';
import { type Ground, stopAsking, unheard } from './ground.ts';
import type { Tally } from './tally.ts';

type Falsified = {
  wrong: string;
  falsify: (ground: Ground, paymentId: string) => Promise<unknown>;
  restore: (ground: Ground, paymentId: string) => Promise<unknown>;
};

const transaction = (wrong: string, falsify: string, restore: string): Falsified => ({
  wrong,
  falsify: ({ server }, paymentId) => changeAtGateway(server, paymentId, falsify),
  restore: ({ server }, paymentId) => changeAtGateway(server, paymentId, restore),
});

const changeRequest = ({ server }: Ground, paymentId: string, change: string): Promise<unknown> =>
  queryAsGuest(server.settings, `UPDATE sandbox_payment_request SET ${change} WHERE shop_order_id = (SELECT gateway_order_id FROM payment WHERE id = $1)`, [
    paymentId,
  ]);
const request = (wrong: string, falsify: string, restore: (paymentId: string) => string): Falsified => ({
  wrong,
  falsify: (ground, paymentId) => changeRequest(ground, paymentId, falsify),
  restore: (ground, paymentId) => changeRequest(ground, paymentId, restore(paymentId)),
});

/** What the gateway's books say of a payment that is not what was begun. */
const falsifications: readonly Falsified[] = [
  transaction('amount', 'reserved_minor = 100', 'reserved_minor = 204999'),
  transaction('amount', 'reserved_minor = 20499900', 'reserved_minor = 204999'),
  request('currency', "currency = 'EUR'", () => "currency = 'DKK'"),
  request('terminal', "terminal = 'AltaPay Test MobilePay Terminal'", () => "terminal = 'AltaPay Test Card Terminal'"),
  request(
    'payment id',
    `fields = jsonb_set(fields, '{transaction_info,paymentId}', '"somebody else"')`,
    (paymentId) => `fields = jsonb_set(fields, '{transaction_info,paymentId}', to_jsonb('${paymentId}'::text))`,
  ),
];

const withinMs = 15_000;
const isLogged = ({ server }: Ground, pattern: RegExp): Promise<boolean> =>
  askUntil(
    async () => pattern.test(server.log()),
    (is) => is,
    5_000,
  );

/** A callback with a right checksum about money that the gateway's books tell otherwise settles nothing and is an alarm, until the books are right. */
export async function falsifyBooks(ground: Ground, tally: Tally): Promise<void> {
  for (const given of falsifications) tally.add(`another ${given.wrong} in the gateway’s books`, await falsifyOne(ground, given));
  for (const change of ['amount_minor = amount_minor * 10', "currency = 'EUR'"])
    tally.add('another amount that the gateway is about to move', await askWrongly(ground, change));
}

async function falsifyOne(ground: Ground, { wrong, falsify, restore }: Falsified): Promise<string[]> {
  const { server, shop } = ground;
  const paymentId = await unheard(ground, shop);
  await falsify(ground, paymentId);
  const { status } = await sendCallback(server, paymentId, 'ok');
  const now = await statusOf(server, paymentId);
  const isAlarm = await isLogged(ground, new RegExp(`"paymentId":"${paymentId}".*"wrong":\\["${wrong}"\\].*ALARM`));
  await restore(ground, paymentId);
  await askNow(server, paymentId);
  const later = await askUntil(
    () => statusOf(server, paymentId),
    (is) => is === 'authorized',
    withinMs,
  );
  await stopAsking(ground);
  return [
    ...(status === 303 ? [] : [`the callback was answered ${status}`]),
    ...(now === 'requires_action' ? [] : [`the payment became ${now}`]),
    ...(isAlarm ? [] : ['no alarm was raised']),
    ...(later === 'authorized' ? [] : [`with right books the payment is ${later}`]),
  ];
}

/** The gateway asks whether it may move another amount than the payment's: it may not. */
async function askWrongly(ground: Ground, change: string): Promise<string[]> {
  const { server, shop } = ground;
  const sessionId = await openSession(shop, { order: anOrder() });
  const { paymentId, url } = await startPayment(shop, sessionId);
  await changeRequest(ground, paymentId, change);
  await submitAtGateway(url, pays.card);
  const isAlarm = await isLogged(ground, new RegExp(`"paymentId":"${paymentId}".*ALARM: the gateway was about to move another amount`));
  const [books] = await gatewayBooks(server, paymentId);
  const session = await sessionStatusOf(server, sessionId);
  return [
    ...(isAlarm ? [] : ['no alarm was raised']),
    ...(books?.reserved === 0 && books.captured === 0 ? [] : [`the gateway moved ${JSON.stringify(books)}`]),
    ...(session === 'open' ? [] : [`the session became ${session}`]),
  ];
}
