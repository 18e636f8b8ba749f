import { anOrder } from '#lib/testing/orders.ts';
import { sessionStatusOf } from '../../fixtures/books.ts';
import { openSession } from '../../fixtures/payer.ts';
import { type Chance, chanceOf } from '../rounds.ts';
import { until } from '../until.ts';
import { sendFilled } from './fields.ts';
import { type Draw, drawPayloads, type Payload, payloadCount } from './payloads.ts';
import type { Scene } from './scene.ts';
import type { Known, Sightings } from './sightings.ts';

/** One round: a shop and its orders with a payload in every field. */
export type Round = { scene: Scene; sightings: Sightings; draw: Draw; chance: Chance; known: Known; refused: Set<string> };

/** An order that its customer can pay, with payloads wherever the contract has a text. */
export type Order = { sessionId: string; linkId: string; paymentLink: string };

const addressNames = ['website', 'termsUrl', 'privacyUrl'] as const;

/** Begins a round: the shop tells of itself, and its gateway of its ways to pay, in payloads. */
export async function beginRound(scene: Scene, sightings: Sightings, seed: number, number: number): Promise<Round> {
  const chance = chanceOf(seed, number);
  const draw = drawPayloads(chance, number);
  const { server, shop, example, gateway } = scene;
  const origins = new Set([server.publicUrl, server.sandboxUrl, gateway.origin, shop.origin, example.origin]);
  const round: Round = { scene, sightings, draw, chance, known: { origins, addresses: new Set() }, refused: new Set() };
  const brand = await fill(round, 'the shop', 'patch', '/merchant', { base: { phone: '+45 70 20 00 56', email: 'help@shop.example' } });
  const own = brand.body as Partial<Record<string, string>>;
  const leads = [...addressNames.flatMap((name) => own[name] ?? []), `mailto:${own.email}`, `tel:${own.phone?.replaceAll(/[^\d+]/g, '')}`];
  await listMethods(round);
  return { ...round, known: { origins, addresses: new Set(leads) } };
}

/** Remembers what a payload was given for. */
export function note({ sightings }: Round, field: string, payload: Payload): string {
  sightings.filled.set(payload.mark, { ...payload, field });
  return payload.text;
}

/** From now on the gateway's answers say payloads in these elements. It declines for a reason that nobody has words for, so that its own are shown. */
export function speak(round: Round, names: readonly string[]): void {
  const words = names.map((name) => [name, note(round, `the gateway: ${name}`, round.draw.any())] as const);
  round.scene.gateway.say({ ...Object.fromEntries(words), ReasonCode: 'UNHEARD_OF', LogoUrl: 'javascript:__xss(1)' });
}

/** The gateway's ways to pay are read while it describes them in payloads. */
async function listMethods(round: Round): Promise<void> {
  speak(round, ['Description', 'ShopName']);
  const answer = await round.scene.shop.api('POST', '/payment-methods/refresh');
  if (answer.status !== 200) throw new Error(`The ways to pay cannot be read: ${answer.status} ${answer.text}`);
}

type Filling = { base: object; at?: string; keeps?: readonly string[] };

/** Fills a call and sends it as the merchant. `at`: its address, where that names something. */
async function fill(round: Round, what: string, method: 'post' | 'put' | 'patch', path: string, { base, at = path, keeps = [] }: Filling) {
  const { scene, sightings, draw, refused } = round;
  const send = (body: unknown) => scene.shop.api(method.toUpperCase(), at, body);
  const filled = await sendFilled({ what, method, path, base, keeps, draw, sightings, send });
  for (const field of filled.refused) refused.add(field);
  return filled.answer;
}

const callbacksOf = ({ shop }: Scene) => ({
  success: { type: 'URL', value: `${shop.origin}/ok` },
  failure: { type: 'URL', value: `${shop.origin}/fail` },
  notification: `${shop.origin}/notify`,
});

/** An order with more lines than one: every payload there is stands in one of them. */
function fullOrder(round: Round) {
  const order = anOrder({ value: 500 });
  const lines = Array.from({ length: payloadCount }, (_, index) => {
    const description = note(round, 'an order line: /description', round.draw.nth(index));
    return { itemId: `line-${index}`, description, quantity: 1, unitPrice: 0, taxAmount: 0, goodsType: 'item' };
  });
  return { ...order, orderLines: [...order.orderLines, ...lines] };
}

/** Makes a session filled with payloads, and its link; to the shop's own page when that is said. */
export async function makeOrder(
  round: Round,
  { url, hasCallbacks = false, isMailed = false }: { url?: string; hasCallbacks?: boolean; isMailed?: boolean } = {},
): Promise<Order> {
  const { shop } = round.scene;
  const base = { order: fullOrder(round), callbacks: hasCallbacks ? callbacksOf(round.scene) : {}, configuration: {} };
  const created = await fill(round, 'a session', 'post', '/session', {
    base,
    keeps: [...(isMailed ? ['/order/customer/email'] : []), ...(hasCallbacks ? ['/callbacks'] : [])],
  });
  const sessionId = String(created.body.sessionId);
  const link = await shop.api('POST', `/session/${sessionId}/link`, { ...(url !== undefined && { url }), previewAmount: true });
  if (link.status !== 201) throw new Error(`No link: ${link.status} ${link.text}`);
  return { sessionId, linkId: String(link.body.id), paymentLink: String(link.body.paymentLink) };
}

/** The other calls that take a merchant's words; the links of what they made. */
export async function fillTheRest(round: Round): Promise<string[]> {
  const { shop } = round.scene;
  const order = anOrder({ value: 500 });
  await fill(round, 'a webhook endpoint', 'post', '/webhooks', { base: { url: `${shop.origin}/hooks` } });
  const changed = await openSession(shop, { order });
  await fill(round, 'a changed session', 'put', '/session/{sessionId}', { base: { order }, at: `/session/${changed}` });
  const link = await shop.api('POST', `/session/${changed}/link`, {});
  const both = await fill(round, 'a link with its session', 'post', '/link', { base: { order } });
  return [String(link.body.paymentLink), (both.body.link as { paymentLink: string }).paymentLink];
}

export const untilPaid = ({ scene: { server } }: Round, { sessionId }: Order): Promise<void> =>
  until('the order is paid', async () => (await sessionStatusOf(server, sessionId)) === 'paid');
