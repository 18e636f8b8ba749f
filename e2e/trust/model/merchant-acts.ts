import { anOrder } from '#lib/testing/orders.ts';
import type { Act } from './act.ts';
import { count, type Link, type Model, must, pick, type Session } from './facts.ts';
import { order, type Rest, rest, send } from './speak.ts';
import type { World } from './world.ts';

/** Amounts that trigger nothing at the gateway. */
const orderOf = (orderId: string, minor: number) => anOrder({ orderId, value: minor / 100 });

const isLinked = (model: Model): boolean => model.links.length > 0;
const isBegun = (model: Model): boolean => model.sessions.length > 0;

const callbackSets = [['success', 'failure', 'notification'], ['notification'], ['success'], []] as const;

export type NewSession = { shop: 0 | 1; minor: number; autoCapture: boolean; callbacks: number; json: boolean };

export const createSession = (given: NewSession): Act => ({
  kind: 'create a session',
  words: `create a session ${JSON.stringify(given)}`,
  can: () => true,
  run: (model, world) => openSession(model, world, given),
});

/** A session with an order of its own; undefined when the answer was lost. */
export async function openSession(model: Model, world: World, { shop, minor, autoCapture, callbacks: set, json }: NewSession): Promise<Session | undefined> {
  const orderId = `Order-${model.requests.length}`;
  const kinds = callbackSets[set % callbackSets.length] ?? [];
  const at = (kind: string) => `${world.origin}/shop/${world.shops[shop].merchantId}/${kind}`;
  const callbacks = Object.fromEntries(kinds.map((kind) => [kind, kind === 'notification' ? at(kind) : { type: 'URL', value: at(kind) }]));
  const body = { order: orderOf(orderId, minor), callbacks, configuration: { autoCapture, ...(json && { bodyFormat: 'JSON' }) } };
  let made: Session | undefined;
  const learn = ({ sessionId: id }: Record<string, unknown>) => {
    made = model.sessions.find((known) => known.id === id);
    if (made) return;
    const sinceMs = world.clock.shiftMs;
    made = {
      id: String(id),
      shop,
      orderId,
      amounts: new Map([[0, minor]]),
      isInDoubt: false,
      sinceMs,
      isDisturbed: false,
      isEnded: false,
      callbacks: kinds,
      settledBy: undefined,
    };
    model.sessions.push(made);
  };
  await order(model, world, { shop, path: '/session', body, learn });
  return made;
}

export const createLink = (which: number): Act => ({
  kind: 'create a link',
  words: `create a link of session ${which}`,
  can: isBegun,
  run: (model, world) => openLink(model, world, pick(model.sessions, which)),
});

export async function openLink(model: Model, world: World, session: Session): Promise<void> {
  const learn = (body: Record<string, unknown>) => {
    const id = String(body.id);
    if (model.links.some((known) => known.id === id)) return;
    model.links.push({ id, token: String(body.paymentLink).split('/').at(-1) ?? '', session, page: undefined });
  };
  await order(model, world, { shop: session.shop, path: `/session/${session.id}/link`, body: { size: 200, activationTime: 60 }, learn });
}

export const changeOrder = (which: number, minor: number): Act => ({
  kind: 'change the order',
  words: `change the order of session ${which} to ${minor}`,
  can: isBegun,
  run: async (model, world) => {
    await changeTo(model, world, pick(model.sessions, which), minor);
  },
});

export async function changeTo(model: Model, world: World, session: Session, minor: number): Promise<void> {
  Object.assign(session, { isDisturbed: true, isInDoubt: true });
  const answered = await rest(world, { shop: session.shop, method: 'PUT', path: `/session/${session.id}`, body: { order: orderOf(session.orderId, minor) } });
  if (answered?.status !== 200) return;
  session.amounts.set(Number(answered.body.revision), minor);
  count(model, '→ order changed');
}

/** What a merchant does whose change was perhaps made: it looks. */
export async function lookAgain(model: Model, world: World): Promise<void> {
  for (const session of model.sessions.filter(({ isInDoubt }) => isInDoubt)) {
    const answered = await rest(world, { shop: session.shop, method: 'GET', path: `/session/${session.id}` });
    must(answered?.status === 200, `session ${session.id} was acknowledged and answers ${answered?.text}`);
    const { amount } = answered.body.order as { amount: { value: number } };
    session.amounts.set(Number(answered.body.revision), Math.round(amount.value * 100));
    session.isInDoubt = false;
  }
}

export const cancelLink = (which: number): Act => ({
  kind: 'cancel a link',
  words: `cancel link ${which}`,
  can: isLinked,
  run: async (model, world) => {
    await revokeLink(model, world, pick(model.links, which));
  },
});

async function revokeLink(model: Model, world: World, { id, session }: Link): Promise<void> {
  session.isDisturbed = true;
  await order(model, world, { shop: session.shop, path: `/link/${id}/cancel`, body: {}, learn: () => count(model, '→ link cancelled') });
}

/** Cancels the newest link of a session, when it has one. */
export async function revoke(model: Model, world: World, session: Session): Promise<void> {
  const link = model.links.findLast((each) => each.session === session);
  if (link) await revokeLink(model, world, link);
}

export const cancelSession = (which: number): Act => ({
  kind: 'cancel a session',
  words: `cancel session ${which}`,
  can: isBegun,
  run: async (model, world) => {
    await endSession(model, world, pick(model.sessions, which));
  },
});

export async function endSession(model: Model, world: World, session: Session): Promise<void> {
  session.isDisturbed = true;
  const learn = () => {
    session.isEnded = true;
    count(model, '→ session cancelled');
  };
  await order(model, world, { shop: session.shop, path: `/session/${session.id}/cancel`, body: {}, learn });
}

/** A lost answer makes a client ask again with the same key; so does a nervous one. */
export const sendAgain = (which: number): Act => ({
  kind: 'send a request again',
  words: `send request ${which} again`,
  can: ({ requests }) => requests.length > 0,
  run: (model, world) => send(world, pick(model.requests, which)),
});

/** The other merchant tries everything with this one's ids. */
export const pry = (which: number): Act => ({
  kind: 'pry into another merchant’s session',
  words: `pry into session ${which}`,
  can: isBegun,
  run: async (model, world) => {
    const session = pick(model.sessions, which);
    const shop = session.shop === 0 ? 1 : 0;
    const body = { order: orderOf('theirs', 100) };
    const [link] = model.links.filter((each) => each.session === session);
    const calls: Omit<Rest, 'shop'>[] = [
      { method: 'GET', path: `/session/${session.id}` },
      { method: 'PUT', path: `/session/${session.id}`, body },
      { method: 'POST', path: `/session/${session.id}/link` },
      { method: 'POST', path: `/session/${session.id}/cancel` },
      ...(link ? [{ method: 'POST', path: `/link/${link.id}/cancel` } as const] : []),
    ];
    for (const call of calls) {
      const answered = await rest(world, { shop, ...call });
      must(!answered || answered.status === 404, `another merchant’s ${call.method} ${call.path} was answered ${answered?.status}`);
    }
  },
});
