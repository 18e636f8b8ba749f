import { randomUUID } from 'node:crypto';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { logoFiles } from '#lib/testing/logo-files.ts';
import { demo } from '../../../prisma/seed.ts';
import { basic } from '../../fixtures/api.ts';
import { sendCallback } from '../../fixtures/forge.ts';
import { pageOf, type Scene } from '../../fixtures/good-requests.ts';
import { paid } from '../../fixtures/operations.ts';
import { startPayment } from '../../fixtures/payer.ts';
import { send } from '../../fixtures/spoiled-requests.ts';
import type { Door } from './judge.ts';

/** A request to an address beside the API, and the status that it is made to bring about. */
export type Visit = { status: number; method: string; path: string; door?: Door; headers?: Record<string, string>; body?: string; isCustomers?: true };

type Draw = (scene: Scene) => Promise<Visit[]>;

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const foreign = { ...form, 'sec-fetch-site': 'cross-site' };
const get = (path: string, status = 200, headers: Record<string, string> = {}): Visit => ({ status, method: 'GET', path, headers });
const post = (path: string, status: number, body = '', headers: Record<string, string> = form): Visit => ({ status, method: 'POST', path, body, headers });

/** A link's pages, in each state a link has. */
const ofLinks: Draw = async ({ shop, server }) => {
  const [open, cancelled] = [await shop.link(), await shop.link()];
  await shop.api('POST', `/link/${cancelled.id}/cancel`);
  const [page, gone] = [pathOf(open.paymentLink), pathOf(cancelled.paymentLink)];
  const nobody = '/pay/nobody-knows-it';
  const { paymentId } = await startPayment(shop, open.sessionId);
  const nonce = /data-nonce="([^"]+)"/.exec(await (await fetch(`${server.publicUrl}${page}`)).text())?.[1] ?? '';
  await queryAsGuest(server.settings, 'UPDATE payment SET link_id = $1 WHERE id = $2', [open.id, paymentId]);
  return [
    get(page),
    get(gone, 410),
    get(nobody, 404),
    get(`${page}?language=da&notice=choose_method`),
    get(`${page}/leave/${paymentId}`),
    get(`${page}/leave/${randomUUID()}`, 404),
    get(`${page}/status`),
    get(`${nobody}/status`, 404),
    get(`${page}/receipt.json`, 404),
    get(`${page}/receipt.pdf`, 404),
    post(`${page}/opened`, 204, `nonce=${encodeURIComponent(nonce)}`),
    post(`${page}/joined`, 204, 'nonce=x'),
    post(`${page}/extend`, 303, 'nonce=x'),
    post(`${page}/payments`, 303, 'method=x'),
    ...['opened', 'joined', 'extend', 'payments'].map((name) => post(`${page}/${name}`, 403, '', foreign)),
    // What a cache in between could take for a picture or a style sheet, and keep for everybody.
    ...['/x.css', '/x.js', '/logo.png', '/'].map((tail) => get(`${page}${tail}`, tail === '/' ? 308 : 404)),
    ...['.png', '.css', ';.css', '%2fx.css', '%3bx.css'].map((tail) => get(`${page}${tail}`, 404)),
    get(`${page}/../x.css`, 400),
    get(`${page}%00.css`, 400),
  ];
};

/** What a customer sees after a payment. */
const ofPayments: Draw = async ({ shop, server }) => {
  const { paymentId } = await paid(shop);
  const { location } = await sendCallback(server, paymentId, 'ok');
  const back = pathOf(location ?? '');
  const [callback] = await queryAsGuest<{ url: string }>(
    server.settings,
    `SELECT r.fields->'config'->>'callback_redirect' AS url FROM sandbox_payment_request r JOIN payment p ON p.gateway_order_id = r.shop_order_id WHERE p.id = $1`,
    [paymentId],
  );
  const called = pathOf(callback?.url ?? '');
  return [
    get(back),
    get(`${back}x`, 404),
    get(`${back}/status`),
    get(`${back}x/status`, 404),
    get(`${back}/receipt.json`),
    get(`${back}/receipt.pdf`),
    get(`${back}x/receipt.pdf`, 404),
    post(called, 200),
    post(called.replace(/redirect$/, 'ok'), 404, 'a=b'),
    post(`/gateway/altapay/${randomUUID()}/x/ok`, 404),
  ];
};

/** Pages and files that are the same for everybody. */
const ofEverybody: Draw = async ({ server }) => {
  const etag = async (path: string) => ({
    'if-none-match': (await fetch(`${server.publicUrl}${path}`, { headers: { 'accept-encoding': 'identity' } })).headers.get('etag') ?? '',
  });
  const { METRICS_TOKEN: token } = server.settings;
  const style = /\/_next\/static\/[^"'() ]+/.exec(await (await fetch(`${server.publicUrl}/docs`)).text())?.[0] ?? '/_next/static/none.css';
  return [
    ...['/', '/docs', '/p', '/verify', '/pay/state', '/pay/state/open', '/healthz', '/readyz', '/receipt-keys.json', '/.well-known/jwks.json'].map((path) =>
      get(path),
    ),
    ...['/logos/creditcard.svg', '/sdk/v1.js', '/sdk/v1.mjs', '/sdk/v1.d.ts', '/sdk/v1.0.0.js', '/sdk/origin'].map((path) => get(path)),
    ...['/openapi.json', '/postman.json', '/llms.txt'].map((path) => get(path)),
    ...(await Promise.all(['/openapi.json', '/postman.json', '/llms.txt', '/sdk/v1.js'].map(async (path) => get(path, 304, await etag(path))))),
    get(style),
    ...(token ? [get('/metrics', 401), get('/metrics', 200, { authorization: `Bearer ${token}` })] : [get('/metrics')]),
    ...[
      '/nothing',
      '/nothing/x.css',
      '/sdk/v9.js',
      '/logos/x.png',
      '/brand/x.png',
      '/pay/state/none',
      '/_next/static/none.js',
      '/favicon.ico',
      '/robots.txt',
    ].map((path) => get(path, 404)),
    ...['/_next/image?url=/icon.svg&w=64&q=75', '/sandbox', '/checkout/v1/api/nothing'].map((path) => get(path, 404)),
    get('/icon.svg'),
    get('/docs/', 308),
    post('/nothing', 404),
    post('/p', 404, 'code=x&order=y'),
    post('/p', 403, '', foreign),
    post('/verify', 422, ''),
    post('/verify', 403, '', foreign),
  ];
};

/** The shop's own picture, and codes typed from paper: found, and too often. */
const ofShop: Draw = async ({ shop, server }) => {
  const { id } = await shop.link();
  const { body } = await shop.api('POST', `/link/${id}/short-code`, {});
  await send(server, {
    method: 'PUT',
    path: '/checkout/v1/api/merchant/logo',
    body: logoFiles.palettePng,
    headers: { authorization: basic(shop), 'content-type': 'image/png' },
  });
  const [brand] = await queryAsGuest<{ hash: string }>(server.settings, 'SELECT logo_hash AS hash FROM merchant WHERE logo_hash IS NOT NULL');
  const typed = new URLSearchParams({ code: String(body.shortCode), order: 'Order-1234/2026' }).toString();
  return [post('/p', 303, typed), get(`/brand/${brand?.hash}.png`)];
};

/** The sandbox's own door. */
const ofSandbox: Draw = async ({ shop }) => {
  const { sessionId } = await shop.link();
  const pid = new URL((await startPayment(shop, sessionId)).url).searchParams.get('pid') ?? '';
  const bank = '/sandbox/eCommerce/API';
  const authorization = basic(demo.gateway);
  const json = { authorization, 'content-type': 'application/json' };
  const visits = [
    get('/', 307),
    get('/sandbox', 401),
    get('/sandbox', 200, { authorization }),
    get('/healthz'),
    get('/nothing', 404),
    get('/readyz', 404),
    get('/sandbox/logos/creditcard.svg'),
    get('/sandbox/logos/x.svg', 404),
    get('/sandbox/merchant/API/login', 401),
    get('/sandbox/merchant/API/login', 200, { authorization }),
    get(`/sandbox/eCommerce.php/API/embeddedPaymentWindow?pid=${pid}`),
    get(`${bank}/requestForm?pid=${pid}`),
    get(`${bank}/requestForm?pid=x`, 404),
    get(`${bank}/challenge?pid=${pid}`),
    get(`${bank}/continue?pid=${pid}`),
    post(`${bank}/appUrl?pid=x`, 404),
    post(`${bank}/pay`, 404, 'pid=x'),
    post(`${bank}/pay`, 403, '', foreign),
    post(`${bank}/pay`, 413, `pid=${'x'.repeat(9_000)}`),
    post(`${bank}/pay`, 303, new URLSearchParams({ pid, cc_number: '0' }).toString()),
    post(`${bank}/confirm`, 404, 'pid=x'),
    post(`${bank}/decide`, 404, 'pid=x'),
    post('/sandbox/board/fault', 401, '{}', { 'content-type': 'application/json' }),
    post('/sandbox/board/fault', 400, '{', json),
    post('/sandbox/board/fault', 422, '{}', json),
    post('/sandbox/board/decide', 409, '{"transaction":1,"outcome":"approve"}', json),
    post('/sandbox/board/clock', 200, '{"shiftMs":0}', json),
    post('/sandbox/board/off', 303, 'id=x', { ...form, authorization }),
    post('/sandbox/board/off', 403, 'id=x', { ...foreign, authorization }),
    post('/sandbox/board/none', 404, '{}', json),
  ];
  return visits.map((visit): Visit => ({ ...visit, door: 'sandboxUrl' }));
};

/** What a shop's page asks first, and asks with its customer's token; and the same from a page that is nobody's. */
const ofShopsPages: Draw = async (scene) => {
  const { sessionId, authorization } = await pageOf(scene);
  const path = `/checkout/v1/api/session/${sessionId}`;
  const ask = (origin: string) => ({ origin, 'access-control-request-method': 'GET' });
  const visits = [
    ...['checkout', 'status', 'payment-methods', 'opened', 'extend'].flatMap((name) => [
      { ...get(`${path}/${name}`, 204, ask(scene.shop.origin)), method: 'OPTIONS' },
      { ...get(`${path}/${name}`, 403, ask('https://nobody.example')), method: 'OPTIONS' },
    ]),
    ...['checkout', 'status', 'payment-methods'].flatMap((name) => [
      get(`${path}/${name}`, 200, { authorization, origin: scene.shop.origin }),
      get(`${path}/${name}`, 403, { authorization, origin: 'https://nobody.example' }),
      get(`${path}/${name}`, 200, { authorization }),
    ]),
  ];
  return visits.map((visit): Visit => ({ ...visit, isCustomers: true }));
};

/** Too many tries of one place: last, since they shut it out. */
const ofTooMany: Draw = async () => {
  const crowd = { ...form, 'x-forwarded-for': '10.99.99.99' };
  const often = (path: string, body: string, count: number, first: number): Visit[] =>
    Array.from({ length: count }, (_, index) => post(path, index < count - 1 ? first : 429, body, crowd));
  return [...often('/p', 'code=x&order=y', 11, 404), ...often('/verify', 'code=x', 11, 200)];
};

const pathOf = (address: string): string => new URL(address).pathname;

/** Everything beside the API that goes without the gateway's callbacks, in order. */
export const drawsAlone: readonly Draw[] = [ofLinks, ofEverybody, ofShop, ofSandbox, ofShopsPages, ofTooMany];

/** Everything beside the API. */
export const draws: readonly Draw[] = [ofPayments, ...drawsAlone];
