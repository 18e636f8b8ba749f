// Many refunds of one payment at once, over and over. Run by `npm run trust -- refund-race`.
import { parseArgs } from 'node:util';
import { tellFailure } from '#lib/cli/failure.ts';
import { type RefundRaceReport, raceRefunds } from './refund-race-run.ts';
import { readWhole, tellVerdict } from './report.ts';
import { newSeed } from './rounds.ts';
import { openTrial } from './trial.ts';

const usage = `Usage: npm run trust -- refund-race [options]

Each round is one captured payment. Refunds of every size are asked for in the same moment, far more in all than was
captured, some twice under one Idempotency-Key; whoever is told that another is under way asks again. It passes when
no payment was refunded over, our tables and the gateway's hold the sum of what was accepted, and nothing was
answered with a status of 500 or more.

  --rounds <n>       payments (500)
  --refunds <n>      refunds of each (20)
  --gateway-ms <n>   how late the gateway answers, in milliseconds (5)
  --seed <n>         draws the same again
  --at-once <n>      rounds that run side by side (4)
  --minutes <n>      no round begins after that long (30)
  --help             shows this

Needs a build.`;

const options = {
  rounds: { type: 'string', default: '500' },
  refunds: { type: 'string', default: '20' },
  'gateway-ms': { type: 'string', default: '5' },
  seed: { type: 'string' },
  'at-once': { type: 'string', default: '4' },
  minutes: { type: 'string', default: '30' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const rowsOf = (report: RefundRaceReport): [string, number][] => [
  ['payments', report.rounds],
  ['requests', report.requests],
  ['refunds accepted', report.accepted],
  ['told that another is under way', report.refusedBusy],
  ['told that not so much is left', report.refusedOver],
  ['payments refunded over', report.overRefunded],
  ['payments whose books differ', report.apart],
  ['answers of 500 or more', report.serverErrors],
];

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(usage);
  const given = {
    rounds: readWhole('--rounds', values.rounds, { from: 1, to: 100_000 }),
    refunds: readWhole('--refunds', values.refunds, { from: 1, to: 200 }),
    seed: values.seed === undefined ? newSeed() : readWhole('--seed', values.seed, { from: 0, to: 2 ** 31 - 1 }),
    atOnce: readWhole('--at-once', values['at-once'], { from: 1, to: 50 }),
    withinMs: 60_000 * readWhole('--minutes', values.minutes, { from: 1, to: 600 }),
  };
  const trial = await openTrial({ gatewayMs: readWhole('--gateway-ms', values['gateway-ms'], { from: 0, to: 5_000 }) });
  try {
    const report = await raceRefunds(trial, given);
    tellVerdict({
      title: `refund race: ${given.rounds} payments, ${given.refunds} refunds each at once`,
      seed: given.seed,
      ms: report.ms,
      rows: rowsOf(report),
      wrongs: report.wrongs,
    });
  } finally {
    await trial.close();
  }
}

main().catch(tellFailure);
