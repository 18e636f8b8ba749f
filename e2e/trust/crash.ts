// The service is killed at every named step of what it does. Run by `npm run trust -- crash`.

import { operations } from './crash/operations.ts';
import { nameOf, playStops, recordSteps, type Stop, type Stopped, wrongsInTheEnd } from './crash/play-steps.ts';
import { type CrashTrial, openCrashTrial } from './crash/trial.ts';
import { chanceOf, progress } from './rounds.ts';
import { tellStory } from './story.ts';

/** What the service does in the background it does for several operations at once, and then it is no one's: those are tried alone again. */
const mostTries = 3;
/** Of a sample: what several operations share in the background is not always come to again, and is told. */
const mayBeMissed = 1;

/** Plays the stops, a kill for each batch; those that were not come to again alone. */
async function playBatches(trial: CrashTrial, batches: readonly Stop[][]): Promise<Stopped[]> {
  const tell = progress(batches.flat().length);
  const stopped: Stopped[] = [];
  let waiting = batches;
  for (let tries = 1; waiting.length > 0 && tries <= mostTries; tries += 1) {
    const missed: Stop[][] = [];
    for (const batch of waiting) {
      const ended = await playStops(trial, batch);
      missed.push(...ended.filter(({ isReached }) => !isReached).map(({ stop }) => [stop]));
      stopped.push(...ended);
      tell(stopped.filter(({ isReached }) => isReached).length);
    }
    waiting = missed;
  }
  return stopped;
}

/** While one of these stands still nobody's events are sent: one a kill, and no other beside it that waits for an event or a callback. */
const blocks = ({ step }: Stop): boolean => /COMMIT of delivery(?:, event)?$/.test(step.name);
const waitsForThem = ({ step }: Stop): boolean => /to the shop$|delivery_attempt/.test(step.name);

/** Together what can stand still side by side. */
function batchesOf(stops: readonly Stop[], atOnce: number): Stop[][] {
  const inBatches = (some: readonly Stop[], size: number): Stop[][] =>
    Array.from({ length: Math.ceil(some.length / size) }, (_, index) => some.slice(index * size, (index + 1) * size));
  const [blocking, waiting] = [stops.filter(blocks), stops.filter(waitsForThem)];
  const others = inBatches(
    stops.filter((stop) => !blocks(stop) && !waitsForThem(stop)),
    Math.max(1, atOnce - 1),
  );
  const mixed = Array.from({ length: Math.max(others.length, blocking.length) }, (_, index) => [...(others[index] ?? []), ...blocking.slice(index, index + 1)]);
  return [...mixed, ...inBatches(waiting, atOnce)];
}

/** How many steps were played of each operation. */
function rowsOf(recorded: readonly Stop[], stopped: readonly Stopped[]): [string, string][] {
  const reached = stopped.filter(({ isReached }) => isReached).map(({ stop }) => stop);
  return operations.map(({ name }) => {
    const [all, done] = [recorded, reached].map((stops) => stops.filter(({ operation }) => operation.name === name).length);
    return [`${name}: killed at`, `${done} of ${all}`];
  });
}

await tellStory({
  run: 'crash',
  tells: `
Sessions and links are made, payments started, paid, captured, refunded and released, surpluses given back, and the shop is
told. Each is played once to see what it comes past: every commit, every call to the gateway and from it, every callback and
event to the shop, the answer. Then each is played again for every such step, and stands still there: before it (the bytes
are never handed on) or after it (it was answered, and the service never hears). There the process is killed (kill -9) and
started again, and the same request is made again with the same key.

Passes when the answer is the one that was given or had been made, every charge, capture, refund and release is there once,
at the gateway and with us, the shop has heard everything at least once, and the books are sound.`,
  sizes: {
    kills: { what: 'at most so many kills, each at several steps that are drawn from all', full: 1_000, quick: 1, from: 1, to: 1_000 },
    atOnce: { what: 'operations that stand still when the process is killed', full: 10, quick: 10, from: 1, to: 10 },
    recordedAtOnce: { what: 'operations that are looked at together at first: alone, each shows every step it has', full: 1, quick: 10, from: 1, to: 10 },
  },
  texts: { only: 'only the steps whose name begins with it' },
  play: async ({ kills, atOnce, recordedAtOnce, seed, text }) => {
    const chance = chanceOf(seed, 0);
    const trial = await openCrashTrial();
    try {
      const only = text('only') ?? '';
      const chosen = operations.filter(({ name }) => name.startsWith(only.split(':')[0] ?? ''));
      const { stops: recorded, wrongs: undisturbed } = await recordSteps(trial, chosen, recordedAtOnce);
      const wanted = recorded.filter((stop) => nameOf(stop).startsWith(only));
      // The fullest first: few kills are to stand for many steps.
      const batches = chance
        .shuffled(batchesOf(chance.shuffled(wanted), atOnce))
        .sort((one, other) => other.length - one.length)
        .slice(0, kills);
      const stops = batches.flat();
      const stopped = await playBatches(trial, batches);
      const reached = new Set(stopped.filter(({ isReached }) => isReached).map(({ stop }) => stop));
      const wrongs = [...undisturbed, ...stopped.flatMap((one) => one.wrongs), ...(await wrongsInTheEnd(trial))];
      const unreached = stops.filter((stop) => !reached.has(stop)).map((stop) => `${nameOf(stop)}: it was not come to again`);
      return {
        figure: `killed at ${reached.size} of ${recorded.length} named steps of ${chosen.length} operations: ${wrongs.length} with a double, a loss or another answer`,
        rows: [...rowsOf(recorded, stopped), ...unreached.map((name): [string, string] => [name, '-'])],
        wrongs: [
          ...wrongs,
          ...(unreached.length > (stops.length < recorded.length ? mayBeMissed : 0) ? unreached : []),
          ...(reached.size === 0 ? ['it was killed at no step'] : []),
        ],
      };
    } finally {
      await trial.close();
    }
  },
});
