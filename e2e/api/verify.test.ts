import { deflateSync } from 'node:zlib';
import { greyPng, pictureOf } from '#lib/testing/pictures.ts';
import { caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { rowsAtRest } from '../fixtures/rows.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { sendForm } from '../fixtures/stranger.ts';
import { expect, test } from '../fixtures/test.ts';

test.setTimeout(120_000);

let server: RunningServer;
let shop: Shop;
let other: Shop;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  server = await startServer({ database: 'embedded', settings: { TRUST_PROXY: '1' } });
  [shop, other] = [await openShop(server, 'Fjord & Sons'), await openShop(server, 'Other Shop')];
});
test.afterAll(async () => {
  await Promise.all([shop.close(), other.close()]);
  await server.stop();
});

const tokenOfLink = (paymentLink: string): string => paymentLink.replace(/.*[/=]/, '');

/** What the page says of a picture or a text, without its markup. */
async function told(fields: { picture?: Uint8Array<ArrayBuffer>; code?: string }, headers: Record<string, string> = {}) {
  const form = new FormData();
  form.set('picture', new Blob(fields.picture ? [fields.picture] : []), fields.picture ? 'photo.png' : '');
  form.set('code', fields.code ?? '');
  const answer = await sendForm(server.publicUrl, '/verify', form, headers);
  const html = (await answer.text()).replaceAll(/<(style|script)\b[\s\S]*?<\/\1>/g, '');
  const text = html
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&#x27;', '’');
  return { status: answer.status, headers: answer.headers, html, text };
}

const unknownToken = '00000000000000000000000000-0'.replaceAll('-', '');

test('a link of ours is ours, whichever way it is given: photo, address, token, short code; of its order nothing is told', async () => {
  const link = await shop.link({ order: { orderId: 'Secret-1' } });
  const { body } = await shop.api('POST', `/link/${link.id}/short-code`, {});
  const token = tokenOfLink(link.paymentLink);
  const withoutScheme = link.paymentLink.replace(/^https?:\/\//, '');
  const givens: { picture?: Uint8Array<ArrayBuffer>; code?: string }[] = [
    { picture: pictureOf(link.paymentLink) },
    { picture: new Uint8Array(Buffer.from(link.qrCode, 'base64')) },
    ...[link.paymentLink, `  ${link.paymentLink}/ `, withoutScheme, token, token.toUpperCase(), String(body.shortCode)].map((code) => ({ code })),
  ];
  for (const given of givens) {
    const { status, text, headers } = await told(given);
    expect(text, given.code).toContain('This code is ours');
    expect(text).toContain('it leads to a payment to Fjord & Sons');
    expect(text).not.toMatch(/Secret-1|2,049|Blue shirt|expired|paid/i);
    expect([status, headers.get('x-robots-tag'), headers.get('cache-control')]).toEqual([200, 'noindex, nofollow, noarchive', 'no-store']);
  }
});

test('also of a link that is over nothing more is told than that it is ours', async () => {
  const link = await shop.link();
  await shop.api('POST', `/link/${link.id}/cancel`, {});
  expect((await told({ code: link.paymentLink })).text).toContain('This code is ours');
});

test('a link to the merchant’s own page is ours on its registered origin only', async () => {
  const link = await shop.link({ link: { url: `${shop.origin}/pay?from=poster` } });
  expect((await told({ code: link.paymentLink })).text).toContain('This code is ours');
  const token = tokenOfLink(link.paymentLink);
  for (const wrong of [
    `https://evil.example/pay?paymentLink=${token}`,
    `https://evil.example/pay/${token}`,
    `${shop.origin.replace('127.0.0.1', 'localhost')}/pay?paymentLink=${token}`,
    `${other.origin}/pay?paymentLink=${token}`,
    `http://user@${shop.origin.replace('http://', '')}/pay?paymentLink=${token}`,
  ]) {
    const { text } = await told({ code: wrong });
    expect(text, wrong).toContain('The payment link in it is ours, but its address is not');
    expect(text).toContain('Do not pay');
    expect(text).not.toContain('Fjord');
  }
});

test('on the merchant’s origin only the link’s own page is ours, whatever was hung on it', async () => {
  const { paymentLink } = await shop.link({ link: { url: `${shop.origin}/pay?from=poster` } });
  const token = tokenOfLink(paymentLink);
  for (const right of [paymentLink, `${paymentLink}&lang=da#now`, `${shop.origin}/pay?paymentLink=${token.toUpperCase()}&from=poster`])
    expect((await told({ code: right })).text, right).toContain('This code is ours');
  for (const wrong of [
    `${shop.origin}/redirect?to=https://evil.example/&from=poster&paymentLink=${token}`,
    `${shop.origin}/pay?paymentLink=${token}`,
    `${shop.origin}/pay?from=other&paymentLink=${token}`,
    `${paymentLink}&from=other`,
    `${paymentLink}&paymentLink=${unknownToken}`,
    `${shop.origin}/pay/${token}`,
  ])
    expect((await told({ code: wrong })).text, wrong).toContain('The payment link in it is ours, but its address is not');
});

test('a link without a page of the merchant’s is ours on our own origin only', async () => {
  const { paymentLink } = await shop.link();
  const code = `${shop.origin}/?paymentLink=${tokenOfLink(paymentLink)}`;
  expect((await told({ code })).text).toContain('The payment link in it is ours, but its address is not');
});

test('a foreign address is told by its host, as machines read it, and never as a link', async () => {
  for (const [code, host] of [
    ['https://evil.example/pay/x', 'evil.example'],
    ['evil.example/pay', 'evil.example'],
    ['https://pаypal.example/', 'xn--pypal-4ve.example'],
    ['https://bücher.example/', 'xn--bcher-kva.example'],
    [`https://${new URL('http://localhost').host}@evil.example/`, 'evil.example'],
    ['https://evil.example:8443/', 'evil.example:8443'],
    [`https://evil.example\\@${'localhost'}/`, 'evil.example'],
    ['https://localhost.evil.example/', 'localhost.evil.example'],
    ['https://0x7f.1/', '127.0.0.1'],
  ] as const) {
    const { status, text, html } = await told({ code });
    expect(status).toBe(200);
    expect(text, code).toContain('This code is not ours: it leads to');
    expect(text).toMatch(new RegExp(`${host.replaceAll('.', '\\.')}\\.`));
    expect([...html.matchAll(/href="([^"]*)"/g)].filter(([, href = '']) => !/^(?:\?language=|\/verify|\/icon|\/_next)/.test(href))).toEqual([]);
  }
});

test('a text that is no address leads nowhere; one that looks like ours and is not known may be a forgery', async () => {
  for (const code of [
    'hello',
    'WIFI:S:net;;',
    'tel:+4512345678',
    'bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT',
    'javascript:alert(1)',
    'data:text/html,x',
    '<b>x</b>',
  ])
    expect((await told({ code })).text, code).toContain('it holds no web address');
  for (const code of [unknownToken, '0000-0000-0000', `${server.publicUrl}/pay/${unknownToken}`, `${server.publicUrl}/pay/x`, `${server.publicUrl}/`])
    expect((await told({ code })).text, code).toContain('It may have been removed, or be a forgery');
});

test('our own page’s path counts, not a known token hung on behind it', async () => {
  const { paymentLink } = await shop.link();
  const address = `${server.publicUrl}/pay/${unknownToken}?paymentLink=${tokenOfLink(paymentLink)}`;
  expect((await told({ code: address })).text).toContain('It may have been removed, or be a forgery');
});

test('every code in a picture is told, and one that is not ours makes it a warning', async () => {
  const [one, two] = [await shop.link(), await other.link()];
  const ours = await told({ picture: pictureOf(one.paymentLink, two.paymentLink) });
  expect(ours.text).toContain('All codes in the picture are ours');
  for (const name of ['Fjord & Sons', 'Other Shop']) expect(ours.text).toContain(name);
  const mixed = await told({ picture: pictureOf(one.paymentLink, 'https://evil.example/') });
  for (const words of ['Not all codes in the picture are ours', 'evil.example', 'Fjord & Sons', 'Do not pay']) expect(mixed.text).toContain(words);
});

test('a picture without a code, one that cannot be read, and a bomb are answered in words', async () => {
  for (const [picture, status, words] of [
    [pictureOf(), 422, 'We found no QR code'],
    [new Uint8Array(Buffer.from('GIF89a')), 422, 'We cannot read this picture'],
    [greyPng(30_000, 30_000, deflateSync(Buffer.alloc(100_000))), 413, 'too large'],
    [greyPng(100, 100, deflateSync(Buffer.alloc(200_000_000))), 422, 'We cannot read this picture'],
  ] as const) {
    const answer = await told({ picture });
    expect([answer.status, answer.text.includes(words)], words).toEqual([status, true]);
  }
  expect([(await told({})).status, (await told({})).text.includes('Choose a photo')]).toEqual([422, true]);
});

test('whoever sends pictures at the same time is told to wait, and no other visitor is', async () => {
  const picture = pictureOf('https://evil.example/');
  const from = { 'x-forwarded-for': '203.0.113.77' };
  const [others, ...own] = await Promise.all([told({ picture }), ...Array.from({ length: 4 }, () => told({ picture }, from))]);
  expect(others.status).toBe(200);
  const limited = own.filter(({ status }) => status !== 200);
  expect(limited.length).toBeLessThan(4);
  for (const { status, headers } of limited) expect([status, headers.get('retry-after')]).toEqual([429, '5']);
});

test('more than 8 MB are refused in words', async () => {
  const answer = await told({ picture: new Uint8Array(8 * 1024 * 1024 + 1) });
  expect([answer.status, answer.text.includes('too large')]).toEqual([413, true]);
});

test('what is no form is answered by the page, and a form from another site is refused', async () => {
  for (const [body, type] of [
    ['{}', 'application/json'],
    ['--x', 'multipart/form-data; boundary=x'],
    ['x', 'multipart/form-data'],
  ] as const) {
    const answer = await fetch(`${server.publicUrl}/verify`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, 'x-forwarded-for': `10.8.${type.length}.1` },
    });
    expect(answer.status, type).toBe(422);
  }
  expect((await told({ code: 'x' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
});

test('no address has more than ten tries a minute; whoever is limited is told when to come back', async () => {
  const from = { 'x-forwarded-for': '203.0.113.9' };
  for (let tries = 0; tries < 10; tries++) expect((await told({ code: 'x' }, from)).status).toBe(200);
  const limited = await told({ code: 'x' }, from);
  expect(limited.status).toBe(429);
  expect(limited.text).toContain(`You can try again in ${limited.headers.get('retry-after')} seconds`);
});

test('to ask changes nothing', async () => {
  const { paymentLink } = await shop.link();
  const before = await rowsAtRest(server);
  await told({ picture: pictureOf(paymentLink) });
  await told({ code: paymentLink });
  await shop.api('POST', '/verify', { code: paymentLink });
  expect(await rowsAtRest(server)).toEqual(before);
});

test('the API tells a merchant of its own links what they are for, and of others’ no more than that they are ours', async () => {
  const link = await shop.link({ order: { orderId: 'Mine-1' } });
  const own = { linkId: link.id, sessionId: link.sessionId, status: 'ACTIVE', orderId: 'Mine-1', amount: { value: 2049.99, currency: 'DKK' } };
  const ask = async (asker: Shop, code: string) => (await asker.api('POST', '/verify', { code })).body;
  const token = tokenOfLink(link.paymentLink);
  const short = String((await shop.api('POST', `/link/${link.id}/short-code`, {})).body.shortCode);
  for (const code of [link.paymentLink, token, short]) {
    expect(await ask(shop, code)).toEqual({ verdict: 'OWN', host: null, link: own });
    // Short codes are short enough to be guessed: of another merchant's nothing is told.
    expect(await ask(other, code)).toEqual({ verdict: code === short ? 'UNKNOWN' : 'OTHER_MERCHANT', host: null, link: null });
  }
  const forged = `https://evil.example/pay/${token}`;
  expect(await ask(shop, forged)).toEqual({ verdict: 'WRONG_ADDRESS', host: 'evil.example', link: own });
  expect(await ask(other, forged)).toEqual({ verdict: 'WRONG_ADDRESS', host: 'evil.example', link: null });
  expect(await ask(shop, 'https://evil.example/')).toEqual({ verdict: 'NOT_OURS', host: 'evil.example', link: null });
  expect(await ask(shop, 'hello')).toEqual({ verdict: 'NOT_OURS', host: null, link: null });
  expect(await ask(shop, unknownToken)).toEqual({ verdict: 'UNKNOWN', host: null, link: null });
  await shop.api('POST', `/link/${link.id}/cancel`, {});
  expect(await ask(shop, token)).toMatchObject({ verdict: 'OWN', link: { status: 'CANCELLED' } });
  const paid = await shop.link();
  await submitAtGateway((await startPayment(shop, paid.sessionId)).url, pays.card);
  await expect.poll(async () => (await ask(shop, tokenOfLink(paid.paymentLink))) as unknown).toMatchObject({ verdict: 'OWN', link: { status: 'PAID' } });
  expectProblem(await shop.api('POST', '/verify', {}), 422, 'invalid_field', ['/code']);
  expectProblem(await shop.api('POST', '/verify', { code: '' }), 422, 'invalid_field', ['/code']);
  expectProblem(await caller(server)('POST', '/verify', { code: token }), 401, 'unauthenticated');
  expectProblem(await caller(server, `Bearer ${await tokenOf(server, shop)}`)('POST', '/verify', { code: token }), 403, 'forbidden');
});
