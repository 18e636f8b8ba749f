import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { expectProblem } from '../fixtures/api.ts';
import { expectSoundBooks, statusOf } from '../fixtures/books.ts';
import { board, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { rowsOf } from '../fixtures/rows.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

/** A customer's page of a link, as its own forms see it. */
type OpenPage = { server: RunningServer; id: string; sessionId: string; paymentLink: string; nonce: string };

async function openPage(server: RunningServer, link: object = {}, seller = shop): Promise<OpenPage> {
  const made = await seller.link({ link });
  const html = await (await fetch(made.paymentLink)).text();
  // Its quote ends it: the policy's own nonce is two characters longer.
  const nonce = /(?:nonce\\?":\\?"|data-nonce="|name="nonce"[^>]*value=")([\w-]{22})\\?"/.exec(html)?.[1];
  if (!nonce) throw new Error('The page shows no nonce.');
  return { ...made, server, nonce };
}

const send = (page: OpenPage, path: string, form: Record<string, string>, headers: Record<string, string> = { origin: page.server.publicUrl }) =>
  fetch(`${page.paymentLink}${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual', headers });

/** The press of "more time" on a page that shows so many extensions: always answered by the way back to the page. */
async function press(page: OpenPage, seen: number | string, nonce = page.nonce): Promise<void> {
  const answer = await send(page, '/extend', { nonce, extensions: String(seen) });
  expect([answer.status, answer.headers.get('location'), answer.headers.get('cache-control')]).toEqual([303, new URL(page.paymentLink).pathname, 'no-store']);
}

async function opened(server: RunningServer, link: object = {}, seller = shop): Promise<OpenPage> {
  const page = await openPage(server, link, seller);
  expect((await send(page, '/opened', { nonce: page.nonce })).status).toBe(204);
  return page;
}

/** How often the link is extended, by its row and by the audit trail, which never disagree. */
async function extensionsOf({ server, id }: OpenPage): Promise<number> {
  const [row] = await queryAsGuest<{ extensions: number; told: string[] }>(
    server.settings,
    `SELECT extensions, ARRAY(SELECT actor || ' ' || (detail->>'extensions') FROM audit_entry WHERE subject_id = l.id AND action = 'link.extended' ORDER BY created_at) AS told
     FROM payment_link l WHERE id = $1`,
    [id],
  );
  expect(row?.told).toEqual(Array.from({ length: row?.extensions ?? -1 }, (_, index) => `customer ${index + 1}`));
  return row?.extensions ?? -1;
}

/** The link was opened this long ago. */
const openedAgo = ({ server, id }: OpenPage, interval: string) =>
  queryAsGuest(server.settings, `UPDATE payment_link SET created_at = now() - interval '1 day', opened_at = now() - $2::interval WHERE id = $1`, [
    id,
    interval,
  ]);

const pageStatus = async ({ paymentLink }: OpenPage): Promise<number> => (await fetch(paymentLink)).status;

test('a press adds one activation time to a link that would have ended', async ({ server }) => {
  const page = await opened(server);
  await press(page, 0);
  expect(await extensionsOf(page)).toBe(1);
  await openedAgo(page, '19 minutes');
  expect(await pageStatus(page)).toBe(200);
  await openedAgo(page, '20 minutes');
  expect(await pageStatus(page)).toBe(410);
});

test('one rendering extends once, however often it is pressed; the next one again', async ({ server }) => {
  const page = await opened(server);
  for (const seen of [0, 0, 1, 1, 0, 2]) await press(page, seen);
  expect(await extensionsOf(page)).toBe(3);
  for (const ahead of [4, 9, 10]) await press(page, ahead);
  expect(await extensionsOf(page)).toBe(3);
});

test('a link takes ten presses and no eleventh', async ({ server }) => {
  const page = await opened(server);
  for (let seen = 0; seen <= 12; seen += 1) await press(page, seen);
  expect(await extensionsOf(page)).toBe(10);
  await openedAgo(page, '109 minutes');
  expect(await pageStatus(page)).toBe(200);
  await openedAgo(page, '110 minutes');
  expect(await pageStatus(page)).toBe(410);
});

test('no press goes past the validity: the last one adds what is left, and then none adds anything', async ({ server }) => {
  const page = await opened(server, { validityTime: 25 });
  for (const seen of [0, 1, 2, 3]) await press(page, seen);
  expect(await extensionsOf(page)).toBe(2);
  const short = await opened(server, { validityTime: 10, activationTime: 10 });
  await press(short, 0);
  expect(await extensionsOf(short)).toBe(0);
});

test('a press just before the end is taken, one just after it is told that the link is over', async ({ server }) => {
  const page = await opened(server);
  await openedAgo(page, '10 minutes 1 millisecond');
  await press(page, 0);
  expect([await extensionsOf(page), await pageStatus(page)]).toEqual([0, 410]);
  await openedAgo(page, '9 minutes 55 seconds');
  await press(page, 0);
  expect([await extensionsOf(page), await pageStatus(page)]).toEqual([1, 200]);
});

test('a link past its validity is not extended, opened or not', async ({ server }) => {
  for (const page of [await openPage(server), await opened(server)]) {
    await queryAsGuest(server.settings, `UPDATE payment_link SET created_at = now() - interval '2 days', valid_until = now() WHERE id = $1`, [page.id]);
    await press(page, 0);
    expect([await extensionsOf(page), await pageStatus(page)]).toEqual([0, 410]);
  }
});

test('a link that is not extendable stays as it is; null means the default', async ({ server }) => {
  const fixed = await opened(server, { extendable: false });
  await press(fixed, 0);
  expect(await extensionsOf(fixed)).toBe(0);
  for (const link of [{ extendable: true }, { extendable: null, previewAmount: null }]) {
    const page = await opened(server, link);
    await press(page, 0);
    expect(await extensionsOf(page)).toBe(1);
  }
});

test('extendable and previewAmount are kept as given, and are true or false', async ({ server }) => {
  const { sessionId } = await shop.link();
  for (const name of ['extendable', 'previewAmount']) {
    for (const value of ['true', 1, 0, {}, []])
      expectProblem(await shop.api('POST', `/session/${sessionId}/link`, { [name]: value }), 422, 'invalid_field', [`/${name}`]);
  }
  for (const [given, kept] of [
    [{}, [true, false]],
    [{ extendable: false }, [false, false]],
    [{ previewAmount: true }, [true, true]],
  ] as const) {
    const { id } = await shop.link({ link: given });
    const rows = await queryAsGuest<{ kept: boolean[] }>(server.settings, 'SELECT ARRAY[extendable, preview_amount] AS kept FROM payment_link WHERE id = $1', [
      id,
    ]);
    expect(rows[0]?.kept).toEqual(kept);
  }
});

test('a press that another site sends is refused', async ({ server }) => {
  const page = await opened(server);
  const form = { nonce: page.nonce, extensions: '0' };
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
    expect((await send(page, '/extend', form, headers)).status, JSON.stringify(headers)).toBe(403);
  }
  expect(await extensionsOf(page)).toBe(0);
});

test('a press without the page’s own nonce, or with an odd number, changes nothing and is answered alike', async ({ server }) => {
  const [page, other] = [await opened(server), await opened(server)];
  for (const nonce of ['', 'A'.repeat(22), other.nonce, `${page.nonce}x`]) await press(page, 0, nonce);
  for (const seen of ['', '-1', '+0', '0.0', '1e1', ' 0', '00000000000', '99999999999999999999', 'x']) await press(page, seen);
  const answer = await send(page, '/extend', { nonce: page.nonce });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, new URL(page.paymentLink).pathname]);
  expect([await extensionsOf(page), await extensionsOf(other)]).toEqual([0, 0]);
});

test('a token that nobody knows is answered as a known one', async ({ server }) => {
  const page = await opened(server);
  for (const token of ['000000000000000000000000000', 'x', '%E2%82%AC']) await press({ ...page, paymentLink: `${server.publicUrl}/pay/${token}` }, 0);
  expect(await extensionsOf(page)).toBe(0);
});

test('looking extends nothing', async ({ server }) => {
  const page = await opened(server);
  const query = new URLSearchParams({ nonce: page.nonce, extensions: '0' });
  const before = (await rowsOf(server)).payment_link;
  for (const method of ['GET', 'HEAD', 'PUT']) expect((await fetch(`${page.paymentLink}/extend?${query}`, { method })).status).toBe(405);
  expect((await rowsOf(server)).payment_link).toBe(before);
});

test('without script the press is what opens the link: its clock starts and is extended', async ({ server }) => {
  const page = await openPage(server);
  await press(page, 0);
  expect(await extensionsOf(page)).toBe(1);
  const rows = await queryAsGuest(server.settings, `SELECT 1 FROM audit_entry WHERE subject_id = $1 AND action = 'link.opened' AND actor = 'customer'`, [
    page.id,
  ]);
  expect(rows).toHaveLength(1);
});

test('a replaced link and an ended session are not extended', async ({ server }) => {
  const replaced = await opened(server);
  await shop.api('POST', `/session/${replaced.sessionId}/link`, {});
  const ended = await opened(server);
  await queryAsGuest(server.settings, `UPDATE checkout_session SET status = 'cancelled', ended_at = now() WHERE id = $1`, [ended.sessionId]);
  for (const page of [replaced, ended]) {
    await press(page, 0);
    expect([await extensionsOf(page), await pageStatus(page)]).toEqual([0, 410]);
  }
});

test('money that moves in the time a press added is taken, and without the press refused', async ({ server }) => {
  const [extended, plain] = [await opened(server), await opened(server)];
  await press(extended, 0);
  const [wanted, late] = [await startPayment(shop, extended.sessionId), await startPayment(shop, plain.sessionId)];
  // 10 minutes of activation and 30 of grace are over; one extension is not.
  for (const page of [extended, plain]) await openedAgo(page, '45 minutes');
  for (const { url } of [wanted, late]) await submitAtGateway(url, pays.card);
  await expect.poll(() => statusOf(server, wanted.paymentId)).toBe('authorized');
  await expect.poll(() => statusOf(server, late.paymentId)).toBe('failed');
});

test('a payment can be begun in the time a press added', async ({ server }) => {
  const page = await opened(server, { activationTime: 1 });
  await press(page, 0);
  try {
    await board(server, 'clock', { shiftMs: 90_000 });
    await startPayment(shop, page.sessionId);
    await board(server, 'clock', { shiftMs: 125_000 });
    expect(await pageStatus(page)).toBe(410);
  } finally {
    await board(server, 'clock', { shiftMs: 0 });
  }
});

/** Ten presses of one rendering at once, while the page also tells that it was opened. */
async function raceOn(server: RunningServer, seller: Shop): Promise<void> {
  for (const start of [opened, openPage]) {
    const page = await start(server, {}, seller);
    const signal = send(page, '/opened', { nonce: page.nonce });
    await Promise.all([...Array.from({ length: 10 }, () => press(page, 0)), signal]);
    expect(await extensionsOf(page)).toBe(1);
    await Promise.all(Array.from({ length: 10 }, () => press(page, 1)));
    expect(await extensionsOf(page)).toBe(2);
    const openings = await queryAsGuest(server.settings, `SELECT 1 FROM audit_entry WHERE subject_id = $1 AND action = 'link.opened'`, [page.id]);
    expect(openings).toHaveLength(1);
  }
}

test('ten presses of one rendering in the same moment extend once, on the embedded database', ({ server }) => raceOn(server, shop));

test('ten presses of one rendering in the same moment extend once, on PostgreSQL', async () => {
  test.setTimeout(90_000);
  const server = await startServer({ database: 'postgres' });
  const seller = await openShop(server);
  try {
    await raceOn(server, seller);
    await expectSoundBooks(server);
  } finally {
    await seller.close();
    await server.stop();
  }
});

test('a link made by a process whose clock is ahead is opened and paid at once, and its time begins no earlier than it was made', async ({ server }) => {
  const links = [await openPage(server), await openPage(server)] as const;
  for (const { id } of links) await queryAsGuest(server.settings, `UPDATE payment_link SET created_at = now() + interval '1 minute' WHERE id = $1`, [id]);
  const [pressed, looked] = links;
  expect((await send(looked, '/opened', { nonce: looked.nonce })).status).toBe(204);
  expect((await startPayment(shop, pressed.sessionId)).url).toContain('http');
  const rows = await queryAsGuest<{ isRight: boolean }>(server.settings, 'SELECT opened_at = created_at AS "isRight" FROM payment_link WHERE id = ANY($1)', [
    links.map(({ id }) => id),
  ]);
  expect(rows).toEqual([{ isRight: true }, { isRight: true }]);
});
