import { chargeBack, decideTransaction } from '#lib/sandbox-gateway/decisions.ts';
import type { Act } from './act.ts';
import { pressOn, startByBackend, type Way, ways } from './customer-acts.ts';
import { count, type Model, pick, rather, type Session, type Try } from './facts.ts';
import type { WireFault } from './loopback.ts';
import { changeTo, endSession, openLink, openSession, revoke } from './merchant-acts.ts';
import { postAtGateway } from './speak.ts';
import { jump, sessionDays, type World, work } from './world.ts';

const card = (number: string) => ({ cc_number: number, cc_name: 'Ada Berg', cc_exp: '12/69', cc_csc: '123' });

/** What customers do at the gateway: the form they send, by way to pay. */
const forms = {
  approve: { CreditCard: card('4111111111111111'), MobilePay: { decision: 'approve' }, BankPayment: { decision: 'approve' } },
  decline: { CreditCard: card('4180000000000566'), MobilePay: { decision: 'cancel' }, BankPayment: { decision: 'cancel' } },
  /** The bank decides later. A card's bank cannot, so that customer turns away. */
  later: { CreditCard: { decision: 'cancel' }, MobilePay: { decision: 'later' }, BankPayment: { decision: 'later' } },
} satisfies Record<string, Record<Way, Record<string, string>>>;

export const doings = ['approve', 'decline', 'later'] as const;
export type Doing = (typeof doings)[number];

/** How a customer's moment at the gateway goes. */
export type Manner = {
  doing: Doing;
  /** A gateway that never asks us before money moves. */
  asksFirst: boolean;
  /** The customer closes the window: only a notification tells. */
  vanishes: boolean;
  /** What the network does to the gateway's callbacks, and to our question what became of the payment. */
  faults: readonly WireFault[];
};

const inWords = ({ doing, asksFirst, vanishes, faults }: Manner): string =>
  [doing, !asksFirst && 'unasked', vanishes && 'vanishing', ...faults.map(({ method, kind }) => `${method} ${kind}`)].filter(Boolean).join(', ');

/** A customer at the gateway's page of a try begun before. */
export const actAtBank = (which: number, manner: Manner): Act => ({
  kind: kindOf(manner),
  words: `at the gateway, try ${which}: ${inWords(manner)}`,
  can: ({ tries }) => tries.length > 0,
  run: (model, world) => visitBank(model, world, pick(rather(model.tries, isWaiting), which), manner),
});

export type Payer = { which: number; way: Way; overRest: boolean };

/** A customer, from the press to the gateway and back. */
export const payThrough = ({ which, way, overRest }: Payer, manner: Manner): Act => ({
  kind: kindOf(manner),
  words: `pay ${overRest ? 'over REST' : 'by link'} session ${which} with ${way}: ${inWords(manner)}`,
  can: ({ sessions }) => sessions.length > 0,
  run: async (model, world) => {
    const begun = await beginTry(model, world, { which, way, overRest });
    if (begun) await visitBank(model, world, begun, manner);
  },
});

/** Where every order is paid or ended, a new one is made first. */
async function beginTry(model: Model, world: World, { which, way, overRest }: Payer): Promise<Try | undefined> {
  if (!model.sessions.some(isUnpaid)) {
    const made = await openSession(model, world, { shop: 0, minor: 20_000, autoCapture: model.sessions.length % 2 === 1, callbacks: 0, json: false });
    if (made) await openLink(model, world, made);
  }
  const session = pick(rather(model.sessions, isUnpaid), which);
  const links = model.links.filter((link) => link.session === session);
  const link = links.at(-1);
  return overRest || !link ? startByBackend(model, world, session, way) : pressOn(model, world, { link, way, isStale: false });
}

const isUnpaid = ({ settledBy, isEnded }: Session): boolean => settledBy === undefined && !isEnded;
const isWaiting = ({ isVisited, session }: Try): boolean => !isVisited && isUnpaid(session);

/** Several customers of one order begin one after the other, and are at the gateway at the same time. */
export const payTogether = (payers: readonly (Payer & { manner: Manner })[]): Act => ({
  kind: 'pay one order several times at once',
  words: `together: ${payers.map(({ way, overRest, manner }) => `${way}${overRest ? ' over REST' : ''} ${inWords(manner)}`).join(' | ')}`,
  can: ({ sessions }) => sessions.length > 0,
  run: async (model, world) => {
    const begun: (Try | undefined)[] = [];
    for (const payer of payers) begun.push(await beginTry(model, world, { ...payer, which: 0 }));
    const results = await Promise.allSettled(begun.map((one, index) => one && visitBank(model, world, one, payers[index]?.manner ?? plain)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  },
});

export const meanwhiles = [
  'the order changes',
  'the link is cancelled',
  'the session is cancelled',
  'the link is replaced',
  'the link ends',
  'sessions expire',
] as const;
export type Meanwhile = (typeof meanwhiles)[number];

const happenings: Record<Meanwhile, (model: Model, world: World, session: Session) => Promise<unknown>> = {
  'the order changes': (model, world, session) => changeTo(model, world, session, 30_000 + 10 * model.requests.length),
  'the link is cancelled': (model, world, session) => revoke(model, world, session),
  'the session is cancelled': (model, world, session) => endSession(model, world, session),
  'the link is replaced': (model, world, session) => openLink(model, world, session),
  'the link ends': (_model, world) => later(world, 100),
  'sessions expire': (_model, world) => later(world, sessionDays * 24 * 60 + 1),
};

async function later(world: World, minutes: number): Promise<void> {
  jump(world, minutes * 60_000);
  await work(world);
}

/** A customer is at the gateway while something happens to the order. */
export const payLate = (who: Payer, manner: Manner, meanwhile: Meanwhile): Act => ({
  kind: `${meanwhile} while somebody pays`,
  words: `${meanwhile} while session ${who.which} is being paid with ${who.way}${who.overRest ? ' over REST' : ''}: ${inWords(manner)}`,
  can: ({ sessions }) => sessions.length > 0,
  run: async (model, world) => {
    const begun = await beginTry(model, world, who);
    if (!begun) return;
    await happenings[meanwhile](model, world, begun.session);
    await visitBank(model, world, begun, manner);
  },
});

const plain: Manner = { doing: 'approve', asksFirst: true, vanishes: false, faults: [] };

function kindOf({ doing, asksFirst, vanishes, faults }: Manner): string {
  if (doing === 'later') return 'leave it to the bank';
  if (doing === 'decline') return 'be declined';
  if (!asksFirst) return 'pay at a gateway that never asks';
  if (faults.length > 0) return 'pay, with a time-out after the charge';
  return vanishes ? 'pay and close the window' : 'pay';
}

async function visitBank(model: Model, world: World, one: Try, manner: Manner): Promise<void> {
  const { id, kind } = one;
  one.isVisited = true;
  const [request] = await world.rows<{ pid: string; step: string }>(
    `SELECT r.id::text AS pid, r.step FROM sandbox_payment_request r JOIN payment p ON p.gateway_order_id = r.shop_order_id WHERE p.id = $1::uuid AND r.step = 'open'`,
    id,
  );
  const way = ways.find((known) => known === kind);
  if (!request || !way) return;
  if (!manner.asksFirst) await neverAsk(world, id);
  world.faults.push(...manner.faults);
  await postAtGateway(world, '/sandbox/eCommerce/API/pay', { pid: request.pid, ...forms[manner.doing][way], ...(manner.vanishes && { vanish: '1' }) });
  const [paid] = await world.rows(`SELECT 1 FROM sandbox_transaction WHERE request_id = $1::uuid AND reserved_minor > 0`, request.pid);
  if (manner.doing === 'approve') count(model, paid ? '→ money moved' : '→ the gateway was told not to move it');
}

/** From now on the gateway moves this try's money without asking us first. */
const neverAsk = (world: World, paymentId: string) =>
  world.rows(
    `UPDATE sandbox_payment_request SET fields = fields #- '{config,callback_verify_order}' WHERE shop_order_id = (SELECT gateway_order_id FROM payment WHERE id = $1::uuid)`,
    paymentId,
  );

/** Transactions of the program's payments in one of these statuses, oldest first. */
const transactionsIn = async (world: World, statuses: string[]): Promise<{ id: bigint; paymentId: string }[]> =>
  world.rows(
    `SELECT t.id, p.id::text AS "paymentId" FROM sandbox_transaction t JOIN payment p ON p.gateway_order_id = t.shop_order_id
     WHERE p.merchant_id = ANY($1::uuid[]) AND t.status = ANY($2::text[]) ORDER BY t.id`,
    world.shops.map(({ merchantId }) => merchantId),
    statuses,
  );

export const decide = (which: number, outcome: 'approve' | 'decline'): Act => ({
  kind: `the bank ${outcome}s later`,
  words: `the bank decides open result ${which}: ${outcome}`,
  can: ({ tries }) => tries.length > 0,
  run: async (model, world) => {
    const open = await transactionsIn(world, ['pending']);
    if (open.length === 0) return;
    if (await decideTransaction(pick(open, which).id, outcome)) count(model, `→ open result ${outcome}d`);
  },
});

/** Every result still open is decided: banks do, in the end. */
export async function decideAll(world: World): Promise<void> {
  for (const { id } of await transactionsIn(world, ['pending'])) await decideTransaction(id, id % 2n === 0n ? 'approve' : 'decline');
}

/**
 * A failed transaction turns out to have money after all, and the gateway says so by a notification. It asks nobody
 * first. Only reservations: what a bank moves at once does not fail like that.
 */
export const succeedLate = (which: number): Act => ({
  kind: 'a success after a failure',
  words: `failed transaction ${which} turns out a success`,
  can: ({ tries }) => tries.length > 0,
  run: async (model, world) => {
    const failed = await transactionsIn(world, ['preauth_failed', 'preauth_error', 'epayment_cancelled', 'epayment_declined']);
    if (failed.length === 0) return;
    const { id, paymentId } = pick(failed, which);
    await neverAsk(world, paymentId);
    const changed = await world.rows<{ id: bigint }>(
      `UPDATE sandbox_transaction t SET status = 'preauth', reserved_minor = r.amount_minor, reason_code = 'NONE', message = NULL
       FROM sandbox_payment_request r WHERE r.id = t.request_id AND t.id = $1::bigint AND t.reserved_minor = 0 AND r.type = 'payment' AND r.terminal NOT LIKE '%Bank%'
       RETURNING t.id`,
      id,
    );
    if (changed.length === 0) return;
    count(model, '→ money moved after a failure');
    await world.rows(
      `INSERT INTO sandbox_notification (id, account_id, url, body, attempts, due_at, created_at)
       SELECT gen_random_uuid(), account_id, url, replace(body, 'status=failed', 'status=succeeded'), 0, created_at, created_at FROM sandbox_notification
       WHERE body LIKE '%transaction_id=' || $1::text || '&%' ORDER BY created_at LIMIT 1`,
      String(id),
    );
  },
});

export const takeBack = (which: number): Act => ({
  kind: 'a chargeback',
  words: `the bank takes transaction ${which} back`,
  can: ({ tries }) => tries.length > 0,
  run: async (model, world) => {
    const held = await transactionsIn(world, ['captured', 'bank_payment_finalized']);
    if (held.length === 0) return;
    if (await chargeBack(pick(held, which).id)) count(model, '→ charged back');
  },
});
