// Many customers pay one order at once, over and over. Run by `npm run trust -- double-pay`.
import { parseArgs } from 'node:util';
import { tellFailure } from '#lib/cli/failure.ts';
import { type DoublePayReport, raceDoublePay } from './double-pay-race.ts';
import { readWhole, tellVerdict } from './report.ts';
import { newSeed } from './rounds.ts';
import { openTrial } from './trial.ts';

const usage = `Usage: npm run trust -- double-pay [options]

Each round is one order. The customers come to the gateway's page for it, one by one or all pressing Pay at once,
by card, MobilePay and bank, through our page and over REST; then all of them accept at the gateway in the same
moment. The built service runs on a real PostgreSQL; the sandbox gateway answers late. It passes when every order
is paid exactly once, everything else the gateway took has been given back in full exactly once, what each was
told is true, and nothing was answered with a status of 500 or more.

  --rounds <n>       orders (500)
  --payers <n>       customers an order (20)
  --gateway-ms <n>   how late the gateway answers, in milliseconds (50)
  --without-verify   the gateway moves money without asking first
  --seed <n>         draws the same again
  --at-once <n>      rounds that run side by side (4)
  --minutes <n>      no round begins after that long (30)
  --help             shows this

Needs a build.`;

const options = {
  rounds: { type: 'string', default: '500' },
  payers: { type: 'string', default: '20' },
  'gateway-ms': { type: 'string', default: '50' },
  'without-verify': { type: 'boolean', default: false },
  seed: { type: 'string' },
  'at-once': { type: 'string', default: '4' },
  minutes: { type: 'string', default: '30' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const rowsOf = (report: DoublePayReport): [string, number][] => [
  ['rounds that ended', report.rounds],
  ['presses of Pay', report.presses.made],
  ['  told that another is in progress', report.presses.inProgress],
  ['  told to wait, ten tries a link', report.presses.tooManyTries],
  ['payments started', report.presses.started],
  ['presses at the gateway', report.pressesAtGateway],
  ['successes at the gateway', report.successes],
  ['orders settled', report.settled],
  ['surplus payments given back', report.givenBack],
  ['orders whose net is wrong', report.netWrong],
  ['successes told to the shop', report.told],
  ['customers’ pages read to the end', report.read],
  ['answers of 500 or more', report.serverErrors],
];

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(usage);
  const given = {
    rounds: readWhole('--rounds', values.rounds, { from: 1, to: 100_000 }),
    payers: readWhole('--payers', values.payers, { from: 1, to: 200 }),
    isVerified: !values['without-verify'],
    seed: values.seed === undefined ? newSeed() : readWhole('--seed', values.seed, { from: 0, to: 2 ** 31 - 1 }),
    atOnce: readWhole('--at-once', values['at-once'], { from: 1, to: 50 }),
    withinMs: 60_000 * readWhole('--minutes', values.minutes, { from: 1, to: 600 }),
  };
  const gatewayMs = readWhole('--gateway-ms', values['gateway-ms'], { from: 0, to: 5_000 });
  const asks = given.isVerified ? 'asks before it moves money' : 'never asks';
  const title = `double pay: ${given.rounds} rounds of ${given.payers} customers; the gateway answers ${gatewayMs} ms late and ${asks}`;
  const trial = await openTrial({ gatewayMs });
  try {
    const report = await raceDoublePay(trial, given);
    tellVerdict({ title, seed: given.seed, ms: report.ms, rows: rowsOf(report), wrongs: report.wrongs });
  } finally {
    await trial.close();
  }
}

main().catch(tellFailure);
