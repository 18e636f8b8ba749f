import { rgbaOf } from '#lib/qr/camera.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { codesOf, textsOf } from '#lib/testing/pdf.ts';
import { readPixelsWithZxing, readWithZxing } from '#lib/testing/qr-decoders.ts';
import { caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { sessionStatusOf } from '../fixtures/books.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { rowsAtRest } from '../fixtures/rows.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
let link: Awaited<ReturnType<Shop['link']>>;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
  link = await shop.link();
});
test.afterAll(() => shop.close());

const files = ['qr.png', 'qr.svg', 'qr.pdf', 'qr.txt', 'poster.pdf'];

const types: Record<string, string> = {
  'qr.png': 'image/png',
  'qr.svg': 'image/svg+xml',
  'qr.pdf': 'application/pdf',
  'qr.txt': 'text/plain; charset=utf-8',
  'poster.pdf': 'application/pdf',
};

type File = { status: number; headers: Headers; bytes: Uint8Array<ArrayBuffer> };

/** A file of a link, as it came. */
async function download(server: RunningServer, path: string, { seller = shop, id = link.id, method = 'GET' } = {}): Promise<File> {
  const token = await tokenOf(server, seller, '?group=Management');
  const response = await fetch(`${server.publicUrl}/checkout/v1/api/link/${id}/${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

const asked = (path: string, id = link.id) => shop.api('GET', `/link/${id}/${path}`);

const sideOf = (png: Uint8Array): number => Buffer.from(png).readUInt32BE(16);

/** What a decoder reads in the first code of a PDF, and in all the others. */
async function readPdf(pdf: Uint8Array): Promise<(string | undefined)[]> {
  return Promise.all(codesOf(pdf).map((code) => readPixelsWithZxing(rgbaOf(code), code.width, code.height)));
}

test('every file comes in its type, is not kept, tells its least print size, and HEAD tells the same without it', async ({ server }) => {
  for (const file of files) {
    const { status, headers, bytes } = await download(server, file);
    expect([status, headers.get('content-type'), headers.get('cache-control')], file).toEqual([200, types[file], 'no-store']);
    if (file.startsWith('qr.')) expect(headers.get('x-min-print-mm'), file).toMatch(/^\d+$/);
    expect(bytes.length).toBeGreaterThan(500);
    const head = await download(server, file, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), head.bytes.length], file).toEqual([200, types[file], 0]);
  }
});

test('a PNG is the link, byte for byte, 500 pixels wide unless told otherwise, in whatever style', async ({ server }) => {
  const styles = [
    '',
    '?size=200',
    '?size=4000&quietZone=16',
    '?errorCorrection=H',
    '?foreground=%23143c6e&background=%23fff6e6&logo=merchant&size=700',
    '?logo=none&errorCorrection=L',
  ];
  for (const style of styles) {
    const { bytes } = await download(server, `qr.png${style}`);
    expect(await readWithZxing(bytes), style).toBe(link.paymentLink);
    expect(sideOf(bytes)).toBe(Number(/size=(\d+)/.exec(style)?.[1] ?? 500));
  }
});

test('a link to the shop’s own page is drawn with that address', async ({ server }) => {
  const landed = await shop.link({ link: { url: `${shop.origin}/pay?lang=da#now` } });
  const { bytes } = await download(server, 'qr.png', { id: landed.id });
  expect(await readWithZxing(bytes)).toBe(landed.paymentLink);
  const poster = await download(server, 'poster.pdf', { id: landed.id });
  expect(textsOf(poster.bytes).join(' ')).toContain(new URL(shop.origin).host);
});

test('an SVG holds modules and colours, and a PDF is as large as asked, or as its distance needs', async ({ server }) => {
  const svg = Buffer.from((await download(server, 'qr.svg?size=320&foreground=%23143c6e&logo=merchant')).bytes).toString();
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="320" height="320" viewBox="0 0 \d+ \d+"/);
  expect(svg).toContain('#143c6e');
  const widthMm = (pdf: Uint8Array) => Math.round((Number(/MediaBox \[0 0 ([\d.]+)/.exec(Buffer.from(pdf).toString('latin1'))?.[1]) * 25.4) / 72);
  const usual = await download(server, 'qr.pdf?logo=merchant');
  expect([widthMm(usual.bytes), await readPdf(usual.bytes)]).toEqual([50, [link.paymentLink]]);
  expect(widthMm((await download(server, 'qr.pdf?size=200')).bytes)).toBe(200);
  const far = await download(server, 'qr.pdf?distance=300');
  expect(widthMm(far.bytes)).toBe(Number(far.headers.get('x-min-print-mm')));
  expect(widthMm(far.bytes)).toBeGreaterThan(300);
  const refused = await asked('qr.pdf?distance=300&size=200');
  expectProblem(refused, 422, 'qr_too_small', ['/size']);
  expect((await asked(`qr.pdf?distance=300&size=${refused.body.minimum}`)).status).toBe(200);
});

test('characters are made for a dark ground, and for a light one when asked', async ({ server }) => {
  const [dark = '', light = ''] = await Promise.all(
    ['qr.txt', 'qr.txt?ground=light'].map(async (path) => Buffer.from((await download(server, path)).bytes).toString()),
  );
  expect(dark.split('\n')[0]).toMatch(/^█+$/);
  expect(light.split('\n')[0]).toMatch(/^ +$/);
});

const wrong: [query: string, pointer: string, says: RegExp][] = [
  ['size=99', '/size', /100/],
  ['size=4001', '/size', /4000/],
  ['size=12.5', '/size', /whole number/],
  ['quietZone=3', '/quietZone', /at least four/],
  ['quietZone=17', '/quietZone', /between 4 and 16/],
  ['errorCorrection=X', '/errorCorrection', /L/],
  ['foreground=red', '/foreground', /#rrggbb/],
  ['background=%23fff', '/background', /#rrggbb/],
  ['foreground=%23999999', '/foreground', /2\.84:1/],
  ['foreground=%23ffffff&background=%23000000', '/foreground', /dark on light/],
  ['logo=ours', '/logo', /merchant/],
  ['distance=4', '/distance', />=5/],
  ['colour=red', '/colour', /./],
  ['size=300&size=400', '/size', /./],
];

for (const [query, pointer, says] of wrong) {
  test(`${query} is refused, saying what is wrong`, async () => {
    const refused = await asked(`qr.png?${query}`);
    expectProblem(refused, 422, 'invalid_field');
    const [error] = refused.body.errors as { pointer: string; detail: string }[];
    if (query !== 'colour=red') expect(error?.pointer).toBe(pointer);
    expect(error?.detail).toMatch(says);
  });
}

test('a picture too small to scan is refused with the least size, which then works', async () => {
  const refused = await asked('qr.png?size=100');
  expectProblem(refused, 422, 'qr_too_small', ['/size']);
  expectProblem(await asked(`qr.png?size=${Number(refused.body.minimum) - 1}`), 422, 'qr_too_small');
  expect((await asked(`qr.png?size=${refused.body.minimum}`)).status).toBe(200);
});

test('a poster names merchant, order and host; the amount only when asked; a tent has the code on both faces', async ({ server }) => {
  const order = await shop.link({ order: { orderId: 'T-7', value: 2049.99 }, session: { configuration: { language: 'da' } } });
  const read = async (query: string) => (await download(server, `poster.pdf${query}`, { id: order.id })).bytes;
  const poster = await read('');
  const text = textsOf(poster).join(' ');
  for (const part of ['Fjord & Sons', 'Ordre T-7', new URL(server.publicUrl).host, 'Testtilstand']) expect(text).toContain(part);
  expect(text).not.toContain('2.049,99');
  expect(await readPdf(poster)).toEqual([order.paymentLink]);
  const tent = await read('?format=A6&amount=true');
  expect(textsOf(tent).join(' ')).toContain('2.049,99');
  expect(await readPdf(tent)).toEqual([order.paymentLink, order.paymentLink]);
  for (const query of ['format=A5', 'amount=yes', 'size=100']) expectProblem(await asked(`poster.pdf?${query}`), 422, 'invalid_field');
});

test('a poster carries the short code of its link from when it was made', async ({ server }) => {
  const { id } = await shop.link();
  const read = async (query = '') => textsOf((await download(server, `poster.pdf${query}`, { id })).bytes).join(' ');
  expect(await read()).not.toContain('Cannot scan?');
  const { shortCode } = (await shop.api('POST', `/link/${id}/short-code`)).body as { shortCode: string };
  for (const query of ['', '?format=A6']) expect((await read(query)).replaceAll(/\s+/g, '')).toContain(shortCode);
});

test('a poster is printed in any script', async ({ server }) => {
  const tea = await openShop(server, '東京 Tea');
  try {
    const { id, paymentLink } = await tea.link();
    const { bytes } = await download(server, 'poster.pdf', { id, seller: tea });
    expect(textsOf(bytes).join('')).toContain('東京');
    expect(await readPdf(bytes)).toEqual([paymentLink]);
    expect(await readWithZxing((await download(server, 'qr.png?logo=merchant', { id, seller: tea })).bytes)).toBe(paymentLink);
  } finally {
    await tea.close();
  }
});

test('a dead link has no code: cancelled, replaced or expired it is gone, paid it conflicts', async ({ server }) => {
  const [cancelled, replaced, expired, paid] = [await shop.link(), await shop.link(), await shop.link(), await shop.link()];
  await shop.api('POST', `/link/${cancelled.id}/cancel`, {});
  await shop.api('POST', `/session/${replaced.sessionId}/link`, {});
  await queryAsGuest(server.settings, `UPDATE payment_link SET created_at = now() - interval '2 days', valid_until = now() - interval '1 day' WHERE id = $1`, [
    expired.id,
  ]);
  await submitAtGateway((await startPayment(shop, paid.sessionId)).url, pays.card);
  await expect.poll(() => sessionStatusOf(server, paid.sessionId)).toBe('paid');
  for (const file of files) {
    expectProblem(await asked(file, cancelled.id), 410, 'link_cancelled');
    expectProblem(await asked(file, replaced.id), 410, 'link_replaced');
    expectProblem(await asked(file, expired.id), 410, 'link_expired');
    expectProblem(await asked(file, paid.id), 409, 'session_paid');
  }
});

test('a cancelled session takes its code with it', async () => {
  const { id, sessionId } = await shop.link();
  await shop.api('POST', `/session/${sessionId}/cancel`, {});
  for (const file of files) expectProblem(await asked(file, id), 410, 'link_cancelled');
});

test('only the merchant’s own management reads a code, and drawing writes nothing', async ({ server }) => {
  const before = await rowsAtRest(server);
  for (const file of files) {
    expectProblem(await caller(server)('GET', `/link/${link.id}/${file}`), 401, 'unauthenticated');
    expect((await asked(file)).status).toBe(200);
    expectProblem(await shop.api('POST', `/link/${link.id}/${file}`, {}), 405, 'method_not_allowed');
    expectProblem(await asked(file, 'not-an-id'), 404, 'not_found');
  }
  const token = await tokenOf(server, shop);
  for (const file of files) expectProblem(await caller(server, `Bearer ${token}`)('GET', `/link/${link.id}/${file}`), 403, 'forbidden');
  expect(await rowsAtRest(server)).toEqual(before);
});
