import { basic } from '../../fixtures/api.ts';
import { sendRaw } from '../../fixtures/raw-http.ts';
import type { Chance } from '../rounds.ts';
import type { Journey } from './journey.ts';
import { payer, typed } from './persons.ts';
import type { Scene } from './scene.ts';

const card = '4170000000000568';

/** A request with something secret where it does not belong. */
type Wrong = { method: string; path: string; headers?: Record<string, string>; body?: string };

/** Tokens in addresses that are none of ours, as they come to be by a wrong copy, a wrong door or a wrong case. */
const misplacedInPaths = ({ token, bearer, pageToken, shortCode }: Journey, { shop }: Scene): Wrong[] => {
  const secrets = [token, bearer, pageToken, shortCode, shop.password, card, encodeURIComponent(payer.email)];
  const around = [
    '/pay/#/x',
    '/Pay/#',
    '/PAY/#',
    '/pay//#',
    '/pays/#',
    '/p/#',
    '/#',
    '/x/#/y',
    '/docs/#',
    '/verify/#',
    '/brand/#',
    '/logos/#.svg',
    '/sdk/#',
    '/.well-known/#',
    '/pay/return/#',
    '/pay/state/#',
  ];
  const programs = [
    '/checkout/v1/api/session/#',
    '/checkout/v1/api/link/#',
    '/checkout/v1/api/#',
    '/checkout/v2/#',
    '/gateway/#',
    '/gateway/altapay/#/#/ok',
    '/sandbox/#',
  ];
  const asked = ['/verify?code=#', '/p?code=#', '/pay/x?token=#', '/checkout/v1/api/session?token=#', '/checkout/v1/api/link?orderId=#', '/metrics?token=#'];
  return secrets.flatMap((secret) => [...around, ...programs, ...asked].map((path) => ({ method: 'GET', path: path.replaceAll('#', secret) })));
};

/** Secrets in bodies and headers that do not take them. */
const misplacedElsewhere = (scene: Scene, { token, bearer, pageToken, sessionId }: Journey): Wrong[] => {
  const { shop } = scene;
  const own = { authorization: basic(shop), 'content-type': 'application/json' };
  const post = (path: string, body: unknown, headers: Record<string, string> = own): Wrong => ({
    method: 'POST',
    path: `/checkout/v1/api${path}`,
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const secrets = [token, bearer, pageToken, shop.password, shop.callbackSecret, card, typed.securityCode, payer.email];
  return secrets.flatMap((secret) => [
    post('/session', { order: { orderId: 5, note: secret } }),
    post('/session', { order: secret }),
    post('/session', { order: { orderId: secret, amount: { value: secret, currency: secret }, orderLines: secret } }),
    post('/session', {
      callbacks: { redirect: secret, notification: secret, success: { type: secret, value: secret } },
      configuration: { language: secret, country: secret },
    }),
    post('/session', `{"order": "${secret}`),
    post('/session', `<xml>${secret}</xml>`, { ...own, 'content-type': 'text/xml' }),
    post(`/session/${sessionId}/link`, { url: `https://stranger.example/${secret}`, size: secret }),
    post('/payment', { sessionId: secret, paymentMethodId: secret }),
    post('/webhooks', { url: `http://10.0.0.1/${secret}`, eventTypes: [secret] }),
    post('/link/exchange', { paymentLink: `https://stranger.example/pay/${secret}`, secret }, { 'content-type': 'application/json' }),
    post('/verify', { code: `https://stranger.example/?x=${secret}` }),
    post('/session', {}, { ...own, authorization: `Bearer ${secret}` }),
    post('/session', {}, { ...own, authorization: `Basic ${Buffer.from(`${secret}:${secret}`).toString('base64')}` }),
    post('/session', {}, { ...own, authorization: secret }),
    post('/session', {}, { ...own, 'x-request-id': secret, cookie: `session=${secret}`, referer: `http://shop.example/?t=${secret}`, 'user-agent': secret }),
    {
      method: 'POST',
      path: '/p',
      body: `code=${encodeURIComponent(secret)}&orderNumber=${encodeURIComponent(secret)}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    {
      method: 'POST',
      path: `/gateway/altapay/${sessionId}/${secret.slice(0, 22).padEnd(22, 'x')}/ok`,
      body: `status=${secret}&checksum=${secret}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
  ]);
};

/** Sends so many of them, drawn by chance, and answers how many were answered. What is answered is told to whoever asked, and kept; no answer of a program's door repeats a secret. */
export async function ask(scene: Scene, journey: Journey, most: number, chance: Chance): Promise<number> {
  const { server, told } = scene;
  const wrongs = chance.shuffled([...misplacedInPaths(journey, scene), ...misplacedElsewhere(scene, journey)]).slice(0, most);
  let answered = 0;
  for (const { method, path, headers = {}, body } of wrongs) {
    const isAddress = /^[\x21-\x7e]+$/.test(path);
    if (!isAddress) continue;
    const answer = await fetch(`${server.publicUrl}${path}`, {
      method,
      headers: sendable(headers),
      ...(body !== undefined && { body }),
      redirect: 'manual',
    }).catch(() => undefined);
    // What cannot be sent at all tells nobody anything.
    if (!answer) continue;
    answered += 1;
    // A page may hold its own address, as whoever asked for it does.
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
    const said = await answer.text();
    const text = `${JSON.stringify([...answer.headers])}\n${isPage ? withoutAddress(said, path) : said}`;
    // A page writes back what was typed, to the one who typed it.
    const isForm = method === 'POST' && path === '/p';
    if (answer.status >= 400 && !isForm) told.push({ place: `the ${answer.status} of ${method} ${path.split('/').slice(0, 5).join('/').slice(0, 40)}`, text });
  }
  await sendRaw(server.publicUrl, `GET /pay/${journey.token} HTTP/1.1\r\nHost: stranger.example\r\nAuthorization: Bearer ${journey.bearer}\r\n\r\n`).catch(
    () => undefined,
  );
  return answered;
}

const sendable = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replaceAll(/[^\x20-\x7e]/g, '')]));

const withoutAddress = (html: string, path: string): string =>
  path
    .split(/[/?&=]/)
    .filter((part) => part.length > 3)
    .reduce((text, part) => [part, decodeURIComponent(part)].reduce((rest, written) => rest.replaceAll(written, ''), text), html);
