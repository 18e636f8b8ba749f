import { request as httpRequest } from 'node:http';
import { deflateSync } from 'node:zlib';
import { decodePng } from '#lib/pictures/decode-png.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { drawnPng, logoFiles } from '#lib/testing/logo-files.ts';
import { greyPng } from '#lib/testing/pictures.ts';
import { type Answer, basic, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { fullBrand } from '../fixtures/full-brand.ts';
import { merchantIdOf } from '../fixtures/good-requests.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
let stranger: Shop;
test.beforeAll(async ({ server }) => {
  [shop, stranger] = await Promise.all([openShop(server), openShop(server, 'Stranger')]);
});
test.afterAll(() => Promise.all([shop.close(), stranger.close()]));

type Logo = { url: string; width: number; height: number };

/** Sends a file as it is. */
async function upload(server: RunningServer, who: Shop, file: Uint8Array, type = 'image/png'): Promise<Answer> {
  const response = await fetch(`${server.publicUrl}/checkout/v1/api/merchant/logo`, {
    method: 'PUT',
    headers: { authorization: basic(who), 'content-type': type },
    body: new Uint8Array(file),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Record<string, unknown> };
}

const logoOf = ({ body }: Answer): Logo => body.logo as Logo;

test('a merchant tells how it shows itself, reads it again, and clears it with null', async ({ server }) => {
  const asUser = caller(server, basic(shop));
  const fresh = (await asUser('GET', '/merchant')).body;
  expect(fresh).toMatchObject({ name: 'Fjord & Sons', colour: null, logo: null, email: null, timeZone: 'UTC', mailsReceipts: true });
  const changed = await asUser('PATCH', '/merchant', { ...fullBrand, colour: '#C2185B', name: '  Nordlys Keramik ' });
  expect([changed.status, changed.body]).toEqual([200, { ...fresh, ...fullBrand }]);
  expect((await shop.api('GET', '/merchant')).body).toEqual(changed.body);
  expect((await shop.api('PATCH', '/merchant', {})).body).toEqual(changed.body);
  const { name, ...rest } = fullBrand;
  const cleared = await shop.api('PATCH', '/merchant', Object.fromEntries(Object.keys(rest).map((key) => [key, null])));
  expect(cleared.body).toEqual({ ...fresh, name });
  await shop.api('PATCH', '/merchant', { name: 'Fjord & Sons' });
});

test('each merchant reads and changes itself alone, and a plain token or a customer’s opens none of it', async ({ server }) => {
  await shop.api('PATCH', '/merchant', { email: 'fjord@example.com' });
  await stranger.api('PATCH', '/merchant', { email: 'stranger@example.com' });
  expect((await shop.api('GET', '/merchant')).body.email).toBe('fjord@example.com');
  expect((await stranger.api('GET', '/merchant')).body).toMatchObject({ name: 'Stranger', email: 'stranger@example.com' });
  const plain = caller(server, `Bearer ${await tokenOf(server, shop)}`);
  for (const [method, path, body] of [
    ['GET', '/merchant', undefined],
    ['PATCH', '/merchant', {}],
    ['DELETE', '/merchant/logo', undefined],
  ] as const) {
    expectProblem(await plain(method, path, body), 403, 'forbidden');
    expectProblem(await caller(server)(method, path, body), 401, 'unauthenticated');
  }
});

const wrong: [member: string, values: unknown[]][] = [
  ['name', [null, '', '  ', 'x'.repeat(256), 'a\nb', 'a\u0000b', 'a\u202eb', 'a\ud800', '\u200b', '\u3164', '\u2800', '!?', 'A\u061cB', 'a\u00adb', 5]],
  ['colour', ['red', '#fff', '#12345g', '#123456;}', 'url(x)', 'rgb(0,0,0)', '#1234567', '', 0]],
  ['email', ['x', 'a@b', 'a b@c.example', 'a@b.example?bcc=x@y.example', 'a@b.example\r\nBcc: x@y.example', 'mailto:a@b.example', '']],
  ['phone', ['x', '112233x', 'tel:+4570200056', '+', '1'.repeat(40), '']],
  ['website', ['http://shop.example', 'javascript:alert(1)', 'data:text/html,x', '//shop.example', 'https://a:b@shop.example', 'shop.example', 'https://', '']],
  ['termsUrl', ['http://shop.example', 'JaVaScRiPt:alert(1)', `https://shop.example/${'x'.repeat(2_048)}`]],
  ['privacyUrl', ['ftp://shop.example', 'https://shop.example\\@evil.example']],
  ['legalAddress', ['', 'a\n'.repeat(7), 'x'.repeat(501), 'a\tb', 'a\r\nb']],
  ['taxId', ['x'.repeat(41)]],
  ['timeZone', ['Mars/Olympus', '+01:00', '', 'UTC+1', '../etc/passwd', 'x'.repeat(65)]],
  ['mailsReceipts', ['yes', 1]],
  ['fontFamily', ['Comic Sans']],
];

test('a wrong value is refused with a pointer to it and a word on what it should be, and changes nothing', async () => {
  const before = (await shop.api('GET', '/merchant')).text;
  for (const [member, values] of wrong) {
    for (const value of values) {
      const answer = await shop.api('PATCH', '/merchant', { phone: '+45 1234 5678', [member]: value });
      expectProblem(answer, 422, 'invalid_field');
      const pointers = (answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
      expect(pointers, `${member} ${JSON.stringify(value)}`).toEqual([member === 'fontFamily' ? '' : `/${member}`]);
    }
  }
  expect((await shop.api('GET', '/merchant')).text).toBe(before);
});

test('every change is on record, with what was and what is', async ({ server }) => {
  await shop.api('PATCH', '/merchant', { phone: '+45 11 11 11 11', colour: null });
  await shop.api('PATCH', '/merchant', { phone: '+45 22 22 22 22', colour: '#c2185b' });
  await shop.api('PATCH', '/merchant', { colour: '#c2185b' });
  const rows = await queryAsGuest<{ actor: string; detail: Record<string, string> }>(
    server.settings,
    `SELECT actor, detail FROM audit_entry WHERE subject_id = $1 AND action = 'merchant.brand_changed' ORDER BY created_at DESC, id DESC LIMIT 1`,
    [await merchantIdOf(server, shop)],
  );
  expect(rows).toEqual([{ actor: 'merchant', detail: { phone: '+45 11 11 11 11 → +45 22 22 22 22', colour: 'none → #c2185b' } }]);
});

test('a logo is served as a PNG of ours at an address of its bytes, kept by whoever has it for a day, and gone when it is replaced or removed', async ({
  server,
}) => {
  const first = await upload(server, shop, logoFiles.progressiveJpeg, 'image/jpeg');
  expect([first.status, logoOf(first)]).toEqual([200, { url: expect.stringMatching(/\/brand\/[0-9a-f]{32}\.png$/), width: 16, height: 24 }]);
  const { url } = logoOf(first);
  expect(url.startsWith(server.publicUrl)).toBe(true);
  const served = await fetch(url);
  expect([
    served.status,
    ...['content-type', 'cache-control', 'x-content-type-options', 'cross-origin-resource-policy'].map((name) => served.headers.get(name)),
  ]).toEqual([200, 'image/png', 'public, max-age=86400, immutable', 'nosniff', 'cross-origin']);
  const bytes = Buffer.from(await served.arrayBuffer());
  expect(decodePng(bytes)).toMatchObject({ width: 16, height: 24 });
  expect(bytes.includes('Secret')).toBe(false);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect(logoOf(await shop.api('GET', '/merchant')).url).toBe(url);

  expect(logoOf(await upload(server, shop, logoFiles.progressiveJpeg, 'image/jpeg')).url).toBe(url);
  const second = logoOf(await upload(server, shop, logoFiles.palettePng));
  expect([second.width, second.height, second.url === url]).toEqual([24, 16, false]);
  expect((await fetch(url)).status).toBe(404);
  // As long as anybody uses the same picture, its address stays.
  expect(logoOf(await upload(server, stranger, logoFiles.palettePng)).url).toBe(second.url);
  expect((await shop.api('DELETE', '/merchant/logo')).body.logo).toBeNull();
  expect((await fetch(second.url)).status).toBe(200);
  expect((await stranger.api('DELETE', '/merchant/logo')).status).toBe(200);
  const gone = await fetch(second.url);
  expect([gone.status, gone.headers.get('cache-control')]).toEqual([404, 'no-store']);
  expect((await shop.api('DELETE', '/merchant/logo')).status).toBe(200);
});

test('nothing but a hash that a merchant uses is served', async ({ server }) => {
  for (const file of ['0'.repeat(32), `${'0'.repeat(32)}.png`, 'x.png', '../merchant.png', `${'0'.repeat(32)}.svg`, '%00.png', `${'F'.repeat(32)}.png`]) {
    const { status } = await fetch(`${server.publicUrl}/brand/${file}`);
    expect([400, 404], `${file}: ${status}`).toContain(status);
  }
});

test('a file that is no logo is refused with the remedy, and the logo there is stays', async ({ server }) => {
  const kept = logoOf(await upload(server, shop, logoFiles.palettePng)).url;
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const refused: [what: string, status: number, code: string, file: Uint8Array, type?: string][] = [
    ['an SVG by its name', 415, 'unsupported_media_type', svg, 'image/svg+xml'],
    ['an SVG under another name', 422, 'picture_unreadable', svg],
    ['JSON', 415, 'unsupported_media_type', Buffer.from('{}'), 'application/json'],
    ['a form', 415, 'unsupported_media_type', Buffer.from('--x--'), 'multipart/form-data; boundary=x'],
    ['nothing', 422, 'picture_unreadable', Buffer.alloc(0)],
    ['half a PNG', 422, 'picture_unreadable', logoFiles.palettePng.subarray(0, 90)],
    ['half a JPEG', 422, 'picture_unreadable', logoFiles.jpeg.subarray(0, 300), 'image/jpeg'],
    ['a bomb by its header', 422, 'picture_too_large', greyPng(30_000, 30_000, deflateSync(Buffer.alloc(1_000_000)))],
    ['a bomb by its pixels', 422, 'picture_unreadable', greyPng(100, 100, deflateSync(Buffer.alloc(100_000_000)))],
    ['more than 2 MB', 413, 'body_too_large', Buffer.alloc(2 * 1024 * 1024 + 1)],
  ];
  for (const [what, status, code, file, type] of refused) {
    const answer = await upload(server, shop, file, type);
    expect([what, answer.status, answer.body.code, answer.headers.get('content-type')]).toEqual([what, status, code, 'application/problem+json']);
    expect(String(answer.body.detail)).toMatch(/PNG|png|smaller|bytes/);
  }
  expect(logoOf(await shop.api('GET', '/merchant')).url).toBe(kept);
  // What the type says does not matter as long as it is one of the two: the bytes decide.
  expect((await upload(server, shop, logoFiles.jpeg, 'image/png')).status).toBe(200);
});

test('a large logo is kept small, and a page reads none of its bytes', async ({ server }) => {
  const made = await upload(
    server,
    shop,
    drawnPng(1500, 300, (x) => (x < 700 ? [170, 0, 20, 255] : [0, 0, 0, 0])),
  );
  expect(logoOf(made)).toMatchObject({ width: 512, height: 102 });
  const { paymentLink } = await shop.link();
  const html = await (await fetch(paymentLink)).text();
  expect(html).toContain(`src="${new URL(logoOf(made).url).pathname}"`);
  expect(html).toContain(`property="og:image" content="${logoOf(made).url}"`);
});

test('a body in chunks, and a sender who hangs up, harm nothing', async ({ server }) => {
  const url = `${server.publicUrl}/checkout/v1/api/merchant/logo`;
  const headers = { authorization: basic(shop), 'content-type': 'image/png' };
  const status = await new Promise<number>((resolve, reject) => {
    const sent = httpRequest(url, { method: 'PUT', headers }, (response) => resolve(response.resume().statusCode ?? 0));
    sent.on('error', reject);
    sent.write(logoFiles.palettePng.subarray(0, 50));
    sent.end(logoFiles.palettePng.subarray(50));
  });
  expect(status).toBe(200);
  const cut = httpRequest(url, { method: 'PUT', headers: { ...headers, 'content-length': '1000' } });
  cut.on('error', () => undefined);
  cut.write(logoFiles.palettePng.subarray(0, 50), () => cut.destroy());
  expect((await shop.api('GET', '/merchant')).status).toBe(200);
  expect(server.log()).not.toContain('"level":"error"');
});
