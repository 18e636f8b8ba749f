// The database and the service are killed over and over under load. Run by `npm run trust -- kill-storm`.

import { wrongsInBooks } from '../fixtures/books.ts';
import { untoldTo } from './heard-by-shop.ts';
import { wrongsOfOrders, wrongsOfRepeats } from './kill-storm/books.ts';
import type { Served } from './kill-storm/kills.ts';
import { raiseStorm, type Stormed } from './kill-storm/storm.ts';
import { type Failure, openStormTrial, type StormTrial } from './kill-storm/storm-trial.ts';
import { tellStory } from './story.ts';
import { untilSettled } from './time-passes.ts';
import { untilEmpty } from './until.ts';

const servesWithinMs = 5_000;
const soundWithinMs = 20_000;
/** What is struck is there again a little before its pools are. */
const graceMs = 1_000;

/** Everything that is wrong when the storm is over. */
async function wrongsAfter(trial: StormTrial, stormed: Stormed): Promise<string[]> {
  const left = await untilSettled(trial.server);
  const acknowledged = stormed.orders.flatMap((order) => order.acknowledged);
  return [
    ...stormed.wrongs,
    ...left,
    ...(await wrongsOfOrders(trial, stormed.orders)),
    ...(await wrongsOfRepeats(trial, acknowledged)),
    ...(await untilEmpty(() => wrongsInBooks(trial.server), soundWithinMs)),
    ...(await untoldTo(trial.shop, trial.server)),
    ...stormed.served.filter(({ ownMs }) => ownMs > servesWithinMs).map(lateText),
    ...wrongAnswers(trial, stormed),
    ...(trial.log().match(/^.*(?:uncaughtException|unhandledRejection).*$/gm) ?? []),
  ];
}

const lateText = ({ what, clockMs, ownMs }: Served): string =>
  `after the ${what} was started again it took ${Math.round(ownMs)} ms of its own until it served, ${Math.round(clockMs)} on the clock`;

/** Of 500 and more only the word to come again is an answer, and only while something is away. */
function wrongAnswers({ failures }: StormTrial, { away }: Stormed): string[] {
  const isAway = (call: Failure): boolean => away.some(({ from, to }) => call.at >= from && call.from <= to + graceMs);
  return failures
    .filter((call) => call.status !== 503 || !call.comesAgain || !isAway(call))
    .map((call) => `${call.path} was answered ${call.status}${isAway(call) ? '' : ' while everything was there'}`);
}

function timesOf(served: readonly Served[], what: Served['what']): string {
  const some = served.filter((one) => one.what === what);
  const own = some.map(({ ownMs }) => ownMs).sort((one, other) => one - other);
  const clock = some.map(({ clockMs }) => clockMs);
  if (some.length === 0) return '-';
  return `${Math.round(own[Math.floor(own.length / 2)] ?? 0)} / ${Math.round(own.at(-1) ?? 0)} / ${Math.round(Math.max(...clock))} ms`;
}

const counted = ({ orders }: Stormed, what: string): number => orders.flatMap((order) => order.acknowledged).filter((one) => one.what === what).length;

await tellStory({
  run: 'kill-storm',
  tells: `
Workers make links, start payments, pay them at the gateway, capture and refund, each request with a key and made again until
it is answered, on two processes of the service behind one door. Meanwhile now one of the processes, now the database and all
its children, now both within 200 ms are killed (kill -9) and started again.

Passes when every answer that was given still holds and is given again to the same key, nothing is there twice, here or at
the gateway, the shop has heard everything, and the books are sound; when whatever was started again serves within 5 seconds
(those in which its process stood in line for a processor do not count); when callers were told nothing of 500 or more but
503 with Retry-After, and nobody caught an exception last.`,
  sizes: {
    databases: { what: 'kills of the database', full: 25, quick: 2, from: 0, to: 1_000 },
    servers: { what: 'kills of a process of the service', full: 25, quick: 2, from: 0, to: 1_000 },
    workers: { what: 'workers', full: 16, quick: 8, from: 1, to: 100 },
    minutes: { what: 'nothing is waited for after that long', full: 40, quick: 4, from: 1, to: 600 },
  },
  play: async (given) => {
    const trial = await openStormTrial();
    try {
      const stormed = await raiseStorm(trial, given);
      const wrongs = await wrongsAfter(trial, stormed);
      const acknowledged = stormed.orders.reduce((sum, order) => sum + order.acknowledged.length, 0);
      if (acknowledged === 0) wrongs.push('nothing was acknowledged');
      return {
        figure: `${given.databases} + ${given.servers} kills under load, ${acknowledged} requests acknowledged: ${wrongs.length} lost, doubled or answered otherwise`,
        rows: [
          ['links acknowledged', counted(stormed, 'link')],
          ['payments started', counted(stormed, 'payment')],
          ['captures', counted(stormed, 'capture')],
          ['refunds', counted(stormed, 'refund')],
          ['calls made for them', stormed.counts.calls],
          ['  cut off', stormed.counts.cutOff],
          ['  told to wait', stormed.counts.toldToWait],
          ['a process serves again after (p50 / max / on the clock)', timesOf(stormed.served, 'server')],
          ['the database is found again after', timesOf(stormed.served, 'database')],
        ],
        wrongs,
      };
    } finally {
      await trial.close();
    }
  },
});
