import { tellFailure } from '#lib/cli/failure.ts';
import { EnvironmentError } from '#lib/env.ts';
import { newSeed } from './rounds.ts';
import { openTrial, type Trial } from './trial.ts';

/** What every race takes on the command line. */
export const raceOptions = {
  rounds: { type: 'string', default: '500' },
  'gateway-ms': { type: 'string', default: '50' },
  seed: { type: 'string' },
  'at-once': { type: 'string', default: '4' },
  minutes: { type: 'string', default: '30' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = { rounds: string; 'gateway-ms': string; seed?: string | undefined; 'at-once': string; minutes: string };

/** The same as numbers; what is out of bounds is told. */
export const readRace = (values: Values) => ({
  rounds: readWhole('--rounds', values.rounds, { from: 1, to: 100_000 }),
  gatewayMs: readWhole('--gateway-ms', values['gateway-ms'], { from: 0, to: 5_000 }),
  seed: values.seed === undefined ? newSeed() : readWhole('--seed', values.seed, { from: 0, to: 2 ** 31 - 1 }),
  atOnce: readWhole('--at-once', values['at-once'], { from: 1, to: 50 }),
  withinMs: 60_000 * readWhole('--minutes', values.minutes, { from: 1, to: 600 }),
});

/** A whole number given on the command line, within bounds. */
export function readWhole(name: string, text: string, { from, to }: { from: number; to: number }): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new EnvironmentError(`${name} ${text}: must be a number from ${from} to ${to}`);
}

type Outcome = { ms: number; rows: [string, string | number][]; wrongs: string[] };
type Run = { title: string; seed: number; gatewayMs: number; race: (trial: Trial) => Promise<Outcome> };

/** Opens a trial, runs a race on it and prints what it came to. Ends the process: with 1 unless nothing was wrong. */
export async function runTrial(read: () => Run): Promise<void> {
  try {
    const run = read();
    console.error(`${run.title}; seed ${run.seed}`);
    const trial = await openTrial(run);
    try {
      if (!tellVerdict(run, await run.race(trial))) process.exitCode = 1;
    } finally {
      await trial.close();
    }
  } catch (error) {
    tellFailure(error);
  }
  // Said outright: what a failed start left open would keep it alive.
  process.exit(process.exitCode);
}

const mostWrongsTold = 50;

/** Prints what a run came to; true when nothing was wrong. */
export function tellVerdict({ title, seed }: Pick<Run, 'title' | 'seed'>, { ms, rows, wrongs }: Outcome): boolean {
  const counted = rows.map(([name, count]): [string, string] => [name, typeof count === 'number' ? count.toLocaleString('en-US') : count]);
  const shown: [string, string][] = [...counted, ['seconds', (ms / 1_000).toFixed(0)], ['seed', String(seed)]];
  const width = Math.max(...shown.map(([name]) => name.length));
  console.log(`\n${title}\n`);
  for (const [name, value] of shown) console.log(`  ${name.padEnd(width)}  ${value.padStart(12)}`);
  console.log(`\n  ${wrongs.length === 0 ? 'passed' : `FAILED, ${wrongs.length} wrong`}`);
  for (const wrong of wrongs.slice(0, mostWrongsTold)) console.log(`    ${wrong}`);
  if (wrongs.length > mostWrongsTold) console.log(`    … and ${wrongs.length - mostWrongsTold} more`);
  return wrongs.length === 0;
}
