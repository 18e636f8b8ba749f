import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { logoFiles } from '#lib/testing/logo-files.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { type Answer, basic, caller, tokenOf } from '../../fixtures/api.ts';
import { sessionStatusOf } from '../../fixtures/books.ts';
import { cardForm, startPayment, submitAtGateway, submitChallenge } from '../../fixtures/payer.ts';
import { until } from '../until.ts';
import { payer, typed, writtenByShop } from './persons.ts';
import { newSecretText, type Scene } from './scene.ts';

/** A link as its customer and its merchant have it. */
export type Journey = { sessionId: string; linkId: string; paymentLink: string; token: string; bearer: string; pageToken: string; shortCode: string };

const lastPart = (text: string, by: string): string => text.split(by).at(-1) ?? '';

const orderOf = (orderId: string) => {
  const order = anOrder({ orderId, value: 500 });
  const [line] = order.orderLines;
  const written = { ...line, itemId: 'typed', description: `Gift card ${writtenByShop}`, unitPrice: 0 };
  return { ...order, orderLines: [...order.orderLines, written], customer: payer, recipient: payer, transactionInfo: { source: 'newsletter' } };
};

/** The shop is told of everything, by both kinds of message. */
export async function registerHooks({ shop, other, canaries }: Scene): Promise<void> {
  for (const each of [shop, other]) {
    const { body } = await each.api('POST', '/webhooks', { url: `${each.origin}/hooks`, eventTypes: [] });
    const rotated = await each.api('POST', `/webhooks/${String(body.id)}/rotate-secret`, {});
    for (const secret of [body.secret, rotated.body.secret]) canaries.push({ name: 'a webhook secret', value: lastPart(String(secret), '_'), kind: 'token' });
  }
}

/** The shop's logo is a photo, in which its camera wrote whatever it liked. */
export async function uploadLogo({ server, shop, canaries, told }: Scene): Promise<void> {
  const note = newSecretText();
  canaries.push({ name: 'what a camera wrote into the logo', value: note, kind: 'token' });
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, note.length + 2]), Buffer.from(note)]);
  const photo = Buffer.concat([logoFiles.jpeg.subarray(0, 2), comment, logoFiles.jpeg.subarray(2)]);
  const headers = { authorization: basic(shop), 'content-type': 'image/jpeg' };
  const answer = await fetch(`${server.publicUrl}/checkout/v1/api/merchant/logo`, { method: 'PUT', headers, body: new Uint8Array(photo) });
  const { logo } = (await answer.json()) as { logo?: { url: string } };
  if (!logo) throw new Error(`The logo was not taken: ${answer.status}`);
  told.push({ place: 'the logo', text: Buffer.from(await (await fetch(logo.url)).arrayBuffer()).toString('latin1') });
}

/** An order is made, with its link, its short code and every token there is of it. */
export async function makeLink(scene: Scene, orderId: string): Promise<Journey> {
  const { server, shop, canaries } = scene;
  const callbacks = {
    success: { type: 'URL', value: `${shop.origin}/ok` },
    failure: { type: 'URL', value: `${shop.origin}/fail` },
    notification: `${shop.origin}/notify`,
  };
  const key = newSecretText();
  const created = await shop.api('POST', '/session', { order: orderOf(orderId), callbacks }, { 'idempotency-key': key });
  const sessionId = String(created.body.sessionId);
  const link = await shop.api('POST', `/session/${sessionId}/link`, {}, { 'idempotency-key': newSecretText() });
  const [linkId, paymentLink] = [String(link.body.id), String(link.body.paymentLink)];
  const token = lastPart(paymentLink, '/');
  const shortCode = String((await shop.api('POST', `/link/${linkId}/short-code`, {})).body.shortCode);
  const bearer = await tokenOf(server, shop, '?group=Management');
  const session = await shop.api('POST', `/session/${sessionId}/token`, {});
  const page = await caller(server)('POST', '/link/exchange', { paymentLink }, { origin: shop.origin });
  const signature = (jwt: unknown): string => lastPart(String(jwt), '.');
  canaries.push(
    { name: 'a link’s token', value: token, kind: 'token', may: /^the shop’s list of links|^a link, as its merchant/ },
    { name: 'a short code', value: shortCode, kind: 'text' },
    { name: 'a short code, as typed', value: shortCode.replaceAll('-', ''), kind: 'text' },
    { name: 'a merchant’s token', value: signature(bearer), kind: 'token' },
    { name: 'a session’s token', value: signature(session.body.token), kind: 'token' },
    { name: 'a page’s token', value: signature(page.body.token), kind: 'token' },
    // It names a request of the shop's and opens nothing; the row of the answer it leads to is sealed.
    { name: 'an Idempotency-Key', value: key, kind: 'token', may: /^table idempotency_key\.key/ },
  );
  return { sessionId, linkId, paymentLink, token, bearer, pageToken: String(page.body.token), shortCode };
}

/** The customer pays after a decline and with a wrong code of 3-D Secure, from an address and with a card of their own. */
export async function payAtLast(scene: Scene, { sessionId, paymentLink }: Journey): Promise<string> {
  const { server, shop, canaries } = scene;
  const at = { headers: { 'x-forwarded-for': typed.address } };
  await fetch(paymentLink, at);
  const card = (number: string) => ({ ...cardForm(number), cc_name: typed.cardholder, cc_csc: typed.securityCode });
  const declined = await startPayment(shop, sessionId);
  await refuseRealCard(declined.url);
  await submitAtGateway(declined.url, card('4180000000000566'));
  await fetch(`${paymentLink}/status`, at);
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, card('4170000000000568'));
  await submitChallenge(url, typed.wrongCode);
  await submitChallenge(url, '1234');
  await until('the order is paid', async () => (await sessionStatusOf(server, sessionId)) === 'paid');
  for (const number of ['4180000000000566', '4170000000000568']) canaries.push({ name: 'a card number', value: number, kind: 'text' });
  canaries.push({
    name: 'a key of the way back',
    value: await returnKeyOf(scene, paymentId),
    kind: 'token',
    may: /^table sandbox_(?:payment_request\.outcome|callback\.)/,
  });
  return paymentId;
}

/** What is no published test card is refused before anything of it is kept. */
async function refuseRealCard(url: string): Promise<void> {
  const { origin, searchParams } = new URL(url);
  const body = new URLSearchParams({ pid: searchParams.get('pid') ?? '', ...cardForm(typed.notATestCard) });
  const answer = await fetch(`${origin}/sandbox/eCommerce/API/pay`, { method: 'POST', body, redirect: 'manual' });
  if (answer.status < 400 && !answer.headers.get('location')?.includes('requestForm'))
    throw new Error(`The sandbox took a card that is no test card: ${answer.status}`);
}

/** What opens the page that a payment leads back to: the seal in the address that the gateway was answered with. */
async function returnKeyOf({ server }: Scene, paymentId: string): Promise<string> {
  const [row] = await queryAsGuest<{ outcome: string }>(
    server.settings,
    `SELECT r.outcome::text AS outcome FROM sandbox_payment_request r JOIN payment p ON p.gateway_order_id = r.shop_order_id WHERE p.id = $1`,
    [paymentId],
  );
  return /\/pay\/return\/[0-9a-f-]{36}\.([\w-]{22})/.exec(row?.outcome ?? '')?.[1] ?? '';
}

/** What is done with the money afterwards, and what the merchant reads of it all. */
export async function afterwards(scene: Scene, journey: Journey, paymentId: string): Promise<void> {
  const { server, shop, other, told } = scene;
  const { sessionId, linkId } = journey;
  await shop.api('POST', `/payment/${paymentId}/capture`, {});
  await shop.api('POST', `/payment/${paymentId}/refund`, { amount: { value: 100, currency: 'DKK' } });
  const note = (place: string, { text, headers }: Pick<Answer, 'text' | 'headers'>) => told.push({ place, text: `${JSON.stringify([...headers])}\n${text}` });
  for (const path of ['timeline', 'payment-methods']) note(`the session’s ${path}`, await shop.api('GET', `/session/${sessionId}/${path}`));
  note('session, as its merchant reads it', await shop.api('GET', `/session/${sessionId}`));
  note('a link, as its merchant reads it', await shop.api('GET', `/link/${linkId}`));
  note('the shop’s list of links', await shop.api('GET', '/link'));
  note('the shop’s list of links, as CSV', await shop.api('GET', '/link/export.csv'));
  note('the shop’s payments, as CSV', await shop.api('GET', '/payment/export.csv'));
  for (const path of ['/payment', '/deliveries', '/webhooks', `/payment/${paymentId}`, '/merchant'])
    note(`the shop’s ${path.replace(paymentId, '…')}`, await shop.api('GET', path));
  for (const path of [
    '/session',
    '/link',
    '/payment',
    '/events',
    '/deliveries',
    '/link/export.csv',
    `/session/${sessionId}`,
    `/link/${linkId}`,
    `/payment/${paymentId}`,
  ])
    note(`what the other merchant is told at ${path.replaceAll(/[0-9a-f-]{36}/g, '…')}`, await other.api('GET', path));
  note('the shop’s receipt', await shop.api('GET', `/payment/${paymentId}/receipt.json`));
  await readPages(scene, journey);
  await caller(server, basic(other))('POST', '/verify', { code: journey.paymentLink });
}

/** The pages of the order's own customer, who is told nothing of the person; and those of another. */
async function readPages({ server, other, told }: Scene, { paymentLink }: Journey): Promise<void> {
  const { paymentLink: stranger } = await other.link();
  for (const [place, address] of [
    ['the page of another customer', stranger],
    ['the page of a code that is judged', `${server.publicUrl}/verify`],
    ['the reference', `${server.publicUrl}/openapi.json`],
  ] as const) {
    const answer = await fetch(address);
    told.push({ place, text: `${JSON.stringify([...answer.headers])}\n${await answer.text()}` });
  }
  const own = await fetch(paymentLink);
  // Its own address stands on it, for the phone that scans it; nothing else of the payer does.
  told.push({ place: 'the payer’s own page', text: (await own.text()).replaceAll(new RegExp(new URL(paymentLink).pathname, 'gi'), '') });
  for (const file of ['receipt.json', 'receipt.pdf']) {
    const answer = await fetch(`${paymentLink}/${file}`);
    told.push({ place: `the payer’s ${file}`, text: `${JSON.stringify([...answer.headers])}\n${Buffer.from(await answer.arrayBuffer()).toString('latin1')}` });
  }
}
