import { readShortCode } from '#lib/links/short-code.ts';
import { readToken } from '#lib/links/token-text.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { basic, caller } from '../../fixtures/api.ts';
import { sendCallback } from '../../fixtures/forge.ts';
import { openSession, startPayment } from '../../fixtures/payer.ts';
import { sendForm } from '../../fixtures/stranger.ts';
import { type Chance, chanceOf } from '../rounds.ts';
import { cut, flipped, lengthened } from './changed-text.ts';
import { type Ground, watchAllRows } from './ground.ts';
import { inTurn } from './in-turn.ts';
import type { Tally } from './tally.ts';

/** What a forger holds of one order: its link's token, its short code, its payment and the key of its way back. */
type Held = { token: string; code: string; orderId: string; linkId: string; paymentId: string; returnKey: string };
type Known = { chance: Chance; held: Held; other: Held };
/** A request, and whether its answer opened something. */
type Asked = { path: string; form?: Record<string, string>; opens: (status: number) => boolean };
type Forgery = { kind: string; forge: (known: Known) => Asked };

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

async function hold({ server, shop }: Ground, orderId: string): Promise<Held> {
  const { paymentLink, id, sessionId } = await shop.link({ session: { order: anOrder({ orderId }) } });
  const { paymentId } = await startPayment(shop, sessionId);
  const { body } = await shop.api('POST', `/link/${id}/short-code`, {});
  const { location } = await sendCallback(server, paymentId, 'ok');
  return {
    token: paymentLink.split('/').at(-1) ?? '',
    code: String(body.shortCode),
    orderId,
    linkId: id,
    paymentId,
    returnKey: location?.split('/').at(-1) ?? '',
  };
}

/** The same text with its last character made right: a forger knows how the check character is made. */
const checkedAnew = (text: string, read: (text: string) => string | undefined): string =>
  [...alphabet].map((char) => `${text.slice(0, -1)}${char}`).find((candidate) => read(candidate) !== undefined) ?? text;

const opened = (status: number): boolean => status < 400;
/** Every address that a link's token opens, but those that are answered alike for every token. */
const under = (chance: Chance, token: string): Asked => ({
  path: `/pay/${token}${chance.of(['', '/status', '/receipt.json', '/receipt.pdf'])}`,
  opens: opened,
});

const ofLinks: Forgery[] = [
  { kind: 'one character of a link changed', forge: ({ chance, held }) => under(chance, flipped(chance, held.token, alphabet)) },
  {
    kind: 'one character of a link changed, and its check character made right',
    forge: ({ chance, held }) => under(chance, checkedAnew(flipped(chance, held.token, alphabet, 1), readToken)),
  },
  { kind: 'a link that was cut', forge: ({ chance, held }) => under(chance, cut(chance, held.token)) },
  { kind: 'a link that is too long', forge: ({ chance, held }) => under(chance, lengthened(chance, held.token)) },
  { kind: 'two links in one', forge: ({ chance, held, other }) => under(chance, checkedAnew(`${held.token.slice(0, 13)}${other.token.slice(13)}`, readToken)) },
  {
    kind: 'an id instead of a link’s token',
    forge: ({ chance, held }) => under(chance, chance.of([held.linkId, held.paymentId, held.linkId.replaceAll('-', '')])),
  },
  {
    kind: 'a link’s own page, to which another order’s payment leads',
    forge: ({ held, other }) => ({ path: `/pay/${held.token}/leave/${other.paymentId}`, opens: opened }),
  },
  {
    kind: 'a link’s page with a payment that is none',
    forge: ({ chance, held }) => ({
      path: `/pay/${held.token}/leave/${chance.of([held.linkId, flipped(chance, held.paymentId, '0123456789abcdef'), held.paymentId.toUpperCase()])}`,
      opens: opened,
    }),
  },
];

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const back = (chance: Chance, key: string): Asked => ({ path: `/pay/return/${key}${chance.of(['', '/status', '/receipt.json'])}`, opens: opened });
const split = (key: string): [string, string] => [key.slice(0, 36), key.slice(37)];

const ofReturns: Forgery[] = [
  {
    kind: 'one character of a way back changed',
    forge: ({ chance, held: { returnKey } }) => {
      const [id, mac] = split(returnKey);
      return back(chance, chance.isOnce(0.5) ? `${id}.${flipped(chance, mac, base64url)}` : `${flipped(chance, id, '0123456789abcdef')}.${mac}`);
    },
  },
  { kind: 'a way back that was cut', forge: ({ chance, held }) => back(chance, cut(chance, held.returnKey)) },
  { kind: 'a way back that is too long', forge: ({ chance, held }) => back(chance, lengthened(chance, held.returnKey)) },
  {
    kind: 'a way back with another payment’s MAC',
    forge: ({ chance, held, other }) => back(chance, `${split(held.returnKey)[0]}.${split(other.returnKey)[1]}`),
  },
  {
    kind: 'a way back without a MAC',
    forge: ({ chance, held }) => back(chance, chance.of([held.paymentId, `${held.paymentId}.`, `${held.paymentId}.${'A'.repeat(22)}`])),
  },
];

const asCode = (code: string, order: string): Asked => ({ path: '/p', form: { code, order }, opens: opened });
const readCode = (text: string): string | undefined => readShortCode(text);

const ofCodes: Forgery[] = [
  {
    kind: 'one character of a short code changed',
    forge: ({ chance, held }) => asCode(flipped(chance, held.code.replaceAll('-', '').toLowerCase(), alphabet), held.orderId),
  },
  {
    kind: 'one character of a short code changed, and its check character made right',
    forge: ({ chance, held }) => asCode(checkedAnew(flipped(chance, held.code.replaceAll('-', '').toLowerCase(), alphabet, 1), readCode), held.orderId),
  },
  { kind: 'a short code that was cut', forge: ({ chance, held }) => asCode(cut(chance, held.code), held.orderId) },
  { kind: 'a short code with another order’s number', forge: ({ held, other }) => asCode(held.code, other.orderId) },
  {
    kind: 'a short code without an order number',
    forge: ({ chance, held }) => asCode(held.code, chance.of(['', ' ', '#', '*', '%', held.orderId.slice(0, -1)])),
  },
  { kind: 'a link’s token as a short code', forge: ({ held }) => asCode(held.token, held.orderId) },
];

/** The page for short codes takes 300 tries a minute of all visitors together: these are a share of them. */
const mostCodes = 150;

/** Asks for so many pages, receipts, ways back and codes that are forged; none may open, and no row may change. */
export async function forgeLinks(ground: Ground, { seed, count }: { seed: number; count: number }, tally: Tally): Promise<void> {
  const { server } = ground;
  const [held, other] = [await hold(ground, 'held-1'), await hold(ground, 'other-2')];
  for (const path of [`/pay/${held.token}`, `/pay/${held.token}/status`, `/pay/return/${held.returnKey}`, `/pay/${held.token}/leave/${held.paymentId}`]) {
    const { status } = await fetch(`${server.publicUrl}${path}`);
    if (status !== 200) tally.refused(`${path} was answered ${status}`);
  }
  const typed = await sendForm(server.publicUrl, '/p', new URLSearchParams({ code: held.code, order: held.orderId }));
  if (typed.status !== 303) tally.refused(`a short code was answered ${typed.status}`);
  await useEndedLinks(ground, tally);
  const look = await watchAllRows(ground);
  const many = [...ofLinks, ...ofReturns];
  for (let number = 0; number < count; number += 1)
    await askForged(ground, inTurn(many, number), { chance: chanceOf(seed, 20_000 + number), held, other }, tally);
  for (let number = 0; number < Math.min(mostCodes, count); number += 1)
    await askForged(ground, inTurn(ofCodes, number), { chance: chanceOf(seed, 30_000 + number), held, other }, tally);
  const changed = await look();
  tally.rowsChanged += changed.length;
  tally.wrongs.push(...changed.map((table) => `a forged link or code changed a row of ${table}`));
}

async function askForged({ server }: Ground, forgery: Forgery, known: Known, tally: Tally): Promise<void> {
  const { path, form, opens } = forgery.forge(known);
  const answer = await (form ? sendForm(server.publicUrl, path, new URLSearchParams(form)) : fetch(`${server.publicUrl}${path}`, { redirect: 'manual' }));
  const text = await answer.text();
  const isFine = !opens(answer.status) && answer.status < 500 && answer.status !== 429;
  tally.add(forgery.kind, isFine ? [] : [`answered ${answer.status} ${text.slice(0, 80)}: ${path} ${JSON.stringify(form ?? '')}`]);
}

/** Tokens that were given for a link are worth nothing more once it is replaced or cancelled, and so is the link. */
async function useEndedLinks({ server, shop }: Ground, tally: Tally): Promise<void> {
  for (const end of ['reissue', 'cancel']) {
    const { paymentLink, id, sessionId } = await shop.link({ session: { order: anOrder() } });
    const { body } = await caller(server)('POST', '/link/exchange', { paymentLink }, { origin: shop.origin });
    const page = caller(server, `Bearer ${String(body.token)}`);
    const [method] = (await page('GET', `/session/${sessionId}/payment-methods`)).body.methods as { id: string }[];
    await caller(server, basic(shop))('POST', `/link/${id}/${end}`, {});
    const answers = [
      await page('POST', '/payment', { sessionId, paymentMethodId: method?.id }),
      await page('GET', `/session/${sessionId}/payment-methods`),
      await caller(server)('POST', '/link/exchange', { paymentLink }, { origin: shop.origin }),
    ];
    for (const { status, text } of answers)
      tally.add(`a page’s token after the link’s ${end}`, status === 410 ? [] : [`answered ${status} ${text.slice(0, 120)}`]);
    const unlinked = await openSession(shop, { order: anOrder() });
    const elsewhere = await page('GET', `/session/${unlinked}/payment-methods`);
    tally.add('a page’s token at another session', elsewhere.status === 404 ? [] : [`answered ${elsewhere.status}`]);
  }
}
