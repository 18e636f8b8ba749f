import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { askNow, expectSoundBooks, gatewayBooks, statusOf } from '../fixtures/books.ts';
import { type CallbackKind, changeAtGateway, sendCallback, shopOrderIdOf } from '../fixtures/forge.ts';
import { board, openSession, pays, type Started, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterEach(({ server }) => expectSoundBooks(server));
test.afterAll(() => shop.close());

/** A payment whose money has moved at the gateway, of which we have heard nothing yet. */
async function unheard(server: RunningServer): Promise<Started> {
  const started = await startPayment(shop, await openSession(shop, { order: anOrder() }));
  for (const kind of ['ok', 'notification']) await board(server, 'fault', { kind: 'callback_unreachable', method: `callback_${kind}`, times: 100 });
  await submitAtGateway(started.url, pays.card);
  return started;
}

/** Lets the gateway's callbacks through again; a notification that waits would tell the truth by itself, so it goes. */
async function letThrough(server: RunningServer): Promise<void> {
  await queryAsGuest(server.settings, 'DELETE FROM sandbox_notification');
  for (const kind of ['ok', 'notification']) await board(server, 'fault', { kind: 'callback_unreachable', method: `callback_${kind}`, times: 0 });
}

const ended = (text: string) => text.split('/').slice(0, -2).join('/');
const kinds: CallbackKind[] = ['ok', 'fail', 'open', 'notification', 'verify_order'];

for (const { name, forge, isAlarm } of [
  { name: 'the address of another payment', forge: ({ other }) => ({ url: () => other }), isAlarm: true },
  { name: 'an address with another MAC', forge: () => ({ url: (url) => `${ended(url)}/${'A'.repeat(22)}/${url.split('/').at(-1)}` }), isAlarm: false },
  { name: 'an address with a cut MAC', forge: () => ({ url: (url) => url.replace(/.(?=\/[a-z-]+$)/, '') }), isAlarm: false },
  { name: 'a wrong checksum', forge: () => ({ fields: { checksum: '0'.repeat(32) } }), isAlarm: true },
  { name: 'no checksum', forge: () => ({ fields: { checksum: '' } }), isAlarm: true },
  { name: 'an amount other than the checksum’s', forge: () => ({ fields: { amount: '1.00' } }), isAlarm: true },
  { name: 'a right checksum over another order', forge: ({ otherOrder }) => ({ signed: { shop_orderid: otherOrder } }), isAlarm: true },
  { name: 'the payment id of another payment', forge: ({ otherId }) => ({ fields: { 'transaction_info[paymentId]': otherId } }), isAlarm: true },
] as { name: string; forge: (known: { other: string; otherId: string; otherOrder: string }) => Parameters<typeof sendCallback>[3]; isAlarm: boolean }[]) {
  test(`a callback with ${name} is not found and changes nothing`, async ({ server }) => {
    const [victim, another] = [await unheard(server), await unheard(server)];
    const [row] = await queryAsGuest<{ url: string }>(
      server.settings,
      `SELECT fields->'config'->>'callback_ok' AS url FROM sandbox_payment_request r JOIN payment p ON p.gateway_order_id = r.shop_order_id WHERE p.id = $1`,
      [another.paymentId],
    );
    const known = { other: row?.url ?? '', otherId: another.paymentId, otherOrder: await shopOrderIdOf(server, another.paymentId) };
    const alarms = () => server.log().split('a gateway callback without a right checksum').length - 1;
    const before = alarms();
    for (const kind of kinds) expect((await sendCallback(server, victim.paymentId, kind, forge(known))).status).toBe(404);
    for (const { paymentId } of [victim, another]) expect(await statusOf(server, paymentId)).toBe('requires_action');
    if (isAlarm) await expect.poll(() => alarms() - before).toBe(kinds.length);
    await letThrough(server);
    for (const { paymentId } of [victim, another]) await askNow(server, paymentId);
    for (const { paymentId } of [victim, another]) await expect.poll(() => statusOf(server, paymentId)).toBe('authorized');
  });
}

for (const { name, falsify, restore } of [
  { name: 'another amount', falsify: 'reserved_minor = 100', restore: 'reserved_minor = 204999' },
  { name: 'more than the amount', falsify: 'reserved_minor = 20499900', restore: 'reserved_minor = 204999' },
]) {
  test(`a right callback about ${name} at the gateway settles nothing and is an alarm`, async ({ server }) => {
    const { paymentId } = await unheard(server);
    await changeAtGateway(server, paymentId, falsify);
    expect((await sendCallback(server, paymentId, 'ok')).status).toBe(303);
    expect(await statusOf(server, paymentId)).toBe('requires_action');
    await expect.poll(() => server.log()).toMatch(new RegExp(`"paymentId":"${paymentId}".*"wrong":\\["amount"\\].*ALARM`));
    await changeAtGateway(server, paymentId, restore);
    await letThrough(server);
    await askNow(server, paymentId);
    await expect.poll(() => statusOf(server, paymentId)).toBe('authorized');
  });
}

const changeRequest = (server: RunningServer, paymentId: string, change: string) =>
  queryAsGuest(server.settings, `UPDATE sandbox_payment_request SET ${change} WHERE shop_order_id = (SELECT gateway_order_id FROM payment WHERE id = $1)`, [
    paymentId,
  ]);

for (const { wrong, falsify, restore } of [
  { wrong: 'currency', falsify: `currency = 'EUR'`, restore: `currency = 'DKK'` },
  { wrong: 'terminal', falsify: `terminal = 'AltaPay Test MobilePay Terminal'`, restore: `terminal = 'AltaPay Test Card Terminal'` },
  { wrong: 'payment id', falsify: `fields = jsonb_set(fields, '{transaction_info,paymentId}', '"somebody else"')`, restore: '' },
]) {
  test(`a right callback about another ${wrong} at the gateway settles nothing and is an alarm`, async ({ server }) => {
    const { paymentId } = await unheard(server);
    await changeRequest(server, paymentId, falsify);
    expect((await sendCallback(server, paymentId, 'ok')).status).toBe(303);
    expect(await statusOf(server, paymentId)).toBe('requires_action');
    await expect.poll(() => server.log()).toMatch(new RegExp(`"paymentId":"${paymentId}".*"wrong":\\["${wrong}"\\].*ALARM`));
    await changeRequest(server, paymentId, restore || `fields = jsonb_set(fields, '{transaction_info,paymentId}', to_jsonb('${paymentId}'::text))`);
    await letThrough(server);
    await askNow(server, paymentId);
    await expect.poll(() => statusOf(server, paymentId)).toBe('authorized');
  });
}

for (const { name, change } of [
  { name: 'amount', change: 'amount_minor = amount_minor * 10' },
  { name: 'currency', change: `currency = 'EUR'` },
]) {
  test(`a gateway that is about to move another ${name} than the payment’s is refused, and no money moves`, async ({ server }) => {
    const { paymentId, url } = await startPayment(shop, await openSession(shop, { order: anOrder() }));
    await changeRequest(server, paymentId, change);
    await submitAtGateway(url, pays.card);
    await expect.poll(() => server.log()).toMatch(new RegExp(`"paymentId":"${paymentId}".*ALARM: the gateway was about to move another amount`));
    expect(await gatewayBooks(server, paymentId)).toEqual([expect.objectContaining({ reserved: 0, captured: 0 })]);
  });
}
