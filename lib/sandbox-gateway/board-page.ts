import { z } from 'zod';
import { db } from '../db/client.ts';
import { env } from '../env.ts';
import { text } from '../http/fields.ts';
import { type Account, authenticateAccount } from './accounts.ts';
import { faultMethods } from './board-actions.ts';
import type { BoardCallback, BoardFault, BoardTransaction, FaultFields, SandboxBoard } from './board-contract.ts';
import { testCards } from './cards.ts';
import { chargeableMinor } from './decisions.ts';
import { describedFaults, faultGroups, faultKinds } from './fault-kinds.ts';
import { listFaults } from './faults.ts';
import { currencyOfRequest, type WholeTransaction, wholeTransaction } from './transaction-xml.ts';
import { triggerAmounts } from './trigger-amounts.ts';

const pageSize = 20;
const mostUndecided = 20;
const mostCallbacks = 500;

const given = text(100).catch('');

/** The board's address: what to look for, where to begin, what a form did, and what it could not take. */
const Query = z.object({
  find: given,
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt)
    .optional()
    .catch(undefined),
  decided: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt)
    .optional()
    .catch(undefined),
  on: z.enum(faultKinds).optional().catch(undefined),
  off: z.enum(faultKinds).optional().catch(undefined),
  problem: given.transform((names) => names.split(',')),
  kind: given,
  order: given,
  times: given,
  delay: given,
  method: given,
});
type Query = z.output<typeof Query>;

/**
 * The fault board of the account that signs in: its transactions, what waits for a decision, and its faults.
 * `refused` without right credentials; undefined in live mode. Writes nothing.
 */
export async function loadBoard(authorization: string | null, query: Record<string, unknown>): Promise<SandboxBoard | 'refused' | undefined> {
  if (env().MODE !== 'test') return undefined;
  const account = await authenticateAccount(authorization);
  return account ? boardOf(account, Query.parse(query)) : 'refused';
}

async function boardOf(account: Account, query: Query): Promise<SandboxBoard> {
  const { find, before } = query;
  const mine = { accountId: account.id };
  const among = { ...mine, ...(find && { shopOrderId: { contains: find, mode: 'insensitive' as const } }), ...(before && { id: { lt: before } }) };
  const isUndecided = { OR: [{ status: 'pending' }, { status: 'created', request: { step: 'unanswered' } }] };
  const newest = { include: wholeTransaction, orderBy: { id: 'desc' } } as const;
  const [found, undecided, decided, faults] = await Promise.all([
    db().sandboxTransaction.findMany({ where: among, take: pageSize + 1, ...newest }),
    db().sandboxTransaction.findMany({ where: { ...mine, ...isUndecided }, take: mostUndecided, ...newest }),
    query.decided ? db().sandboxTransaction.findFirst({ where: { ...mine, id: query.decided }, include: wholeTransaction }) : null,
    listFaults(account.id),
  ]);
  const shown = found.slice(0, pageSize);
  const callbacks = await callbacksAbout(account, [...shown, ...undecided]);
  const draw = (transaction: WholeTransaction) => boardTransaction(transaction, callbacks.get(transaction.shopOrderId) ?? []);
  const switched = query.on ?? query.off;
  return {
    shopName: account.shopName,
    username: account.username,
    news: decided ? { kind: 'payment', payment: draw(decided) } : switched && { kind: query.on ? 'on' : 'off', fault: describedFaults[switched].name },
    faults: faults.map(boardFault),
    offered: offeredFaults,
    methods: [...faultMethods],
    ...typedAgain(query),
    undecided: undecided.map(draw),
    transactions: shown.map(draw),
    find,
    isNewest: before === undefined,
    older: found.length > pageSize ? String(shown.at(-1)?.id) : undefined,
    view: String(new URLSearchParams({ ...(find && { find }), ...(before && { before: String(before) }) })),
    cards: testCards,
    amounts: triggerAmounts,
  };
}

const problems = ['kind', 'order', 'times', 'delay', 'method', 'full'] as const;

const typedAgain = ({ kind, order, times, delay, method, problem }: Query): { typed: FaultFields } & Pick<SandboxBoard, 'problems'> => ({
  typed: { kind, order, times, delay, method },
  problems: problems.filter((name) => problem.includes(name)),
});

const offeredFaults = Object.entries(faultGroups).map(([id, group]) => ({
  group,
  faults: faultKinds.flatMap((kind) => {
    const { name, sentence, group: own } = describedFaults[kind];
    return own === id ? [{ kind, name, sentence }] : [];
  }),
}));

function boardFault({ id, kind, method, order, timesLeft, delayMs }: Awaited<ReturnType<typeof listFaults>>[number]): BoardFault {
  const known = faultKinds.find((each) => each === kind);
  const { name, sentence } = known ? describedFaults[known] : { name: kind, sentence: '' };
  return { id, name, sentence, method: method ?? undefined, order: order ?? undefined, timesLeft: timesLeft ?? undefined, delayMs };
}

/** The newest callbacks about these transactions' orders, each order's in the order they were sent. */
async function callbacksAbout(account: Account, transactions: WholeTransaction[]): Promise<Map<string, BoardCallback[]>> {
  const orders = [...new Set(transactions.map(({ shopOrderId }) => shopOrderId))];
  const where = { accountId: account.id, shopOrderId: { in: orders } };
  const sent = await db().sandboxCallback.findMany({ where, orderBy: { id: 'desc' }, take: mostCallbacks });
  const byOrder = new Map<string, BoardCallback[]>();
  for (const { id, shopOrderId, kind, sentAt, status, detail, faults } of sent.reverse()) {
    const answer = status === null ? `no answer (${detail})` : `${status} ${detail}`.trim();
    byOrder.set(shopOrderId, [...(byOrder.get(shopOrderId) ?? []), { id, kind, sentAt, answer, faults: faults.map(faultName) }]);
  }
  return byOrder;
}

function faultName(kind: string): string {
  const known = faultKinds.find((each) => each === kind);
  return known ? describedFaults[known].name : kind;
}

/** What a TransactionStatus of the wire means to a tester. */
const meanings: Record<string, string> = {
  created: 'Kept back by the bank',
  pending: 'Waiting for the bank',
  preauth: 'Reserved',
  invoice_initialized: 'Reserved',
  captured: 'Captured',
  bank_payment_finalized: 'Paid',
  released: 'Released',
  refunded: 'Refunded',
  bank_payment_refunded: 'Refunded',
  preauth_failed: 'Declined',
  epayment_declined: 'Declined',
  preauth_error: 'Error',
  epayment_cancelled: 'Cancelled',
};

function boardTransaction(transaction: WholeTransaction, callbacks: BoardCallback[]): BoardTransaction {
  const { request, status, operations } = transaction;
  const currency = currencyOfRequest(request);
  const money = (minor: bigint) => ({ minor, currency });
  const chargeback = operations.find(({ type }) => type === 'chargeback');
  return {
    id: String(transaction.id),
    shopOrderId: transaction.shopOrderId,
    terminal: request.terminal,
    maskedCard: transaction.maskedPan ?? undefined,
    createdAt: transaction.createdAt,
    status,
    meaning: meanings[status] ?? status,
    amount: money(request.amountMinor),
    reserved: money(transaction.reservedMinor),
    captured: money(transaction.capturedMinor),
    refunded: money(transaction.refundedMinor),
    chargedBack: chargeback && money(chargeback.amountMinor),
    isUndecided: status === 'pending' || (status === 'created' && request.step === 'unanswered'),
    canChargeBack: chargeableMinor(transaction) > 0n,
    callbacks,
  };
}
