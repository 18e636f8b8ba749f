// Many customers pay one order at once, over and over. Run by `npm run trust -- double-pay`.
import { parseArgs } from 'node:util';
import { raceOptions, readRace, readWhole, runTrial } from './command.ts';
import { type DoublePayReport, raceDoublePay } from './double-pay-race.ts';

const usage = `Usage: npm run trust -- double-pay [options]

Each round is one order. The customers come to the gateway's page for it, one by one or all pressing Pay at once,
by card, MobilePay and bank, through our page and over REST; then all of them accept at the gateway in the same
moment. Two processes of the built service run on a real PostgreSQL; the sandbox gateway answers late. It passes when
every order is paid exactly once, everything else the gateway took has been given back in full exactly once, what
customers and shops were told is true, and nothing was answered with a status of 500 or more.

  --rounds <n>       orders (500)
  --payers <n>       customers an order (20)
  --gateway-ms <n>   how late the gateway answers, in milliseconds (50)
  --without-verify   the gateway moves money without asking first
  --seed <n>         draws the same again
  --at-once <n>      rounds that run side by side (4)
  --minutes <n>      no round begins after that long (30)
  --help             shows this

Needs a build.`;

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

const options = { ...raceOptions, payers: { type: 'string', default: '20' }, 'without-verify': { type: 'boolean', default: false } } as const;
const { values } = parseArgs({ options });
if (values.help) console.log(usage);
else {
  await runTrial(() => {
    const isVerified = !values['without-verify'];
    const given = { ...readRace(values), payers: readWhole('--payers', values.payers, { from: 1, to: 200 }), isVerified };
    const asks = isVerified ? 'asks before it moves money' : 'never asks';
    return {
      ...given,
      title: `double pay: ${given.rounds} rounds of ${given.payers} customers; the gateway answers ${given.gatewayMs} ms late and ${asks}`,
      race: async (trial) => {
        const report = await raceDoublePay(trial, given);
        return { ...report, rows: rowsOf(report) };
      },
    };
  });
}
