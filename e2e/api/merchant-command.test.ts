import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { logoFiles } from '#lib/testing/logo-files.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { demo } from '../../prisma/seed.ts';
import { basic, caller, tokenOf } from '../fixtures/api.ts';
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
  test.setTimeout(90_000);
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

test('merchants are listed with what an operator needs to change them: keys with their ages and last use, gateway and terminals', async () => {
  await caller(server, basic(shop))('GET', '/payment-methods');
  await expect
    .poll(async () => (await merchant('list')).said)
    .toMatch(new RegExp(`API user ${shop.username} · made [\\d-]+ \\(today\\) · last used [\\d-]+ \\d\\dh UTC`));
  const { said } = await merchant('list');
  expect(said).toContain(`${await idOf(shop.username)}  Fjord & Sons\n  late payments undo · origins ${shop.origin}\n  API user ${shop.username}`);
  expect(said).toMatch(/callback secret s0 · made [\d-]+ \(today\)\n {2}gateway http:\S+ as sandbox · terminals: AltaPay Test Card Terminal, /);
  for (const secret of [shop.password, shop.callbackSecret, demo.gateway.secret]) expect(said).not.toContain(secret);
});

test('a merchant that is disabled takes no payment, and neither its password nor its tokens open anything, from the next request on', async () => {
  const id = await idOf(shop.username);
  const { paymentLink } = await shop.link();
  const callers = [caller(server, basic(shop)), caller(server, `Bearer ${await tokenOf(server, shop, '?group=Management')}`)];
  const statuses = () => Promise.all(callers.map(async (call) => (await call('GET', '/payment-methods')).status));
  expect(await statuses()).toEqual([200, 200]);
  expect((await merchant('disable', '--id', id)).code).toBe(0);
  expect((await fetch(paymentLink)).status).toBe(503);
  expect(await statuses()).toEqual([401, 401]);
  expect((await merchant('list')).said).toContain('Fjord & Sons  (disabled)');
  expect((await merchant('enable', '--id', id)).code).toBe(0);
  expect((await fetch(paymentLink)).status).toBe(200);
  expect(await statuses()).toEqual([200, 200]);
});

const shown = (said: string, label: string): string => new RegExp(`${label} +(\\S+)`).exec(said)?.[1] ?? '';

test('an API user is rotated without a moment in which none works: both open, then the new one alone', async () => {
  const rotating = await openShop(server, 'Rotating');
  const id = await idOf(rotating.username);
  const { said } = await merchant('rotate', '--id', id);
  const next = { username: shown(said, 'API user'), password: shown(said, 'API password') };
  expect(next.password).toMatch(/^[\w-]{32}$/);
  const token = await tokenOf(server, rotating, '?group=Management');
  const opens = async (authorization: string) => (await caller(server, authorization)('GET', '/payment-methods')).status;
  expect([await opens(basic(rotating)), await opens(basic(next))]).toEqual([200, 200]);
  expect((await merchant('rotate', '--id', id)).said).toContain('--end-old');
  const ended = await merchant('rotate', '--id', id, '--end-old');
  expect(ended.said).toContain(`API user ${rotating.username} is ended`);
  expect([await opens(basic(rotating)), await opens(`Bearer ${token}`), await opens(basic(next))]).toEqual([401, 401, 200]);
  expect((await merchant('rotate', '--id', id, '--end-old')).said).toContain('nothing is ended');
  expect((await merchant('disable', '--id', id)).said).toContain('Rotating');
  await rotating.close();
});

test('the use of an API user is noted at most once an hour', async () => {
  const noted = async () =>
    (await queryAsGuest<{ at: string }>(server.settings, 'SELECT last_used_at::text AS at FROM api_user WHERE username = $1', [shop.username]))[0]?.at;
  const age = (interval: string) =>
    queryAsGuest(server.settings, `UPDATE api_user SET last_used_at = now() - interval '${interval}' WHERE username = $1`, [shop.username]);
  const use = () => caller(server, basic(shop))('GET', '/payment-methods');
  await age('59 minutes');
  const before = await noted();
  await use();
  await use();
  expect(await noted()).toBe(before);
  await age('61 minutes');
  const old = await noted();
  await Promise.all(Array.from({ length: 8 }, use));
  await expect.poll(noted).not.toBe(old);
});

test('callback secrets are changed without a callback that a shop must refuse: both sign, then the new one alone', async () => {
  const id = await idOf(shop.username);
  const added = shown((await merchant('rotate', '--id', id, '--callback-secret')).said, 'callback secret');
  expect(added).toMatch(/^[\w-]{40,}$/);
  const tell = async (path: string) => {
    const { url } = await startPayment(shop, await openSession(shop, { order: anOrder(), callbacks: { notification: `${shop.origin}${path}` } }));
    await submitAtGateway(url, pays.card);
    await expect.poll(() => shop.callbacks.filter((callback) => callback.path === path).length).toBe(1);
    const callback = shop.callbacks.find((one) => one.path === path);
    return callback ? [shop.callbackSecret, added].map((secret) => isSigned(callback, secret)) : [];
  };
  expect(await tell('/rotating')).toEqual([true, true]);
  expect((await merchant('rotate', '--id', id, '--callback-secret')).said).toContain('--end-old');
  expect((await merchant('rotate', '--id', id, '--callback-secret', '--end-old')).code).toBe(0);
  expect(await tell('/rotated')).toEqual([false, true]);
  expect((await merchant('list')).said).toContain(`API user ${shop.username}`);
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

test('a merchant’s brand is shown, changed and cleared; what is wrong changes nothing and is said by the name of its option', async () => {
  const id = await idOf(shop.username);
  expect((await merchant('brand', id)).said).toMatch(/Fjord & Sons\n {2}colour +none\n {2}logo +none\n[\s\S]*time-zone +UTC\n {2}receipts +on\n$/);
  const folder = mkdtempSync(join(tmpdir(), 'brand-'));
  const files = { logo: join(folder, 'logo.jpg'), broken: join(folder, 'broken.png') };
  writeFileSync(files.logo, logoFiles.jpeg);
  writeFileSync(files.broken, logoFiles.palettePng.subarray(0, 60));
  const given = ['--colour', '#C2185B', '--logo', files.logo, '--email', 'help@fjord.example', '--address', 'Havnegade 12, 8000 Aarhus C', '--receipts', 'off'];
  const { code, said } = await merchant('brand', id, ...given);
  expect(code).toBe(0);
  expect(said).toMatch(/colour +#c2185b\n {2}logo +http\S+\/brand\/[0-9a-f]{32}\.png \(24 × 16\)\n {2}email +help@fjord\.example\n/);
  expect(said).toMatch(/address +Havnegade 12, 8000 Aarhus C\n[\s\S]*receipts +off\n/);
  expect((await shop.api('GET', '/merchant')).body).toMatchObject({ legalAddress: 'Havnegade 12\n8000 Aarhus C', mailsReceipts: false });
  for (const [args, says] of [
    [['--colour', 'red'], '--colour must be a colour as #rrggbb.'],
    [['--terms', 'http://shop.example'], '--terms must be an https address.'],
    [['--receipts', 'maybe'], '--receipts must be on or off.'],
    [['--name', ''], '--name must not be empty.'],
    [['--email', 'new@fjord.example', '--logo', files.broken], 'This is no whole PNG or JPEG.'],
    [['--logo', join(folder, 'none.png')], 'there is no such file'],
  ] as const) {
    const refused = await merchant('brand', id, ...args);
    expect([refused.code, refused.said]).toEqual([1, expect.stringContaining(says)]);
    expect(refused.said.trim().split('\n')).toHaveLength(1);
  }
  expect((await merchant('brand', '--id', id)).said).toBe(said);
  const cleared = await merchant('brand', id, '--colour', '', '--logo', 'none', '--email', '', '--address', '', '--receipts', 'on');
  expect(cleared.said).toMatch(/colour +none\n {2}logo +none\n {2}email +none\n/);
});

for (const { args, says } of [
  { args: ['change', '--name', 'X'], says: '--id is missing' },
  { args: ['brand'], says: '--id is missing' },
  { args: ['brand', '00000000-0000-4000-8000-000000000000'], says: 'There is no merchant' },
  { args: ['brand', 'x', 'y'], says: 'Unknown argument: y' },
  { args: ['change', '--id', '00000000-0000-4000-8000-000000000000', '--colour', '#c2185b'], says: 'change takes no --colour' },
  { args: ['change', '--id', 'no-id', '--name', 'X'], says: 'must be a merchant id' },
  { args: ['change', '--id', '00000000-0000-4000-8000-000000000000', '--name', 'X'], says: 'There is no merchant' },
  { args: ['create', '--name', 'X', '--late-payments', 'maybe'], says: '--late-payments must be undo or accept' },
  { args: ['create', '--name', 'X', '--gateway-user', 'u', '--gateway-password', 'p', '--gateway-secret', ''], says: 'none of them is empty' },
  { args: ['create', '--name', 'X', '--terminal-secret', 'no secret'], says: 'must look like "My Terminal=secret"' },
  { args: ['create', '--name', 'X', '--end-old'], says: 'create takes no --end-old' },
  { args: ['change', '--id', '00000000-0000-4000-8000-000000000000', '--callback-secret'], says: 'change takes no --callback-secret' },
  { args: ['disable'], says: '--id is missing' },
  { args: ['rotate', '--id', '00000000-0000-4000-8000-000000000000'], says: 'There is no merchant' },
  { args: ['list', '--name', 'X'], says: 'list takes no --name' },
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
  for (const username of ['demo', shop.username]) expect((await merchant('disable', '--id', await idOf(username))).code).toBe(0);
  await server.restart();
  await server.restart({ ...test });
});
