import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

/** What a page that came from this screen knows to say. */
async function taker(paymentLink: string, from: string): Promise<{ nonce: string; words: string }> {
  const html = await (await fetch(`${paymentLink}?from=${from}`)).text();
  const [, nonce = ''] = /data-join="[^"]+" data-nonce="([\w-]{22})"/.exec(html) ?? [];
  const [, words = ''] = /<bdi>([^<]+ · [^<]+)<\/bdi><\/strong>/.exec(html) ?? [];
  return { nonce, words };
}

const join = async (server: RunningServer, paymentLink: string, form: Record<string, string>): Promise<number> =>
  (await fetch(`${paymentLink}/joined`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual', headers: { origin: server.publicUrl } })).status;

const screensOf = async (server: RunningServer, id: string): Promise<string[]> => {
  const [row] = await queryAsGuest<{ screens: string[] }>(
    server.settings,
    `SELECT ARRAY(SELECT split_part(s, '.', 1) FROM unnest(joined_screens) s) AS screens FROM payment_link WHERE id = $1`,
    [id],
  );
  return row?.screens ?? [];
};

const name = (number: number): string => `en.${String(number).padStart(10, '0')}`;

test('looking at a page that came from another screen tells nobody; only its own signal does, once', async ({ server }) => {
  const { paymentLink, id, sessionId } = await shop.link();
  const { nonce } = await taker(paymentLink, name(1));
  expect(await screensOf(server, id)).toEqual([]);
  for (let press = 0; press < 3; press += 1) expect(await join(server, paymentLink, { nonce, from: name(1) })).toBe(204);
  expect(await screensOf(server, id)).toEqual(['0000000001']);
  const { entries } = (await shop.api('GET', `/session/${sessionId}/timeline`)).body as { entries: { action?: string }[] };
  expect(entries.filter(({ action }) => action === 'link.continued')).toHaveLength(1);
});

test('a signal without the page’s nonce, or with a name that is none, changes nothing and tells nothing', async ({ server }) => {
  const { paymentLink, id } = await shop.link();
  const { nonce } = await taker(paymentLink, name(1));
  for (const form of [{ nonce: 'x'.repeat(22), from: name(1) }, { nonce, from: 'en.short' }, { nonce, from: 'xx.0000000001' }, { nonce }, {}])
    expect(await join(server, paymentLink, form as Record<string, string>)).toBe(204);
  expect(await screensOf(server, id)).toEqual([]);
  expect(await join(server, `${server.publicUrl}/pay/nobody`, { nonce, from: name(1) })).toBe(204);
});

test('a link remembers thirty screens; more write nothing, not even a line of its history', async ({ server }) => {
  const { paymentLink, id, sessionId } = await shop.link();
  const { nonce } = await taker(paymentLink, name(1));
  for (let number = 1; number <= 33; number += 1) expect(await join(server, paymentLink, { nonce, from: name(number) })).toBe(204);
  expect(await screensOf(server, id)).toEqual(Array.from({ length: 30 }, (_, index) => String(index + 1).padStart(10, '0')));
  const { entries } = (await shop.api('GET', `/session/${sessionId}/timeline`)).body as { entries: { action?: string }[] };
  expect(entries.filter(({ action }) => action === 'link.continued')).toHaveLength(30);
});

test('a press on a page that can no longer be paid joins no screen', async ({ server }) => {
  const { paymentLink, id } = await shop.link();
  await shop.api('POST', `/link/${id}/cancel`, {});
  const form = new URLSearchParams({ from: name(1), method: '', intent: '', revision: '0' });
  const answer = await fetch(`${paymentLink}/payments`, { method: 'POST', body: form, redirect: 'manual', headers: { origin: server.publicUrl } });
  expect(answer.status).toBe(303);
  expect(await screensOf(server, id)).toEqual([]);
});

test('a press that is answered with a notice stays the page that came from another screen', async ({ server }) => {
  const { paymentLink, id } = await shop.link();
  const form = new URLSearchParams({ from: name(1), method: '', intent: '', revision: '0' });
  const answer = await fetch(`${paymentLink}/payments`, { method: 'POST', body: form, redirect: 'manual', headers: { origin: server.publicUrl } });
  expect(answer.headers.get('location')).toBe(`${new URL(paymentLink).pathname}?from=${name(1)}&notice=choose_method`);
  await expect.poll(() => screensOf(server, id)).toEqual(['0000000001']);
});

test('the words are of the screen and the link: the same again, others for another screen or another link', async () => {
  const [one, other] = [await shop.link(), await shop.link()];
  const { words } = await taker(one.paymentLink, name(1));
  expect((await taker(one.paymentLink, name(1))).words).toBe(words);
  const others = await Promise.all([2, 3, 4].map(async (number) => (await taker(one.paymentLink, name(number))).words));
  const elsewhere = await Promise.all([1, 2, 3].map(async (number) => (await taker(other.paymentLink, name(number))).words));
  expect([words, ...others, ...elsewhere].every((pair) => / · /.test(pair))).toBe(true);
  expect(others.filter((pair) => pair !== words).length).toBeGreaterThan(0);
  expect(elsewhere).not.toEqual([words, ...others.slice(0, 2)]);
});

test('a page that watches is told which screens were taken over from', async ({ server }) => {
  const { paymentLink } = await shop.link();
  const status = async () => (await (await fetch(`${paymentLink}/status`)).json()) as { mark: string; joined: string[] };
  const before = await status();
  expect(before.joined).toEqual([]);
  await join(server, paymentLink, { nonce: (await taker(paymentLink, name(7))).nonce, from: name(7) });
  const after = await status();
  expect(after.joined).toEqual(['0000000007']);
  expect(after.mark).not.toBe(before.mark);
});
