import { unknownBrowser } from '#lib/methods/browser.ts';
import { loadPayPage } from '#lib/payments/pay-page.ts';
import { cut, inLife } from '#lib/testing/mortal-process.ts';
import type { Act } from './act.ts';
import { count, type Link, type Model, must, type Page, pick, type Session, type Try } from './facts.ts';
import { order, post, rest } from './speak.ts';
import type { World } from './world.ts';

/** The ways to pay that a program uses, by the gateway's name of them. */
export const ways = ['CreditCard', 'MobilePay', 'BankPayment'] as const;
export type Way = (typeof ways)[number];

/** The type by which a session's methods name the same over REST. */
const restTypes: Record<Way, string> = { CreditCard: 'CARD', MobilePay: 'MOBILEPAY', BankPayment: 'BANKPAYMENT' };

const isLinked = (model: Model): boolean => model.links.length > 0;

/** Loads the page as a browser does. What it showed while it was open stays in the browser. */
async function look(model: Model, link: Link): Promise<Page | undefined> {
  const page = await inLife(() => loadPayPage(link.token, unknownBrowser, {}));
  if (page === cut) return undefined;
  must(page.state !== 'unknown', `link ${link.id} was acknowledged and is unknown`);
  if (page.state !== 'open') return void count(model, `→ the page says ${page.state}`);
  const methods = Object.fromEntries(page.methods.map(({ identifier, id }) => [identifier, id]));
  const { intent, revision, nonce } = page;
  link.page = { intent, revision, nonce, extensions: page.time.extensions, methods, pressed: new Map() };
  return link.page;
}

export const openPage = (which: number): Act => ({
  kind: 'open the page',
  words: `open link ${which}`,
  can: isLinked,
  run: async (model, world) => {
    const link = pick(model.links, which);
    const page = await look(model, link);
    if (page) await post(world, `/pay/${link.token}/opened`, { nonce: page.nonce });
  },
});

export const addTime = (which: number): Act => ({
  kind: 'press for more time',
  words: `press for more time on link ${which}`,
  can: (model) => isLinked(model),
  run: async (model, world) => {
    const link = pick(model.links, which);
    const page = link.page ?? (await look(model, link));
    if (page) await post(world, `/pay/${link.token}/extend`, { nonce: page.nonce, extensions: String(page.extensions) });
  },
});

/** `isStale`: the page is one that was loaded before, perhaps pressed before, perhaps of another order. */
export const press = (which: number, way: Way, isStale: boolean): Act => ({
  kind: isStale ? 'press on a page loaded before' : 'press to pay',
  words: `press ${way} on ${isStale ? 'the old' : 'a fresh'} page of link ${which}`,
  can: (model) => isLinked(model) && (!isStale || pick(model.links, which).page !== undefined),
  run: (model, world) => pressOn(model, world, { link: pick(model.links, which), way, isStale }),
});

/** The try that a press began; undefined when it began none, or nobody was told. */
export async function pressOn(model: Model, world: World, given: { link: Link; way: Way; isStale: boolean }): Promise<Try | undefined> {
  const { link, way } = given;
  const page = given.isStale ? link.page : await look(model, link);
  const method = page?.methods[way];
  if (!page || !method) return undefined;
  const answered = await post(world, `/pay/${link.token}/payments`, { method, intent: page.intent, revision: String(page.revision) });
  if (answered === cut) return undefined;
  const [, id] = /\/leave\/([0-9a-f-]{36})$/.exec(answered.location) ?? [];
  if (!id) return void count(model, `→ not begun: ${answered.location.split('notice=')[1] ?? 'the page has changed'}`);
  const before = page.pressed.get(method);
  must(before === undefined || before === id, `one press became two payments, ${before} and ${id}`);
  page.pressed.set(method, id);
  return learnTry(model, { id, session: link.session, kind: way });
}

function learnTry(model: Model, given: { id: string; session: Session; kind: string }): Try {
  const known = model.tries.find(({ id }) => id === given.id);
  if (known) return known;
  const made = { ...given, isVisited: false, asked: [] };
  model.tries.push(made);
  count(model, '→ begun');
  return made;
}

export const startOverRest = (which: number, way: Way): Act => ({
  kind: 'start a payment over REST',
  words: `start ${way} of session ${which} over REST`,
  can: ({ sessions }) => sessions.length > 0,
  run: (model, world) => startByBackend(model, world, pick(model.sessions, which), way),
});

/** The try that the merchant's backend began; undefined when it was refused, or nobody was told. */
export async function startByBackend(model: Model, world: World, session: Session, way: Way): Promise<Try | undefined> {
  const { shop, id: sessionId } = session;
  const listed = await rest(world, { shop, method: 'GET', path: `/session/${sessionId}/payment-methods` });
  const methods = (listed?.body.methods ?? []) as { id: string; type: string }[];
  const method = methods.find(({ type }) => type === restTypes[way]);
  if (!method) return undefined;
  let made: Try | undefined;
  const learn = (body: Record<string, unknown>) => {
    made = learnTry(model, { id: String(body.paymentId), session, kind: way });
  };
  const code = await order(model, world, { shop, path: '/payment', body: { paymentMethodId: method.id, sessionId }, learn });
  if (code) count(model, `→ not begun: ${code}`);
  return made;
}
