import { wrongsInBooks } from '../fixtures/books.ts';
import { drawClerks, type Ended, openPaidOrder, type PaidOrder, workTogether } from './clerks.ts';
import { doneOf, type MoneyRecord, moneyRecords, sumOf, wrongsOfRefunds } from './refund-books.ts';
import { chanceOf, progress, runRounds } from './rounds.ts';
import { type Trial, watchTroubles } from './trial.ts';
import { untilEmpty } from './until.ts';

export type RefundGiven = { rounds: number; refunds: number; seed: number; atOnce: number; minutes: number };

/** What came of it, in sums over all rounds; amounts in hundredths, whatever the currency. `wrongs` is empty when the service stood the trial. */
export type RefundReport = {
  rounds: number;
  asked: number;
  calls: number;
  toldBusy: number;
  notPossible: number;
  refunds: number;
  captures: number;
  captured: number;
  refunded: number;
  refundedAtGateway: number;
  overRefunded: number;
  serverErrors: number;
  wrongs: string[];
};

type Worked = { order: PaidOrder; ended: Ended[] };
type Judged = Worked & { record: MoneyRecord | undefined };

const settleWithinMs = 60_000;

/** Lets many clerks refund one payment at once, round after round, and judges what our books, the gateway's and the clerks say of it. */
export async function raceRefunds(trial: Trial, given: RefundGiven): Promise<RefundReport> {
  const troubles = watchTroubles(trial);
  const run = async (number: number): Promise<Worked> => {
    const chance = chanceOf(given.seed, number);
    const order = await openPaidOrder(trial, number, chance);
    return { order, ended: await workTogether(trial, order, drawClerks(given.refunds, order, chance), chance) };
  };
  const { ended: worked, brokenOff } = await runRounds({ ...given, run, tell: progress(given.rounds) });
  const unsound = await untilEmpty(() => wrongsInBooks(trial.server), settleWithinMs);
  const ids = worked.map(({ order }) => order.paymentId);
  const records = new Map((await moneyRecords(trial.server, ids)).map((record) => [record.paymentId, record]));
  const rounds = worked.map((one) => ({ ...one, record: records.get(one.order.paymentId) }));
  const ofRounds = rounds.flatMap(({ order, ended, record }) => wrongsOfRefunds(order, ended, record).map((wrong) => `round ${order.number}: ${wrong}`));
  const trouble = troubles();
  const wrongs = [...brokenOff, ...unsound, ...ofRounds, ...trouble.wrongs];
  return { ...sumsOf(rounds), serverErrors: trouble.serverErrors, wrongs };
}

function sumsOf(rounds: Judged[]) {
  const sum = (count: (one: Judged) => number): number => sumOf(rounds.map(count));
  return {
    rounds: rounds.length,
    asked: sum(({ ended }) => ended.length),
    calls: sum(({ ended }) => sumOf(ended.map(({ calls }) => calls))),
    toldBusy: sum(({ ended }) => sumOf(ended.map(({ calls }) => calls - 1))),
    notPossible: sum(({ ended }) => ended.filter(({ is }) => is === 'not_possible').length),
    refunds: sum(({ ended }) => doneOf(ended, 'refund').length),
    captures: sum(({ ended }) => doneOf(ended, 'capture').length),
    captured: sum(({ record }) => record?.ours.captured ?? 0),
    refunded: sum(({ record }) => record?.ours.refunded ?? 0),
    refundedAtGateway: sum(({ record }) => record?.gateways.refunded ?? 0),
    overRefunded: rounds.filter(({ record }) => record && isOver(record)).length,
  };
}

const isOver = ({ ours, gateways }: MoneyRecord): boolean => ours.refunded > ours.captured || gateways.refunded > gateways.captured;
