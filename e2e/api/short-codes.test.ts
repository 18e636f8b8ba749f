import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { sessionStatusOf } from '../fixtures/books.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { rowsAtRest } from '../fixtures/rows.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { sendForm } from '../fixtures/stranger.ts';
import { expect, test } from '../fixtures/test.ts';

test.setTimeout(120_000);

let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  server = await startServer({ database: 'embedded', settings: { TRUST_PROXY: '1' } });
  shop = await openShop(server);
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
});

/** A link of an order, and its short code. */
async function printed(orderId = 'Order-77') {
  const link = await shop.link({ order: { orderId } });
  const { body } = await shop.api('POST', `/link/${link.id}/short-code`, {});
  return { ...link, orderId, code: String(body.shortCode), token: link.paymentLink.replace(/.*\//, '') };
}

const type = (code: string, order: string, headers: Record<string, string> = {}): Promise<Response> =>
  sendForm(server.publicUrl, '/p', new URLSearchParams({ code, order }), headers);

const wrongWords = 'We know no such code with this order number';

test('a link’s short code is made once, is told again as often as it is asked for, and is written nowhere', async () => {
  const link = await shop.link({ order: { orderId: 'Order-1' }, link: { validityTime: 60 } });
  const first = await shop.api('POST', `/link/${link.id}/short-code`, {});
  expect(first.status, first.text).toBe(200);
  expect(first.body).toEqual({
    shortCode: expect.stringMatching(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/),
    address: `${server.publicUrl}/p`,
    orderId: 'Order-1',
    endsAt: expect.any(String),
  });
  expect(Math.abs(Date.parse(String(first.body.endsAt)) - Date.now() - 3_600_000)).toBeLessThan(60_000);
  const again = await Promise.all([1, 2, 3].map(() => shop.api('POST', `/link/${link.id}/short-code`, {})));
  expect(again.map(({ body }) => body)).toEqual([first.body, first.body, first.body]);
  const audit = await queryAsGuest(server.settings, "SELECT FROM audit_entry WHERE subject_id = $1 AND action = 'link.short_code_made'", [link.id]);
  expect(audit).toHaveLength(1);
  const bare = String(first.body.shortCode).replaceAll('-', '').toLowerCase();
  const kept = await queryAsGuest<{ text: string }>(
    server.settings,
    'SELECT (SELECT string_agg(t::text, $$ $$) FROM payment_link t) || (SELECT string_agg(t::text, $$ $$) FROM audit_entry t) AS text',
  );
  expect(kept[0]?.text.toLowerCase()).not.toContain(bare);
  expect(server.log().toLowerCase()).not.toContain(bare);
});

test('a link of which none was asked for has none', async () => {
  const link = await shop.link();
  const [row] = await queryAsGuest<{ hash: unknown }>(server.settings, 'SELECT short_code_hash AS hash FROM payment_link WHERE id = $1', [link.id]);
  expect(row?.hash).toBeNull();
});

test('a short code needs a link that can still be paid, credentials of its merchant, and the group Management', async () => {
  const link = await shop.link();
  const ask = (id: string) => shop.api('POST', `/link/${id}/short-code`, {});
  await shop.api('POST', `/session/${link.sessionId}/link`, {});
  expectProblem(await ask(link.id), 410, 'link_replaced');
  const cancelled = await shop.link();
  await shop.api('POST', `/link/${cancelled.id}/cancel`, {});
  expectProblem(await ask(cancelled.id), 410, 'link_cancelled');
  const ended = await shop.link();
  await shop.api('POST', `/session/${ended.sessionId}/cancel`, {});
  expectProblem(await ask(ended.id), 409, 'session_ended');
  expectProblem(await ask('01890000-0000-7000-8000-000000000000'), 404, 'not_found');
  expectProblem(await ask('nothing'), 404, 'not_found');
  const other = await openShop(server, 'Other');
  const fresh = await shop.link();
  expectProblem(await other.api('POST', `/link/${fresh.id}/short-code`, {}), 404, 'not_found');
  expectProblem(await caller(server)('POST', `/link/${fresh.id}/short-code`, {}), 401, 'unauthenticated');
  expectProblem(await caller(server, `Bearer ${await tokenOf(server, shop)}`)('POST', `/link/${fresh.id}/short-code`, {}), 403, 'forbidden');
  await other.close();
});

test('code and order number open the payment page, as people type them', async () => {
  const { code, orderId, token } = await printed('Order-77');
  const typings = [
    [code, orderId],
    [code.toLowerCase().replaceAll('-', ''), ' ORDER-77 '],
    [code.replaceAll('-', ' – '), '#order-77'],
    [code.replaceAll('0', 'O').replaceAll('1', 'l'), '# Order-77'],
  ];
  for (const [typed = '', order = ''] of typings) {
    const answer = await type(typed, order);
    expect([answer.status, answer.headers.get('location')], typed).toEqual([303, `/pay/${token}`]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
  expect((await fetch(`${server.publicUrl}/pay/${token}`)).status).toBe(200);
});

test('a wrong code, a wrong order number and an unknown code are answered alike, word for word', async () => {
  const { code, orderId } = await printed();
  const stranger = await printed('Other order');
  const wrongChar = code.startsWith('0') ? `2${code.slice(1)}` : `0${code.slice(1)}`;
  const shown = async (typed: string, order: string) => {
    const answer = await type(typed, order);
    const text = await answer.text();
    expect(answer.status).toBe(404);
    expect(text).toContain(wrongWords);
    expect([answer.headers.get('x-robots-tag'), answer.headers.get('cache-control')]).toEqual(['noindex, nofollow, noarchive', 'no-store']);
    return text.replaceAll(/nonce="[^"]*"| value="[^"]*"/g, '');
  };
  const answers = [
    await shown(wrongChar, orderId),
    await shown(code, 'Order-78'),
    await shown(stranger.code, orderId),
    await shown('0000-0000-0000', orderId),
    await shown('nonsense', orderId),
    await shown(code, ''),
    await shown('', ''),
  ];
  expect(new Set(answers).size).toBe(1);
});

test('with its link the code ends at once: replaced, cancelled, expired', async () => {
  const replaced = await printed('R-1');
  await shop.api('POST', `/session/${replaced.sessionId}/link`, {});
  const cancelled = await printed('C-1');
  await shop.api('POST', `/link/${cancelled.id}/cancel`, {});
  const expired = await printed('E-1');
  await queryAsGuest(
    server.settings,
    "UPDATE payment_link SET created_at = now() - interval '2 hours', valid_until = now() - interval '1 hour' WHERE id = $1",
    [expired.id],
  );
  for (const { code, orderId } of [replaced, cancelled, expired]) expect((await type(code, orderId)).status, orderId).toBe(404);
});

test('the code of a paid order leads to its receipt as long as the link lives', async () => {
  const { code, orderId, token, sessionId } = await printed('P-1');
  await submitAtGateway((await startPayment(shop, sessionId)).url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  expect((await type(code, orderId)).headers.get('location')).toBe(`/pay/${token}`);
});

test('a form from another site is refused', async () => {
  const { code, orderId } = await printed();
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
    expect((await type(code, orderId, headers as Record<string, string>)).status).toBe(403);
});

test('looking at the page and guessing change nothing', async () => {
  const { code } = await printed();
  const before = await rowsAtRest(server);
  expect((await fetch(`${server.publicUrl}/p`)).status).toBe(200);
  await type(code, 'wrong');
  await type(code, 'Order-77');
  expect(await rowsAtRest(server)).toEqual(before);
});

test('no address has more than ten tries a minute, right ones too; whoever is limited is told when to come back, and others are not', async () => {
  const { code, orderId, token } = await printed();
  const from = { 'x-forwarded-for': '203.0.113.7' };
  for (let tries = 0; tries < 10; tries++) expect((await type('0000-0000-0000', orderId, from)).status).toBe(404);
  const limited = await type(code, orderId, from);
  expect(limited.status).toBe(429);
  const seconds = Number(limited.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(30);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await limited.text()).toContain(`You can try again in ${seconds} seconds`);
  expect((await type(code, orderId)).headers.get('location')).toBe(`/pay/${token}`);
  const network = (host: number) => ({ 'x-forwarded-for': `2001:db8:7:7::${host}` });
  for (let host = 1; host <= 10; host++) expect((await type('0000-0000-0000', orderId, network(host))).status).toBe(404);
  expect((await type(code, orderId, network(11))).status).toBe(429);
});

test('what is no form is answered by the page, never by a fault of ours', async () => {
  const send = (body: BodyInit, contentType: string) =>
    fetch(`${server.publicUrl}/p`, {
      method: 'POST',
      body,
      headers: { 'content-type': contentType, 'x-forwarded-for': `10.9.9.${body.toString().length % 250}` },
    });
  for (const [body, contentType] of [
    ['{}', 'application/json'],
    ['--x--', 'multipart/form-data; boundary=x'],
    ['code=%FF%FE&order=%00', 'application/x-www-form-urlencoded'],
    ['code=a&code=b', 'application/x-www-form-urlencoded'],
    [`code=${'a'.repeat(100_000)}&order=${'b'.repeat(100_000)}`, 'application/x-www-form-urlencoded'],
  ] as const) {
    const answer = await send(body, contentType);
    expect(answer.status, body.slice(0, 40)).toBe(404);
    expect((await answer.text()).length).toBeLessThan(60_000);
  }
  expect((await fetch(`${server.publicUrl}/p`, { method: 'PUT' })).status).toBe(405);
});
