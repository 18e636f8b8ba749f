import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { wrongsInBooks } from '../fixtures/books.ts';
import { operate, paid } from '../fixtures/operations.ts';
import { type Chance, chanceOf, progress, runRounds } from './rounds.ts';
import { errorLines, serverErrors, type Trial, untilEmpty } from './trial.ts';

export type RefundRaceReport = {
  rounds: number;
  /** Requests made, those made again because another operation was under way included. */
  requests: number;
  accepted: number;
  /** Told that one is under way, or that not so much is left. */
  refusedBusy: number;
  refusedOver: number;
  /** Payments of which our tables, the gateway's and the answers do not say the same, or more was refunded than captured. */
  overRefunded: number;
  apart: number;
  serverErrors: number;
  ms: number;
  wrongs: string[];
};

type Given = { rounds: number; refunds: number; seed: number; atOnce: number; withinMs: number };

const capturedMinor = 204_999;
const mostTries = 60;
const busyPauseMs = 20;

type Asked = { amountMinor: number; key: string };
type Counts = { requests: number; busy: number; over: number };
type Round = Counts & { accepted: number; wrongs: string[]; isOver: boolean; isApart: boolean };

/** Refunds of every size, of which together far more than was captured is asked; a few come twice under one key. */
function draw(chance: Chance, { refunds }: Given, round: number): Asked[] {
  return Array.from({ length: refunds }, (_, index) => {
    const amountMinor = chance.isOnce(0.1) ? capturedMinor : chance.whole(1_000, 60_000);
    return { amountMinor, key: `refund-${round}-${index}` };
  }).flatMap((asked) => (chance.isOnce(0.15) ? [asked, asked] : [asked]));
}

/** Asks until it is accepted or is too much; the minor units that were refunded for this key. */
async function refund(
  { shop }: Trial,
  paymentId: string,
  { amountMinor, key }: Asked,
  counts: Counts,
): Promise<{ key: string; minor: number; wrong?: string }> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    counts.requests += 1;
    const { status, body } = await operate(shop, 'refund', paymentId, amountMinor / 100, key);
    if (status === 200) return { key, minor: amountMinor };
    const isBusy = body.code === 'operation_outstanding' || body.code === 'idempotency_in_flight';
    if (isBusy) counts.busy += 1;
    else if (body.code === 'operation_not_possible') {
      counts.over += 1;
      return { key, minor: 0 };
    } else return { key, minor: 0, wrong: `payment ${paymentId}: a refund was answered ${status} ${String(body.code)}` };
    await new Promise((resolve) => setTimeout(resolve, busyPauseMs));
  }
  return { key, minor: 0 };
}

async function playRound(trial: Trial, given: Given, round: number): Promise<Round> {
  const chance = chanceOf(given.seed, round);
  const { paymentId } = await paid(trial.shop, { session: { configuration: { autoCapture: true } } });
  const counts = { requests: 0, busy: 0, over: 0 };
  const answers = await Promise.all(draw(chance, given, round).map((asked) => refund(trial, paymentId, asked, counts)));
  const acceptedByKey = new Map(answers.filter(({ minor }) => minor > 0).map(({ key, minor }) => [key, minor]));
  const acceptedMinor = [...acceptedByKey.values()].reduce((sum, minor) => sum + minor, 0);
  const held = async () =>
    (
      await queryAsGuest<{ ours: number; theirs: number; captured: number; outstanding: number }>(
        trial.server.settings,
        `SELECT p.refunded_minor::int AS ours, t.refunded_minor::int AS theirs, t.captured_minor::int AS captured,
           (SELECT count(*)::int FROM payment_operation o WHERE o.payment_id = p.id AND o.status = 'outstanding') AS outstanding
         FROM payment p JOIN sandbox_transaction t ON t.shop_order_id = p.gateway_order_id WHERE p.id = $1`,
        [paymentId],
      )
    )[0];
  await untilEmpty(async () => ((await held())?.outstanding ? ['outstanding'] : []), 30_000);
  const books = await held();
  const isOver = !books || books.ours > capturedMinor || books.theirs > capturedMinor || books.captured !== capturedMinor;
  const isApart = !books || books.ours !== books.theirs || books.ours !== acceptedMinor;
  const told = `payment ${paymentId}: accepted ${acceptedMinor}, ours ${books?.ours}, the gateway’s ${books?.theirs} of ${capturedMinor}`;
  const wrongs = [...answers.flatMap(({ wrong }) => wrong ?? []), ...(isOver || isApart ? [told] : [])];
  return { ...counts, accepted: acceptedByKey.size, wrongs, isOver, isApart };
}

const total = (rounds: Round[], of: (round: Round) => number): number => rounds.reduce((sum, round) => sum + of(round), 0);

/** Refunds one captured payment by many requests at once, over and over, and says what came of it in every book. */
export async function raceRefunds(trial: Trial, given: Given): Promise<RefundRaceReport> {
  const startedAt = performance.now();
  const { ended, brokenOff } = await runRounds({ ...given, run: (round) => playRound(trial, given, round), tell: progress(given.rounds) });
  const unsound = await untilEmpty(() => wrongsInBooks(trial.server), 60_000);
  const errors = serverErrors(trial);
  return {
    rounds: ended.length,
    requests: total(ended, ({ requests }) => requests),
    accepted: total(ended, ({ accepted }) => accepted),
    refusedBusy: total(ended, ({ busy }) => busy),
    refusedOver: total(ended, ({ over }) => over),
    overRefunded: total(ended, ({ isOver }) => Number(isOver)),
    apart: total(ended, ({ isApart }) => Number(isApart)),
    serverErrors: errors,
    ms: performance.now() - startedAt,
    wrongs: [
      ...brokenOff,
      ...ended.flatMap(({ wrongs }) => wrongs),
      ...unsound,
      ...(errors > 0 ? [`${errors} answers of 500 or more`, ...errorLines(trial).slice(0, 5)] : []),
    ],
  };
}
