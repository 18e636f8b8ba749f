// Many refunds of one payment at once, over and over. Run by `npm run trust -- refund-race`.

import { type RefundReport, raceRefunds } from './refunds-at-once.ts';
import { raceSizes } from './rounds.ts';
import { tellStory } from './story.ts';
import { openTrial } from './trial.ts';

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

await tellStory({
  run: 'refund-race',
  tells: `Each round is one payment that was captured, whole or in half. Then many refunds of it are asked for over REST in the
same moment: all of it, what is left, parts; some with one Idempotency-Key, some while more is being captured. Whoever
is told that another one has no outcome yet asks again until the answer is yes or no. Two processes of the built
service run on a real PostgreSQL; the sandbox gateway answers late. It passes when no penny more than was captured is
refunded, in our books and in the gateway's, when both are what the callers were told, and when nothing was answered
with a status of 500 or more.`,
  sizes: {
    rounds: { what: 'payments', full: 500, quick: 4, from: 1, to: 100_000 },
    refunds: { what: 'refunds and captures asked for at once', full: 20, quick: 20, from: 1, to: 200 },
    ...raceSizes,
  },
  play: async (given) => {
    const trial = await openTrial(given);
    try {
      const report = await raceRefunds(trial, given);
      const { asked, rounds, refunds, overRefunded } = report;
      return {
        figure: `${asked} asked for in ${rounds} rounds, ${refunds} done, ${overRefunded} payments refunded over`,
        rows: rowsOf(report),
        wrongs: report.wrongs,
      };
    } finally {
      await trial.close();
    }
  },
});
