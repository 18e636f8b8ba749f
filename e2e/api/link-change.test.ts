import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { expectProblem } from '../fixtures/api.ts';
import { paid } from '../fixtures/operations.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

const change = (id: string, body: object) => shop.api('PATCH', `/link/${id}`, body);
const onLink = (server: RunningServer, id: string, set: string) => queryAsGuest(server.settings, `UPDATE payment_link SET ${set} WHERE id = $1`, [id]);

type Status = { state: string; mark: string; secondsLeft?: number; extensionSeconds?: number };
const ask = async (paymentLink: string, seen = ''): Promise<Status> =>
  (await fetch(`${paymentLink}/status?seen=${encodeURIComponent(seen)}`)).json() as Promise<Status>;

/** What a page is told within two seconds of a change. */
async function heard(paymentLink: string, make: () => Promise<unknown>): Promise<Status> {
  const { mark } = await ask(paymentLink);
  const answer = ask(paymentLink, mark).then((status) => ({ status, heardAt: performance.now() }));
  await make();
  const madeAt = performance.now();
  const { status, heardAt } = await answer;
  expect(heardAt - madeAt).toBeLessThan(2_000);
  return status;
}

test('a link’s times grow and never shrink', async () => {
  const { id } = await shop.link({ link: { validityTime: 60, activationTime: 10 } });
  const grown = await change(id, { validityTime: 120, activationTime: 20 });
  expect(grown.status, grown.text).toBe(200);
  expect(grown.body).toMatchObject({ validityTime: 120, activationTime: 20, status: 'ACTIVE', extendable: true, previewAmount: false });
  expect((await shop.api('GET', `/link/${id}`)).body).toEqual(grown.body);
  expect((await change(id, { extendable: false, previewAmount: true })).body).toMatchObject({ validityTime: 120, extendable: false, previewAmount: true });
  expect((await change(id, {})).body).toMatchObject({ validityTime: 120, activationTime: 20 });
  expectProblem(await change(id, { validityTime: 119 }), 422, 'invalid_field', ['/validityTime']);
  expectProblem(await change(id, { activationTime: 19 }), 422, 'invalid_field', ['/activationTime']);
  expectProblem(await change(id, { validityTime: 365 * 24 * 60 + 1 }), 422, 'invalid_field', ['/validityTime']);
  expectProblem(await change(id, { validity: 500 }), 422, 'invalid_field', ['']);
  expectProblem(await change(id, { activationTime: '30' }), 422, 'invalid_field', ['/activationTime']);
  expect((await shop.api('GET', `/link/${id}`)).body).toMatchObject({ validityTime: 120, activationTime: 20 });
});

test('a link whose time is over is woken, by as much as it takes and no less', async ({ server }) => {
  const { id, paymentLink } = await shop.link({ link: { validityTime: 60 } });
  await onLink(
    server,
    id,
    `created_at = now() - interval '90 minutes', opened_at = now() - interval '80 minutes', valid_until = now() - interval '30 minutes'`,
  );
  expect((await fetch(paymentLink)).status).toBe(410);
  const refused = await change(id, { validityTime: 80 });
  expectProblem(refused, 422, 'invalid_field', ['/validityTime', '/activationTime']);
  const needed = (refused.body.errors as { detail: string }[]).map(({ detail }) => Number(/at least (\d+)/.exec(detail)?.[1]));
  expect(needed).toEqual([91, 81]);
  expectProblem(await change(id, { validityTime: 91 }), 422, 'invalid_field', ['/activationTime']);
  const [validityTime = 0, activationTime = 0] = needed;
  expect((await change(id, { validityTime, activationTime })).body).toMatchObject({ status: 'ACTIVE', funnel: { endedAt: null, endedBy: null } });
  expect((await fetch(paymentLink)).status).toBe(200);
});

test('what was replaced or cancelled, or whose session is over, is not changed', async () => {
  const replaced = await shop.link();
  await shop.api('POST', `/session/${replaced.sessionId}/link`, {});
  expectProblem(await change(replaced.id, { validityTime: 30_000 }), 409, 'conflict');
  const cancelled = await shop.link();
  await shop.api('POST', `/link/${cancelled.id}/cancel`, {});
  expectProblem(await change(cancelled.id, { validityTime: 30_000 }), 409, 'conflict');
  const ended = await shop.link();
  await shop.api('POST', `/session/${ended.sessionId}/cancel`, {});
  expectProblem(await change(ended.id, { validityTime: 30_000 }), 409, 'session_ended');
  const { sessionId } = await paid(shop);
  const link = await shop.api('POST', `/session/${sessionId}/link`, {});
  expectProblem(link, 409, 'session_paid');
});

test('a link is made anew with what it had, but for what is asked', async () => {
  const old = await shop.link({ link: { url: `${shop.origin}/pay`, size: 300, validityTime: 90, activationTime: 7, extendable: false, previewAmount: true } });
  const again = await shop.api('POST', `/link/${old.id}/reissue`, {});
  expect(again.status, again.text).toBe(201);
  const { id, paymentLink } = again.body as { id: string; paymentLink: string };
  expect(paymentLink).not.toBe(old.paymentLink);
  const view = (await shop.api('GET', `/link/${id}`)).body;
  expect(view).toMatchObject({
    sessionId: old.sessionId,
    url: `${shop.origin}/pay`,
    validityTime: 90,
    activationTime: 7,
    extendable: false,
    previewAmount: true,
    status: 'ACTIVE',
  });
  expect((await shop.api('GET', `/link/${old.id}`)).body).toMatchObject({ status: 'REPLACED', funnel: { endedBy: 'replaced' } });
  const other = await shop.api('POST', `/link/${old.id}/reissue`, { url: null, activationTime: 30 });
  expect((await shop.api('GET', `/link/${other.body.id}`)).body).toMatchObject({ activationTime: 30, validityTime: 90 });
  await shop.api('POST', `/session/${old.sessionId}/cancel`, {});
  expectProblem(await shop.api('POST', `/link/${id}/reissue`, {}), 409, 'session_ended');
});

test('an open page hears within two seconds that its link was prolonged, cancelled or replaced', async () => {
  const prolonged = await shop.link();
  expect(await heard(prolonged.paymentLink, () => change(prolonged.id, { activationTime: 20 }))).toMatchObject({ state: 'open', secondsLeft: 1_200 });
  expect(await heard(prolonged.paymentLink, () => change(prolonged.id, { extendable: false }))).toMatchObject({ state: 'open', extensionSeconds: 0 });
  expect(await heard(prolonged.paymentLink, () => shop.api('POST', `/link/${prolonged.id}/reissue`, {}))).toMatchObject({ state: 'replaced' });
  const cancelled = await shop.link();
  expect(await heard(cancelled.paymentLink, () => shop.api('POST', `/link/${cancelled.id}/cancel`, {}))).toMatchObject({ state: 'cancelled' });
  const ended = await shop.link();
  expect(await heard(ended.paymentLink, () => shop.api('POST', `/session/${ended.sessionId}/cancel`, {}))).toMatchObject({ state: 'cancelled' });
});

test('a session lives as long as its link may be paid, however the order changes', async () => {
  const { sessionId, id } = await shop.link({ link: { validityTime: 200 * 24 * 60 } });
  const both = async () => {
    const [session, link] = await Promise.all([shop.api('GET', `/session/${sessionId}`), shop.api('GET', `/link/${id}`)]);
    return [session.body.expiresAt, link.body.validUntil];
  };
  const [expiresAt, validUntil] = await both();
  expect(expiresAt).toBe(validUntil);
  await change(id, { validityTime: 300 * 24 * 60 });
  const [later, prolonged] = await both();
  expect(later).toBe(prolonged);
  expect(String(later) > String(expiresAt)).toBe(true);
  await shop.api('PUT', `/session/${sessionId}`, { order: anOrder() });
  expect((await both())[0]).toBe(later);
});

test('a change that changes nothing is not told as one', async () => {
  const { id, sessionId } = await shop.link();
  for (const body of [{}, { extendable: true }, { activationTime: 10, validityTime: 20_160 }]) expect((await change(id, body)).status).toBe(200);
  const { entries } = (await shop.api('GET', `/session/${sessionId}/timeline`)).body as { entries: { action?: string }[] };
  expect(entries.filter(({ action }) => action === 'link.changed')).toEqual([]);
});

test('a session that expires takes its link with it', async ({ server }) => {
  const { sessionId, id } = await shop.link({ order: { orderId: 'lapsed' }, link: { validityTime: 365 * 24 * 60 } });
  await queryAsGuest(
    server.settings,
    `UPDATE checkout_session SET created_at = now() - interval '91 days', expires_at = now() - interval '1 day' WHERE id = $1`,
    [sessionId],
  );
  await onLink(server, id, `created_at = now() - interval '91 days'`);
  await expect.poll(async () => (await shop.api('GET', `/link/${id}`)).body.status, { timeout: 45_000 }).toBe('EXPIRED');
  expect((await shop.api('GET', `/session/${sessionId}`)).body.status).toBe('EXPIRED');
});

test('prolonging is told in the timeline, with its new times', async () => {
  const { id, sessionId } = await shop.link({ order: anOrder() });
  await change(id, { validityTime: 30_000 });
  const { entries } = (await shop.api('GET', `/session/${sessionId}/timeline`)).body as { entries: { action?: string; actor?: string }[] };
  expect(entries.find(({ action }) => action === 'link.changed')).toMatchObject({ actor: 'merchant', detail: { activationTime: 10 } });
});
