import { anOrder } from '#lib/testing/orders.ts';
import { wrongsInBooks } from '../fixtures/books.ts';
import { moneyAtGateway, moneyHeld } from '../fixtures/gateway.ts';
import { type Kind, methodId, openSession } from '../fixtures/payer.ts';
import { type PaymentRecord, paymentRecords, untruthOf, wrongsOfOrder } from './double-pay-books.ts';
import { groupedBy } from './grouped.ts';
import { type AnsweredPresses, drawPayers, openRound, pressAsCrowd, pressTogether, type Round, reachGateway } from './payers.ts';
import { chanceOf, progress, runRounds } from './rounds.ts';
import { type ToldShop, takeTold } from './told-shop.ts';
import { type Trial, watchTroubles } from './trial.ts';
import { untilEmpty } from './until.ts';
import { type Read, readOnTheWayBack } from './way-back.ts';

/** `isCrowd`: the customers press once, hundreds at a time, and those who are not let in go away. */
export type DoublePayGiven = { rounds: number; payers: number; isVerified: boolean; isCrowd: boolean; seed: number; atOnce: number; minutes: number };

/** What came of it, in sums over all rounds. `wrongs` is empty when the service stood the trial. */
export type DoublePayReport = {
  rounds: number;
  presses: AnsweredPresses;
  pressesAtGateway: number;
  successes: number;
  settled: number;
  givenBack: number;
  netWrong: number;
  told: number;
  read: number;
  serverErrors: number;
  wrongs: string[];
};

type Ended = { round: Round; presses: AnsweredPresses; pressesAtGateway: number; reads: Read[] };
type Judged = Ended & { payments: PaymentRecord[] };

const settleWithinMs = 60_000;
/** Customers a round whose way back is read to its end. */
const readsARound = 3;
/** Every so manieth order is asked for over the gateway's wire as well. */
const wireEvery = 10;

/** Lets many customers pay one order at once, round after round, and judges what our books, the gateway's, the pages and the shop say of it. */
export async function raceDoublePay(trial: Trial, given: DoublePayGiven): Promise<DoublePayReport> {
  const troubles = watchTroubles(trial);
  trial.gateway.askToVerify(given.isVerified);
  takeTold(trial.shop);
  const told: ToldShop[] = [];
  const methods = await methodIds(trial);
  const run = (number: number): Promise<Ended> => runRound(trial, given, number, methods);
  const { ended, brokenOff } = await runRounds({ ...given, run, tell: progress(given.rounds) });
  const unsound = await untilEmpty(() => wrongsInBooks(trial.server), settleWithinMs);
  let rounds: Judged[] = [];
  // Who closed the gateway's window is known of when the gateway tells it by itself, or is asked.
  await untilEmpty(async () => {
    rounds = await withRecords(trial, ended);
    return rounds.flatMap(({ payments }) => payments.filter(({ status }) => status === 'requires_action').map(({ id }) => id));
  }, settleWithinMs);
  const untold = await untilEmpty(async () => {
    told.push(...takeTold(trial.shop));
    return wrongsOfTold(rounds, told);
  }, settleWithinMs);
  const ofRounds = rounds.flatMap((one) => wrongsOfRound(given, one).map((wrong) => `round ${one.round.number}: ${wrong}`));
  const trouble = troubles();
  const atOnce = trial.gateway.mostStartsAtOnce();
  const wrongs = [
    ...[...brokenOff, ...unsound, ...untold, ...ofRounds, ...(await wrongsOnTheWire(trial, rounds)), ...trouble.wrongs],
    ...(atOnce > 1 ? [`${atOnce} payments of one order were being started at once`] : []),
  ];
  return { ...sumsOf(rounds), told: told.filter(isSuccess).length, serverErrors: trouble.serverErrors, wrongs };
}

async function runRound(trial: Trial, given: DoublePayGiven, number: number, methods: Record<Kind, string>): Promise<Ended> {
  const chance = chanceOf(given.seed, number);
  const round = await openRound(trial, number, chance, methods, given.isCrowd);
  const payers = drawPayers(given.payers, round, chance);
  const { there, presses } = given.isCrowd ? await pressAsCrowd(trial, round, payers) : await reachGateway(trial, round, payers, chance.isOnce(0.5));
  const pressesAtGateway = await pressTogether(chance.shuffled(there));
  const reads: Read[] = [];
  for (const one of chance.shuffled(there).slice(0, readsARound)) {
    const read = await readOnTheWayBack(trial, one);
    if (read) reads.push(read);
  }
  return { round, presses, pressesAtGateway, reads };
}

/** The shop's methods, asked once: they are the merchant's, whatever the order. */
async function methodIds({ shop }: Trial): Promise<Record<Kind, string>> {
  const sessionId = await openSession(shop, { order: anOrder() });
  const idOf = (kind: Kind): Promise<string> => methodId(shop, sessionId, kind);
  return { CARD: await idOf('CARD'), MOBILEPAY: await idOf('MOBILEPAY'), BANKPAYMENT: await idOf('BANKPAYMENT') };
}

async function withRecords(trial: Trial, ended: Ended[]): Promise<Judged[]> {
  const ids = ended.map(({ round }) => round.sessionId);
  const bySession = groupedBy(await paymentRecords(trial.server, ids), ({ sessionId }) => sessionId);
  return ended.map((one) => ({ ...one, payments: bySession.get(one.round.sessionId) ?? [] }));
}

function wrongsOfRound({ payers, isVerified, isCrowd }: DoublePayGiven, { round, payments, presses, reads }: Judged): string[] {
  const untruths = reads.flatMap((read) => {
    const payment = payments.find(({ id }) => id === read.paymentId);
    const untruth = payment ? untruthOf(payment, read) : 'is of another order';
    return untruth ? [`the customer of payment ${read.paymentId} ${untruth}`] : [];
  });
  const { successes } = totalOf(payments);
  return [
    ...(payments.length === presses.started && (isCrowd || presses.started === payers)
      ? []
      : [`${payments.length} payments, ${presses.started} of ${payers} customers came`]),
    ...(isVerified && round.isAllAsked && successes !== 1 ? [`the gateway asked before it moved money, and moved it ${successes} times`] : []),
    ...wrongsOfOrder(payments),
    ...untruths,
  ];
}

const totalOf = (payments: PaymentRecord[]) => ({
  successes: payments.reduce((sum, payment) => sum + payment.successes, 0),
  held: payments.reduce((sum, payment) => sum + payment.held, 0),
});

const isSuccess = ({ status }: ToldShop): boolean => status === 'succeeded';

/** The shop hears of one success an order, of the payment that settles it, and of every surplus once. */
function wrongsOfTold(rounds: Judged[], told: ToldShop[]): string[] {
  const byPath = groupedBy(told, ({ path }) => path);
  return rounds.flatMap(({ round, payments }) => {
    const settling = payments.filter(({ settles }) => settles).map(({ id }) => id);
    const surplus = payments.filter(({ surplusReason }) => surplusReason !== null).map(({ id }) => id);
    const heard = (path: string, status: string) => (byPath.get(path) ?? []).filter((one) => one.status === status).map(({ paymentId }) => paymentId);
    const expected: [string, string, string[]][] = [
      [`/notification/${round.number}`, 'succeeded', settling],
      [`/notification/${round.number}`, 'cancelled', surplus],
      [`/success/${round.number}`, 'succeeded', round.namesSuccess ? settling : []],
    ];
    return expected.flatMap(([path, status, ids]) => {
      const found = heard(path, status);
      return found.sort().join() === ids.sort().join() ? [] : [`${path} was told ${found.length} times “${status}”, of ${ids.length} payments`];
    });
  });
}

async function wrongsOnTheWire(trial: Trial, rounds: Judged[]): Promise<string[]> {
  const asked = rounds.filter((_, index) => index % wireEvery === 0);
  const answers = await Promise.all(
    asked.map(async ({ round: { orderId, sessionId, amountMinor, number }, payments }) => {
      const held = moneyHeld(await moneyAtGateway(trial.server, { orderId, sessionId, tries: payments.length }));
      const [one] = held;
      const isRight = held.length === 1 && Math.round(Number(one?.reserved) * 100) === amountMinor && Number(one?.refunded) === 0;
      return isRight ? [] : [`round ${number}: over its wire the gateway says that it holds ${JSON.stringify(held)}`];
    }),
  );
  return answers.flat();
}

function sumsOf(rounds: Judged[]) {
  const sum = (count: (one: Judged) => number): number => rounds.reduce((total, one) => total + count(one), 0);
  return {
    rounds: rounds.length,
    presses: {
      made: sum(({ presses }) => presses.made),
      started: sum(({ presses }) => presses.started),
      inProgress: sum(({ presses }) => presses.inProgress),
      tooManyTries: sum(({ presses }) => presses.tooManyTries),
    },
    pressesAtGateway: sum(({ pressesAtGateway }) => pressesAtGateway),
    successes: sum(({ payments }) => totalOf(payments).successes),
    settled: sum(({ payments }) => payments.filter(({ settles }) => settles).length),
    givenBack: sum(({ payments }) => payments.filter(({ surplusReason, held }) => surplusReason !== null && held === 0).length),
    netWrong: rounds.filter(({ round, payments }) => totalOf(payments).held !== round.amountMinor).length,
    read: sum(({ reads }) => reads.length),
  };
}
