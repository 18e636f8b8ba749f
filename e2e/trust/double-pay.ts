// Many customers pay one order at once, over and over. Run by `npm run trust -- double-pay`.
import { type DoublePayGiven, type DoublePayReport, raceDoublePay } from './double-pay-race.ts';
import { raceSizes } from './rounds.ts';
import { type Given, tellStory } from './story.ts';
import { openTrial } from './trial.ts';

const rowsOf = (name: string, report: DoublePayReport): [string, number][] => [
  [`${name}: rounds that ended`, report.rounds],
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

const sizes = {
  rounds: { what: 'orders whose customers the gateway asks us about first', full: 500, quick: 4, from: 1, to: 100_000 },
  unasked: { what: 'orders with a gateway that never asks', full: 50, quick: 2, from: 0, to: 100_000 },
  payers: { what: 'customers an order', full: 20, quick: 20, from: 1, to: 200 },
  crowd: { what: 'customers of one more order, who all press at once', full: 10_000, quick: 200, from: 0, to: 100_000 },
  ...raceSizes,
};

/** Three races on one trial, one after the other; none after one that found something. */
async function race(given: Given<keyof typeof sizes>): Promise<[string, DoublePayReport][]> {
  const trial = await openTrial(given);
  const common = { ...given, isVerified: true, isCrowd: false };
  const races: [string, DoublePayGiven][] = [
    ['asked', common],
    ['unasked', { ...common, isVerified: false, rounds: given.unasked, seed: given.seed + 1 }],
    ['crowd', { ...common, isCrowd: true, rounds: given.crowd > 0 ? 1 : 0, payers: given.crowd, seed: given.seed + 2 }],
  ];
  const reports: [string, DoublePayReport][] = [];
  try {
    for (const [name, one] of races) {
      if (reports.some(([, { wrongs }]) => wrongs.length > 0)) break;
      reports.push([name, await raceDoublePay(trial, one)]);
    }
    return reports;
  } finally {
    await trial.close();
  }
}

await tellStory({
  run: 'double-pay',
  tells: `Each round is one order. The customers come to the gateway's page for it, one by one or all pressing Pay at once,
by card, MobilePay and bank, through our page and over REST; then all of them accept at the gateway in the same
moment. Then the same with a gateway that moves money without asking first, and one order with a crowd. Two processes of
the built service run on a real PostgreSQL; the sandbox gateway answers late. It passes when every order is paid exactly
once, everything else the gateway took has been given back in full exactly once, what customers and shops were told is
true, and nothing was answered with a status of 500 or more.`,
  sizes,
  play: async (given) => {
    const reports = await race(given);
    const sum = (count: (report: DoublePayReport) => number): number => reports.reduce((total, [, one]) => total + count(one), 0);
    const orders = sum(({ rounds }) => rounds);
    const figure = `${sum(({ presses }) => presses.made)} presses on ${orders} orders, ${sum(({ successes }) => successes)} successes at the gateway, ${sum(({ settled }) => settled)} settled, ${sum(({ givenBack }) => givenBack)} given back`;
    const rows = reports.flatMap(([name, report]) => rowsOf(name, report));
    return { figure, rows, wrongs: reports.flatMap(([name, { wrongs }]) => wrongs.map((wrong) => `${name}: ${wrong}`)) };
  },
});
