import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { demo } from '../../prisma/seed.ts';
import { sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { sendCallback } from '../fixtures/forge.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { isSigned, openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.setTimeout(120_000);

let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  server = await startServer({ database: 'postgres' });
  shop = await openShop(server);
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
});

/** Runs `npm run merchant -- …` and answers what it said, with its exit code. */
async function merchant(...args: string[]): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['.build/merchant.js', ...args], { env: server.settings });
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, said: stderr };
  }
}

const idOf = async (username: string): Promise<string> =>
  (await queryAsGuest<{ id: string }>(server.settings, 'SELECT merchant_id AS id FROM api_user WHERE username = $1', [username]))[0]?.id ?? '';

test('merchants are listed with what an operator needs to change them', async () => {
  const { said } = await merchant('list');
  expect(said).toContain(`${await idOf(shop.username)}  Fjord & Sons`);
  expect(said).toContain(`API users ${shop.username} · late payments undo · origins ${shop.origin}`);
});

test('a merchant that is disabled takes no payment until it is enabled again', async () => {
  const id = await idOf(shop.username);
  const { paymentLink } = await shop.link();
  expect((await merchant('change', '--id', id, '--disable')).code).toBe(0);
  expect((await fetch(paymentLink)).status).toBe(503);
  expect((await merchant('change', '--id', id, '--enable')).code).toBe(0);
  expect((await fetch(paymentLink)).status).toBe(200);
});

test('callback secrets are changed without a callback that a shop must refuse: both sign, then the new one alone', async () => {
  const id = await idOf(shop.username);
  const { said } = await merchant('change', '--id', id, '--new-callback-secret');
  const added = /callback secret +(\S+)/.exec(said)?.[1] ?? '';
  expect(added).toMatch(/^[\w-]{40,}$/);
  const tell = async (path: string) => {
    const { url } = await startPayment(shop, await openSession(shop, { order: anOrder(), callbacks: { notification: `${shop.origin}${path}` } }));
    await submitAtGateway(url, pays.card);
    await expect.poll(() => shop.callbacks.filter((callback) => callback.path === path).length).toBe(1);
    const callback = shop.callbacks.find((one) => one.path === path);
    return callback ? [shop.callbackSecret, added].map((secret) => isSigned(callback, secret)) : [];
  };
  expect(await tell('/rotating')).toEqual([true, true]);
  for (let more = 0; more < 3; more += 1) expect((await merchant('change', '--id', id, '--new-callback-secret')).code).toBe(0);
  expect((await merchant('change', '--id', id, '--new-callback-secret')).said).toContain('--end-callback-secrets');
  const last = await merchant('change', '--id', id, '--end-callback-secrets', '--new-callback-secret');
  expect(last.code).toBe(0);
  expect((await merchant('change', '--id', id, '--end-callback-secrets')).code).toBe(0);
  expect(await tell('/rotated')).toEqual([false, false]);
});

test('a terminal with a secret of its own is believed by that one only; the others by the account’s', async () => {
  const id = await idOf(shop.username);
  await merchant('change', '--id', id, '--terminal-secret', 'AltaPay Test Card Terminal=another-secret-of-the-terminal');
  const [card, wallet] = [await openSession(shop, { order: anOrder() }), await openSession(shop, { order: anOrder() })];
  const paid = await startPayment(shop, card);
  await queryAsGuest(server.settings, `UPDATE sandbox_payment_request SET fields = fields #- '{config,callback_verify_order}'`);
  await submitAtGateway(paid.url, pays.card);
  expect((await sendCallback(server, paid.paymentId, 'ok')).status).toBe(404);
  expect(await statusOf(server, paid.paymentId)).toBe('requires_action');
  const other = await startPayment(shop, wallet, 'MOBILEPAY');
  await submitAtGateway(other.url, pays.approves);
  await expect.poll(() => sessionStatusOf(server, wallet)).toBe('paid');
  await merchant('change', '--id', id, '--terminal-secret', `AltaPay Test Card Terminal=${demo.gateway.secret}`);
  expect((await sendCallback(server, paid.paymentId, 'ok')).status).toBe(303);
  expect(await sessionStatusOf(server, card)).toBe('paid');
});

for (const { args, says } of [
  { args: ['change', '--name', 'X'], says: '--id is missing' },
  { args: ['change', '--id', 'no-id', '--name', 'X'], says: 'must be a merchant id' },
  { args: ['change', '--id', '00000000-0000-4000-8000-000000000000', '--name', 'X'], says: 'There is no merchant' },
  { args: ['create', '--name', 'X', '--late-payments', 'maybe'], says: '--late-payments must be undo or accept' },
  { args: ['create', '--name', 'X', '--gateway-user', 'u', '--gateway-password', 'p', '--gateway-secret', ''], says: 'none of them is empty' },
  { args: ['create', '--name', 'X', '--terminal-secret', 'no secret'], says: 'must look like "My Terminal=secret"' },
  { args: ['create', '--name', 'X', '--disable'], says: 'belong to change' },
]) {
  test(`"merchant ${args.join(' ')}" is refused in one line that says why`, async () => {
    const { code, said } = await merchant(...args);
    expect(code).toBe(1);
    expect(said).toContain(says);
    expect(said.trim().split('\n')).toHaveLength(1);
  });
}

test('live mode names every merchant that could not be paid and refuses to start; switched off, they are in nobody’s way', async () => {
  const live = {
    MODE: 'live',
    DEMO: '0',
    PUBLIC_URL: 'https://pay.example',
    GATEWAY_URL: 'https://gateway.example',
    SANDBOX_URL: '',
    SANDBOX_PORT: '',
    CALLBACK_TARGETS: '',
  };
  const test = Object.fromEntries(Object.keys(live).map((name) => [name, server.settings[name] ?? '']));
  await expect(server.restart(live)).rejects.toThrow(/Live mode refuses to start while these merchants could not be paid/);
  const told = server.log();
  expect(told).toContain(`Demo Shop (${await idOf('demo')}): its gateway is the sandbox`);
  expect(told).toContain(`Fjord & Sons (${await idOf(shop.username)}): its gateway has no https address`);
  for (const username of ['demo', shop.username]) expect((await merchant('change', '--id', await idOf(username), '--disable')).code).toBe(0);
  await server.restart();
  await server.restart({ ...test });
});
