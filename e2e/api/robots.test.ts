import { expect, test } from '@playwright/test';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { board } from '../fixtures/payer.ts';
import { type Robot, robots, type Visit, visit } from '../fixtures/robots.ts';
import { changedTables, rowsAtRest, rowsOf } from '../fixtures/rows.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';

// A service of its own: what other tests left behind may be worked on in the background.
let server: RunningServer;
let shop: Shop;
const merchant = 'Fjord & Sons';
test.beforeAll(async () => {
  test.setTimeout(90_000);
  server = await startServer({ database: 'embedded' });
  shop = await openShop(server, merchant);
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
});

const minuteMs = 60_000;
const person = { 'sec-fetch-site': 'same-origin' };

/** The proof that a page was drawn by us, read from the page as any reader of its HTML can. */
async function nonceOf(paymentLink: string): Promise<string> {
  const { text } = await visit(paymentLink, { method: 'GET', headers: {} });
  const nonce = /data-nonce="([\w-]{16,})"/.exec(text)?.[1] ?? /"nonce\\?":\\?"([\w-]{16,})\\?"/.exec(text)?.[1];
  if (!nonce) throw new Error('The page carries no nonce.');
  return nonce;
}

/** Sends what a form would. */
const post = (address: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(address, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' });

async function openAsPerson({ paymentLink, id }: { paymentLink: string; id: string }): Promise<void> {
  const answer = await post(`${paymentLink}/opened`, { nonce: await nonceOf(paymentLink) }, person);
  expect({ status: answer.status, openings: await openingsOf(id) }).toEqual({ status: 204, openings: 1 });
}

/** Everything one robot fetches at a link; fails when an answer is not the one of its state. */
async function comes(robot: Robot, paymentLink: string, state: number): Promise<void> {
  const methods = new Set<Robot['method']>([robot.method, 'GET', 'HEAD']);
  for (const { path, method } of [...[...methods].map((each) => ({ path: '', method: each })), { path: '/status', method: 'GET' as const }]) {
    const answer = await visit(`${paymentLink}${path}`, { method, headers: robot.headers });
    const expected = method === 'OPTIONS' ? 405 : path === '/status' && state !== 404 ? 200 : state;
    const told = `${robot.name}: ${method} ${path || 'the page'}`;
    expect(answer.status, told).toBe(expected);
    expect(answer.headers.get('x-robots-tag'), told).toMatch(/\bnoindex\b/);
    expect(answer.headers.get('cache-control'), told).toBe('no-store');
    if (method === 'HEAD') expect(answer.text, told).toBe('');
  }
}

const atOnce = 8;

/** Every robot comes by, a few at once as scanners do; none changes a row. */
async function allCome(paymentLink: string, state: number, chosen = robots): Promise<void> {
  const before = await rowsAtRest(server);
  for (let first = 0; first < chosen.length; first += atOnce) {
    const group = chosen.slice(first, first + atOnce);
    await Promise.all(group.map((robot) => comes(robot, paymentLink, state)));
    const names = group.map(({ name }) => name).join(', ');
    expect(changedTables(before, await rowsOf(server)), `rows after ${names}`).toEqual([]);
  }
}

/** A few of every kind. */
const some = robots.filter((_, index) => index % 8 === 0);

const openingsOf = async (linkId: string): Promise<number> =>
  (await queryAsGuest(server.settings, "SELECT FROM audit_entry WHERE subject_id = $1 AND action = 'link.opened'", [linkId])).length;

test('at least 40 different robots are known by name and by what they send', () => {
  expect(robots.length).toBeGreaterThanOrEqual(40);
  expect(new Set(robots.map(({ name }) => name)).size).toBe(robots.length);
  expect(new Set(robots.map(({ method, headers }) => JSON.stringify([method, headers]))).size).toBe(robots.length);
});

test('without visitors the fingerprint of all rows stays the same; one row written anew, even with its own values, changes it', async () => {
  const link = await shop.link();
  const before = await rowsAtRest(server);
  expect(Object.keys(before).length).toBeGreaterThan(15);
  // Long enough for the jobs of every half second and every second to have run.
  const until = performance.now() + 2_500;
  while (performance.now() < until) expect(changedTables(before, await rowsOf(server))).toEqual([]);
  await queryAsGuest(server.settings, 'UPDATE payment_link SET qr_size = qr_size WHERE id = $1', [link.id]);
  const rewritten = await rowsOf(server);
  expect(changedTables(before, rewritten)).toEqual(['payment_link']);
  await openAsPerson(link);
  expect(changedTables(rewritten, await rowsOf(server))).toEqual(['audit_entry', 'checkout_session', 'event', 'payment_link']);
});

test('no robot changes a row at a link that nobody opened', async () => {
  test.slow();
  const { paymentLink, id } = await shop.link();
  await allCome(paymentLink, 200);
  expect(await openingsOf(id)).toBe(0);
});

test('no robot changes a row at a link that a person opened', async () => {
  test.slow();
  const link = await shop.link();
  await openAsPerson(link);
  await allCome(link.paymentLink, 200);
  expect(await openingsOf(link.id)).toBe(1);
});

test('robots do not use up a short activation, and none brings it back once a person let it run out', async () => {
  test.slow();
  const link = await shop.link({ link: { activationTime: 1 } });
  await allCome(link.paymentLink, 200, some);
  await board(server, 'clock', { shiftMs: 3 * minuteMs });
  await allCome(link.paymentLink, 200, some);
  await openAsPerson(link);
  await board(server, 'clock', { shiftMs: 4.5 * minuteMs });
  const expired = () => queryAsGuest(server.settings, 'SELECT FROM payment_link WHERE id = $1 AND expired_at IS NOT NULL', [link.id]);
  await expect.poll(async () => (await expired()).length, { timeout: 20_000 }).toBe(1);
  await allCome(link.paymentLink, 410);
  expect(await openingsOf(link.id)).toBe(1);
  await board(server, 'clock', { shiftMs: 0 });
});

test('robots at a replaced link and at one that was never made are told so and change no row', async () => {
  const older = await shop.link();
  await shop.api('POST', `/session/${older.sessionId}/link`, {});
  await allCome(older.paymentLink, 410, some);
  await allCome(`${server.publicUrl}/pay/nobodys`, 404, some);
});

test("a request of a script page's router is answered like any other: the page, with the status of its state", async () => {
  const link = await shop.link();
  const older = await shop.link();
  await shop.api('POST', `/session/${older.sessionId}/link`, {});
  const before = await rowsAtRest(server);
  for (const [address, status] of [
    [link.paymentLink, 200],
    [older.paymentLink, 410],
    [`${server.publicUrl}/pay/nobodys`, 404],
  ] as const) {
    for (const headers of [{ rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1', 'next-url': '/' }]) {
      const answer = await visit(address, { method: 'GET', headers });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, expect.stringMatching(/^text\/html\b/)]);
    }
  }
  expect(changedTables(before, await rowsOf(server))).toEqual([]);
});

test('"opened" without the proof of our own page, or from another site, opens nothing', async () => {
  const { paymentLink, id } = await shop.link();
  const other = await shop.link();
  const nonce = await nonceOf(paymentLink);
  const wrong = [
    {},
    { nonce: '' },
    { nonce: 'A'.repeat(nonce.length) },
    { nonce: `${nonce}A` },
    { nonce: nonce.slice(0, -1) },
    { nonce: await nonceOf(other.paymentLink) },
  ];
  const foreign = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' },
    { 'sec-fetch-site': 'same-site', origin: server.sandboxUrl },
    // Typed or opened from outside the web: no page of ours sent it.
    { 'sec-fetch-site': 'none' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
  ];
  const before = await rowsAtRest(server);
  for (const fields of wrong) expect((await post(`${paymentLink}/opened`, fields, person)).status, JSON.stringify(fields)).toBe(204);
  for (const headers of foreign) expect((await post(`${paymentLink}/opened`, { nonce }, headers)).status, JSON.stringify(headers)).toBe(403);
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    expect((await fetch(`${paymentLink}/opened?nonce=${nonce}`, { method, headers: person })).status, method).toBe(405);
  }
  const asJson = { method: 'POST', headers: { ...person, 'content-type': 'application/json' }, body: JSON.stringify({ nonce }) };
  expect((await fetch(`${paymentLink}/opened`, asJson)).status).toBeLessThan(500);
  expect(changedTables(before, await rowsOf(server))).toEqual([]);
  expect(await openingsOf(id)).toBe(0);
  // The same proof from our own page is what opens it.
  await post(`${paymentLink}/opened`, { nonce }, person);
  expect(await openingsOf(id)).toBe(1);
});

type Form = { method: string; action: string; fields: Record<string, string> };

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');

/** The forms of a page with what is in them before anybody chose anything. */
function formsOf(html: string, address: string): Form[] {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const inputs = [...form.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => attribute(tag, 'type') === 'hidden');
    return {
      method: attribute(form, 'method')?.toUpperCase() ?? 'GET',
      action: new URL(attribute(form, 'action') ?? '', address).href,
      fields: Object.fromEntries(inputs.map((tag) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? ''])),
    };
  });
}

test('a robot that sends every form of a page nobody opened, as it finds them, changes no row', async () => {
  const { paymentLink } = await shop.link();
  const { text } = await visit(paymentLink, { method: 'GET', headers: {} });
  const forms = formsOf(text, paymentLink);
  expect(forms.some(({ method }) => method === 'POST')).toBe(true);
  const before = await rowsAtRest(server);
  for (const { method, action, fields } of forms) {
    const answer = method === 'POST' ? await post(action, fields) : await fetch(`${action}?${new URLSearchParams(fields)}`);
    expect(answer.status, action).toBeLessThan(500);
    expect(changedTables(before, await rowsOf(server)), action).toEqual([]);
  }
  for (const path of ['', '/status', '/nothing']) expect((await post(`${paymentLink}${path}`, {})).status, path).toBeGreaterThanOrEqual(400);
  expect(changedTables(before, await rowsOf(server))).toEqual([]);
});

const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&');

/** What a preview is made of: the title and every meta tag that describes the page, by name. */
function cardOf({ text }: Visit): Map<string, string> {
  const head = text.slice(0, text.indexOf('</head>'));
  const card = new Map([['title', plain(/<title>([^<]*)<\/title>/.exec(head)?.[1] ?? '')]]);
  for (const [tag] of head.matchAll(/<meta\b[^>]*>/g)) {
    const name = attribute(tag, 'property') ?? attribute(tag, 'name');
    if (name && /^(?:og|twitter|article|product):|^(?:description|keywords|author)$/.test(name)) card.set(name, plain(attribute(tag, 'content') ?? ''));
  }
  return card;
}

const cardFor = async (paymentLink: string): Promise<Map<string, string>> =>
  cardOf(await visit(paymentLink, { method: 'GET', headers: { 'user-agent': 'WhatsApp/2.24.20.89 A' } }));

/** The amount of `anOrder()` in the ways a page may write it. */
const amount = /2[.,\s\u00a0\u202f’]?049[.,]99|DKK|\bkr\b/;
const lines = /Blue shirt|Gift wrapping|Delivery|Order-1234|Ada|Berg|Copenhagen/;

test('a preview shows the merchant and that it is a payment request', async () => {
  const { paymentLink } = await shop.link();
  const title = (await cardFor(paymentLink)).get('og:title') ?? '';
  expect(title).toContain(merchant);
  expect(title).toMatch(/payment request/i);
});

test('neither the title nor a preview tells the amount, what was ordered, or who ordered it', async () => {
  const unopened = await shop.link();
  const opened = await shop.link();
  await openAsPerson(opened);
  const refused = await shop.link({ link: { previewAmount: false } });
  for (const { paymentLink } of [unopened, opened, refused]) {
    const card = await cardFor(paymentLink);
    expect(card.get('title')).toContain(merchant);
    for (const [name, content] of card) {
      expect(content, name).not.toMatch(amount);
      expect(content, name).not.toMatch(lines);
      expect(content, name).not.toContain(paymentLink.slice(-20));
    }
  }
});

test('a preview tells the amount when the merchant allows it for this link, still not what was ordered', async () => {
  const { paymentLink } = await shop.link({ link: { previewAmount: true } });
  const card = await cardFor(paymentLink);
  expect([card.get('og:title'), card.get('og:description')].join('\n')).toMatch(/2[.,\s\u00a0]?049[.,]99/);
  for (const [name, content] of card) expect(content, name).not.toMatch(lines);
  // Titles go into histories, whoever allowed a preview.
  expect(card.get('title')).not.toMatch(amount);
});
