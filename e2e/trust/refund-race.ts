// Many refunds of one payment at once, over and over. Run by `npm run trust -- refund-race`.
import { parseArgs } from 'node:util';
import { raceOptions, readRace, readWhole, runTrial } from './command.ts';
import { type RefundReport, raceRefunds } from './refunds-at-once.ts';

const usage = `Usage: npm run trust -- refund-race [options]

Each round is one payment that was captured, whole or in half. Then many refunds of it are asked for over REST in the
same moment: all of it, what is left, parts; some with one Idempotency-Key, some while more is being captured. Whoever
is told that another one has no outcome yet asks again until the answer is yes or no. Two processes of the built
service run on a real PostgreSQL; the sandbox gateway answers late. It passes when no penny more than was captured is
refunded, in our books and in the gateway's, when both are what the callers were told, and when nothing was answered
with a status of 500 or more.

  --rounds <n>       payments (500)
  --refunds <n>      refunds and captures asked for at once (20)
  --gateway-ms <n>   how late the gateway answers, in milliseconds (50)
  --seed <n>         draws the same again
  --at-once <n>      rounds that run side by side (4)
  --minutes <n>      no round begins after that long (30)
  --help             shows this

Needs a build.`;

const rowsOf = (report: RefundReport): [string, number][] => [
  ['rounds that ended', report.rounds],
  ['refunds and captures asked for', report.asked],
  ['calls made for them', report.calls],
  ['  told that another has no outcome yet', report.toldBusy],
  ['refused, the money is not there', report.notPossible],
  ['captures done', report.captures],
  ['refunds done', report.refunds],
  ['captured, in hundredths', report.captured],
  ['refunded, in hundredths', report.refunded],
  ['refunded at the gateway', report.refundedAtGateway],
  ['payments refunded over', report.overRefunded],
  ['answers of 500 or more', report.serverErrors],
];

const { values } = parseArgs({ options: { ...raceOptions, refunds: { type: 'string', default: '20' } } });
if (values.help) console.log(usage);
else {
  await runTrial(() => {
    const given = { ...readRace(values), refunds: readWhole('--refunds', values.refunds, { from: 1, to: 200 }) };
    return {
      ...given,
      title: `refund race: ${given.rounds} rounds of ${given.refunds} refunds at once; the gateway answers ${given.gatewayMs} ms late`,
      race: async (trial) => {
        const report = await raceRefunds(trial, given);
        return { ...report, rows: rowsOf(report) };
      },
    };
  });
}
