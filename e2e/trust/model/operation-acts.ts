import type { Act } from './act.ts';
import { count, type Model, pick, rather, type Try } from './facts.ts';
import type { WireFault } from './loopback.ts';
import { order } from './speak.ts';
import type { World } from './world.ts';

export const operationKinds = ['capture', 'refund', 'release'] as const;
export type OperationKind = (typeof operationKinds)[number];

/** How much of the payment: all that is left, or a part of the whole in per cent. */
export type Share = 'all' | 30 | 50 | 80;

/** A merchant moves the money of one of its payments. `which`: mostly one that pays its order. */
export const operate = (which: number, kind: OperationKind, share: Share, fault: WireFault['kind'] | undefined): Act => ({
  kind: fault ? `${kind}, with a time-out` : `${kind} ${share === 'all' || kind === 'release' ? 'all' : 'a part'}`,
  words: `${kind} ${kind === 'release' ? '' : `${share === 'all' ? 'all' : `${share} %`} of `}try ${which}${fault ? `, the call is ${fault}` : ''}`,
  can: ({ tries }) => tries.length > 0,
  run: async (model, world) => {
    const one = pick(rather(model.tries, isPaying), which);
    if (kind === 'refund') await captureFirst(model, world, one);
    if (fault) world.faults.push({ method: wireMethods[kind], kind: fault });
    await ask(model, world, { one, kind, share });
  },
});

/** Their names on the wire. */
const wireMethods = { capture: 'captureReservation', refund: 'refundCapturedReservation', release: 'releaseReservation' } as const;

const isPaying = ({ id, session }: Try): boolean => session.settledBy === id;

/** The merchant's system sends several at the same time: two clerks, or a clerk and a job. */
export const operateTogether = (which: number, wanted: readonly { kind: OperationKind; share: Share }[]): Act => ({
  kind: 'several operations of one payment at once',
  words: `together on try ${which}: ${wanted.map(({ kind, share }) => `${kind} ${share}`).join(' | ')}`,
  can: ({ tries }) => tries.length > 0,
  run: async (model, world) => {
    const one = pick(rather(model.tries, isPaying), which);
    if (wanted.every(({ kind }) => kind === 'refund')) await captureFirst(model, world, one);
    const results = await Promise.allSettled(wanted.map((each) => ask(model, world, { one, ...each })));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  },
});

/** What is to be refunded has to be captured: a merchant who has not yet done so does. */
async function captureFirst(model: Model, world: World, one: Try): Promise<void> {
  const isCaptured = one.asked.some(({ kind, isAcknowledged }) => kind === 'capture' && isAcknowledged);
  if (!isCaptured && isPaying(one)) await ask(model, world, { one, kind: 'capture', share: 'all' });
}

type Asked = { one: Try; kind: OperationKind; share: Share };

async function ask(model: Model, world: World, { one, kind, share }: Asked): Promise<void> {
  const { session, id } = one;
  const [row] = await world.rows<{ amount: number }>('SELECT amount_minor::int AS amount FROM payment WHERE id = $1::uuid', id);
  if (!row) return;
  const isWhole = share === 'all' || kind === 'release';
  const minor = isWhole ? row.amount : Math.round((row.amount * share) / 100);
  const asked = { kind, minor, isAcknowledged: false };
  one.asked.push(asked);
  const learn = ({ status, amount }: Record<string, unknown>) => {
    if (status !== 'SUCCEEDED' || asked.isAcknowledged) return;
    // What was left when it was asked for is known only now.
    Object.assign(asked, { isAcknowledged: true, minor: Math.round((amount as { value: number }).value * 100) });
    count(model, `→ ${kind} acknowledged`);
  };
  const body = isWhole ? {} : { amount: { value: minor / 100, currency: 'DKK' } };
  const code = await order(model, world, { shop: session.shop, path: `/payment/${id}/${kind}`, body, learn });
  if (code) count(model, `→ ${kind} not made: ${code}`);
}
