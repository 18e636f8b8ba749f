import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { readMonochromePng } from '#lib/testing/png.ts';
import { readWithJsqr, readWithZxing } from '#lib/testing/qr-decoders.ts';
import { type Answer, expectProblem } from '../fixtures/api.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

type Link = { id: string; paymentLink: string; qrCode: string };

let shop: Shop;
let sessionId: string;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
  sessionId = String((await shop.api('POST', '/session', { order: anOrder() })).body.sessionId);
});
test.afterAll(() => shop.close());

const make = (body?: unknown, session = sessionId): Promise<Answer> => shop.api('POST', `/session/${session}/link`, body);

async function made(body?: unknown): Promise<Link> {
  const answer = await make(body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body as Link;
}

/** The QR is a PNG of this many pixels that both decoders read as the link, byte for byte. */
async function expectScannable({ qrCode, paymentLink }: Link, size: number): Promise<void> {
  const file = Buffer.from(qrCode, 'base64');
  expect(file.toString('base64'), 'base64 without a data: prefix').toBe(qrCode);
  const image = readMonochromePng(file);
  expect([image.width, image.height]).toEqual([size, size]);
  expect(readWithJsqr(image)).toBe(paymentLink);
  expect(await readWithZxing(file)).toBe(paymentLink);
}

test('a link needs nothing but its session: 500 pixels, and an address that a token opens', async ({ server }) => {
  for (const body of [undefined, {}, { url: null, size: null, validityTime: null, activationTime: null }]) {
    const link = await made(body);
    expect(Object.keys(link).sort()).toEqual(['id', 'paymentLink', 'qrCode']);
    expect(link.id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(link.paymentLink).toMatch(new RegExp(`^${server.publicUrl}/pay/[0-9a-hjkmnp-tv-z]{27}$`));
    await expectScannable(link, 500);
    expect((await fetch(link.paymentLink)).status).toBe(200);
  }
});

const bounds: Record<string, [least: number, most: number]> = { size: [100, 2000], validityTime: [1, 365 * 24 * 60], activationTime: [1, 24 * 60] };

for (const [name, [least, most]] of Object.entries(bounds)) {
  test(`${name} goes from ${least} to ${most}, in whole numbers`, async () => {
    for (const value of [least, most]) await made({ [name]: value });
    for (const value of [least - 1, most + 1, least + 0.5, -least, String(least), 1e99, {}, false])
      expectProblem(await make({ [name]: value }), 422, 'invalid_field', [`/${name}`]);
  });
}

test('a QR is as large as it was asked to be, and both decoders read it', async () => {
  for (const size of [100, 101, 450, 2000]) await expectScannable(await made({ size }), size);
});

test('a QR too small to scan is refused with the least size, which then works', async () => {
  const url = `${shop.origin}/pay?basket=${'x'.repeat(600)}`;
  const refused = await make({ url, size: 100 });
  expectProblem(refused, 422, 'qr_too_small', ['/size']);
  const { minimum } = refused.body as { minimum: number };
  expect(minimum).toBeGreaterThan(100);
  expectProblem(await make({ url, size: minimum - 1 }), 422, 'qr_too_small');
  await expectScannable(await made({ url, size: minimum }), minimum);
});

test('an address that no QR can carry is refused, and nothing is replaced', async () => {
  const { paymentLink } = await made();
  expectProblem(await make({ url: `${shop.origin}/${'ø'.repeat(1_500)}`, size: 2000 }), 422, 'invalid_field', ['/url']);
  expect((await fetch(paymentLink)).status).toBe(200);
});

const landings: [given: string, expected: string][] = [
  ['/pay', '/pay?paymentLink=TOKEN'],
  ['', '/?paymentLink=TOKEN'],
  ['/pay?', '/pay?paymentLink=TOKEN'],
  ['/pay?order=1&flag&x=%20+%C3%B8&&y#top?a=b', '/pay?order=1&flag&x=%20+%C3%B8&&y&paymentLink=TOKEN#top?a=b'],
  ['/pay?paymentLink=old&a=%20&paymentLink=older&xpaymentLink=1', '/pay?a=%20&xpaymentLink=1&paymentLink=TOKEN'],
  ['/a%2Fb/;c=d', '/a%2Fb/;c=d?paymentLink=TOKEN'],
];

for (const [given, expected] of landings) {
  test(`the merchant’s own page keeps its address and gets the token: ${given || '(origin)'}`, async ({ server }) => {
    const link = await made({ url: `${shop.origin}${given}` });
    const token = new URL(link.paymentLink).searchParams.get('paymentLink') ?? '';
    expect(link.paymentLink).toBe(`${shop.origin}${expected.replace('TOKEN', token)}`);
    await expectScannable(link, 500);
    expect((await fetch(`${server.publicUrl}/pay/${token}`)).status, 'our own page serves the token too').toBe(200);
  });
}

test('a page on an origin that is not registered is refused', async () => {
  for (const url of [
    'https://evil.example/pay',
    shop.origin.replace(/(?=:\d+$)/, '.evil.example'),
    `${shop.origin.replace('http:', 'https:')}/`,
    `${shop.origin.slice(0, -1)}/`,
  ])
    expectProblem(await make({ url }), 422, 'origin_not_registered', ['/url']);
  for (const url of [
    '',
    '/pay',
    'pay',
    'javascript:alert(1)',
    `${shop.origin}.evil.example/`,
    `${shop.origin.replace('//', '//user@')}/`,
    `${shop.origin}\\@evil.example/`,
    7,
  ])
    expectProblem(await make({ url }), 422, 'invalid_field', ['/url']);
});

test('a new link replaces the old one, which is gone for good', async () => {
  const first = await made();
  expect((await fetch(first.paymentLink)).status).toBe(200);
  const second = await made();
  expect((await fetch(first.paymentLink)).status).toBe(410);
  expect((await fetch(second.paymentLink)).status).toBe(200);
  const third = await made({ url: `${shop.origin}/pay` });
  expect(third.id).not.toBe(second.id);
  expect((await fetch(second.paymentLink)).status).toBe(410);
});

test('twenty links made at once leave one that works', async () => {
  const links = await Promise.all(Array.from({ length: 20 }, () => made()));
  expect(new Set(links.map(({ paymentLink }) => paymentLink)).size).toBe(20);
  const statuses = await Promise.all(links.map(async ({ paymentLink }) => (await fetch(paymentLink)).status));
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status === 410)).toHaveLength(19);
});

test('a refused link leaves the one that works', async () => {
  const { paymentLink } = await made();
  expectProblem(await make({ size: 1 }), 422, 'invalid_field');
  expectProblem(await make({ url: 'https://evil.example/' }), 422, 'origin_not_registered');
  expect((await fetch(paymentLink)).status).toBe(200);
});

test('a session without an order has no link yet', async () => {
  const { body } = await shop.api('POST', '/session');
  expectProblem(await make({}, String(body.sessionId)), 409, 'session_incomplete');
  await shop.api('PUT', `/session/${body.sessionId}`, { order: anOrder() });
  expect((await make({}, String(body.sessionId))).status).toBe(201);
});

test('a token typed in capitals with blanks and dashes opens the same page; one wrong character opens none', async ({ server }) => {
  const { paymentLink } = await made();
  const token = paymentLink.slice(-27);
  const typed = (token.toUpperCase().match(/.{1,5}/g) ?? []).join('-');
  expect((await fetch(`${server.publicUrl}/pay/${typed}`)).status).toBe(200);
  const wrong = (token.startsWith('0') ? '1' : '0') + token.slice(1);
  expect((await fetch(`${server.publicUrl}/pay/${wrong}`)).status).toBe(404);
});

test('a link past its validity is gone, and a new one opens the same session', async ({ server }) => {
  const { id, paymentLink } = await made();
  await queryAsGuest(
    server.settings,
    "UPDATE payment_link SET created_at = now() - interval '1 hour', valid_until = now() - interval '1 second' WHERE id = $1",
    [id],
  );
  expect((await fetch(paymentLink)).status).toBe(410);
  expect((await fetch((await made()).paymentLink)).status).toBe(200);
});
