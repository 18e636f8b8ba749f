import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { tellFailure } from '#lib/cli/failure.ts';
import { EnvironmentError } from '#lib/env.ts';
import { newSeed } from './rounds.ts';
import { type Outcome, tellOutcome, type Verdict } from './verdict.ts';

/** A whole number that the command line may change; `quick` is what `npm test` takes. */
export type Size = { what: string; full: number; quick: number; from: number; to: number };

type Switches = Readonly<Record<string, string>>;

/** What a run was told: its seed, and its sizes by name. */
export type Given<Names extends string> = Readonly<Record<Names, number>> & {
  seed: number;
  /** Whether a switch is on. */
  is: (name: string) => boolean;
  /** A text that was given. */
  text: (name: string) => string | undefined;
};

/** One way to try to break the product: a run of `npm run trust`. */
export type Story<Names extends string> = {
  run: string;
  /** What is done, and when it passes; paragraphs for `--help`. */
  tells: string;
  sizes: Readonly<Record<Names, Size>>;
  /** Options without a value, with what they do. */
  switches?: Switches;
  /** Options with a text, with what they do. */
  texts?: Switches;
  play: (given: Given<Names>) => Promise<Outcome>;
};

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Plays a run with what the command line says, prints its outcome, and ends the process: with 1 unless nothing was wrong. */
export async function tellStory<Names extends string>(story: Story<Names>): Promise<void> {
  // Ended from outside it ends as it would by itself: with what it started.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  try {
    const given = readGiven(story);
    if (given.is('help')) console.log(usageOf(story));
    else await play(story, given);
  } catch (error) {
    tellFailure(error);
    process.exitCode = 1;
  }
  // Said outright: a database that was started here has exit hooks of its own, and what a failed start left open would keep it alive.
  process.exit(process.exitCode);
}

async function play<Names extends string>(story: Story<Names>, given: Given<Names>): Promise<void> {
  const size = sizeOf(story, given);
  console.error(`${story.run}: ${size}; seed ${given.seed}`);
  const startedAt = performance.now();
  const outcome = await story.play(given);
  const verdict: Verdict = { run: story.run, seed: given.seed, size, seconds: (performance.now() - startedAt) / 1_000, ...outcome };
  tellOutcome(verdict);
  const { TRUST_VERDICT: path } = process.env;
  if (path) writeFileSync(path, JSON.stringify(verdict));
  process.exitCode = outcome.wrongs.length === 0 ? 0 : 1;
}

function readGiven<Names extends string>({ sizes, switches = {}, texts = {} }: Story<Names>): Given<Names> {
  const names = Object.keys(sizes) as Names[];
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  const options = {
    ...Object.fromEntries([...names.map(kebab), ...Object.keys(texts), 'seed'].map((name) => [name, text])),
    ...Object.fromEntries([...Object.keys(switches), 'quick', 'help'].map((name) => [name, flag])),
  };
  const values = parseArgs({ options }).values as Record<string, string | boolean | undefined>;
  const number = (name: Names): number => {
    const { full, quick, from, to } = sizes[name];
    return readWhole(kebab(name), values[kebab(name)] ?? String(values.quick ? quick : full), { from, to });
  };
  const numbers = Object.fromEntries(names.map((name) => [name, number(name)])) as Record<Names, number>;
  const seed = values.seed === undefined ? newSeed() : readWhole('seed', values.seed, { from: 0, to: 2 ** 31 - 1 });
  return { ...numbers, seed, is: (name) => values[name] === true, text: (name) => (typeof values[name] === 'string' ? values[name] : undefined) };
}

/** A whole number given on the command line, within bounds. */
export function readWhole(name: string, text: string | boolean, { from, to }: { from: number; to: number }): number {
  const number = typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new EnvironmentError(`--${name} ${text}: must be a number from ${from} to ${to}`);
}

const sizeOf = <Names extends string>({ sizes }: Story<Names>, given: Given<Names>): string =>
  (Object.keys(sizes) as Names[]).map((name) => `${kebab(name)} ${given[name].toLocaleString('en-US')}`).join(', ');

function usageOf<Names extends string>({ run, tells, sizes, switches = {}, texts = {} }: Story<Names>): string {
  const lines: [string, string][] = [
    ...(Object.entries(sizes) as [Names, Size][]).map(([name, { what, full, quick }]): [string, string] => [
      `--${kebab(name)} <n>`,
      `${what} (${full}, quick ${quick})`,
    ]),
    ...Object.entries(texts).map(([name, what]): [string, string] => [`--${name} <text>`, what]),
    ...Object.entries(switches).map(([name, what]): [string, string] => [`--${name}`, what]),
    ['--seed <n>', 'draws the same again'],
    ['--quick', 'takes the small sizes'],
    ['--help', 'shows this'],
  ];
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return `Usage: npm run trust -- ${run} [options]\n\n${tells.trim()}\n\n${lines.map(([name, what]) => `  ${name.padEnd(width)}${what}`).join('\n')}`;
}
