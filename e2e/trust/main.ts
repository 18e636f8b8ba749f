// `npm run trust`: plays the runs, each in a process of its own, and prints one table.
import { tellFailure } from '#lib/cli/failure.ts';
import { EnvironmentError } from '#lib/env.ts';
import { huntMutants } from './mutants/hunt.ts';
import { playAll } from './play-all.ts';
import { newSeed } from './rounds.ts';
import { runNamed, runs } from './runs.ts';

const width = Math.max(...runs.map(({ name }) => name.length)) + 2;

const usage = `Usage: npm run trust -- [runs] [options]

Tries to make the product lose, double, mistell or give away something, and says whether it could. Plays all runs, or
those named, one after the other, each in a process of its own on a database of its own, and prints one table.

${runs.map(({ name, tries }) => `  ${name.padEnd(width)}${tries}`).join('\n')}

  --quick       small sizes, two runs at a time; what npm test takes
  --seed <n>    draws the same again, in every run (a fresh one, which is printed)
  --mutants     has the runs find out broken copies of the product instead; every one must be. Names after it choose
                mutants or runs
  --help        shows this

A run that is named alone takes options of its own: npm run trust -- double-pay --help. Everything ends with exit code 1
when something was found, or, with --mutants, when a broken copy was not. What the runs say is kept in test-results/trust.`;

type Wanted = { names: string[]; options: string[] };

/** Names come first; what begins with a dash, and all after it, is for the runs. */
function readWanted(given: readonly string[]): Wanted {
  const at = given.findIndex((part) => part.startsWith('-'));
  const names = at < 0 ? [...given] : given.slice(0, at);
  const unknown = names.find((name) => !runNamed(name));
  if (unknown) throw new EnvironmentError(`Unknown run: ${unknown}. See --help.`);
  return { names, options: at < 0 ? [] : given.slice(at) };
}

/** What all runs take. Another option is for a run that is named alone. */
function readOptions(options: readonly string[]): { seed: string; isQuick: boolean } {
  const isQuick = options.includes('--quick');
  const at = options.indexOf('--seed');
  const seed = at < 0 ? String(newSeed()) : (options[at + 1] ?? '');
  const rest = options.filter((part, index) => part !== '--quick' && index !== at && (at < 0 || index !== at + 1));
  if (rest.length > 0) throw new EnvironmentError(`Unknown option: ${rest[0]}. Name one run to give it options of its own. See --help.`);
  return { seed, isQuick };
}

async function main(given: readonly string[]): Promise<boolean> {
  const hunted = given.indexOf('--mutants');
  if (hunted >= 0) return huntMutants(given.filter((_, index) => index !== hunted));
  const { names, options } = readWanted(given);
  const [alone] = names;
  if (names.length === 0 && (options.includes('--help') || options.includes('-h'))) {
    console.log(usage);
    return true;
  }
  const chosen = runs.filter(({ name }) => names.length === 0 || names.includes(name));
  if (names.length === 1 && alone) return playAll(chosen, { options, atOnce: 1, isShown: true });
  const { seed, isQuick } = readOptions(options);
  return playAll(chosen, { options: ['--seed', seed, ...(isQuick ? ['--quick'] : [])], atOnce: isQuick ? 2 : 1, isShown: false });
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  tellFailure(error);
  process.exitCode = 1;
}
