import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { playRun } from './play-run.ts';
import type { Run } from './runs.ts';
import { type Verdict, verdictTable } from './verdict.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const kept = join(root, 'test-results', 'trust');

/** `isShown`: what the run says is printed as it comes, and no table is made of it. */
type Given = { options: readonly string[]; atOnce: number; isShown: boolean };

/** Plays these runs and prints a table of what came of them. True when nothing was wrong. */
export async function playAll(chosen: readonly Run[], { options, atOnce, isShown }: Given): Promise<boolean> {
  if (isShown) {
    const codes = await Promise.all(chosen.map((run) => playRun(run, { folder: root, options, isShown })));
    return codes.every(({ code }) => code === 0);
  }
  mkdirSync(kept, { recursive: true });
  const verdicts = new Map<string, Verdict>();
  const waiting = [...chosen];
  const player = async (): Promise<void> => {
    for (let run = waiting.shift(); run; run = waiting.shift()) verdicts.set(run.name, await playAndTell(run, options));
  };
  await Promise.all(Array.from({ length: atOnce }, player));
  const told = chosen.flatMap(({ name }) => verdicts.get(name) ?? []);
  console.log(`\n${verdictTable(told)}`);
  return told.every(({ wrongs }) => wrongs.length === 0);
}

async function playAndTell(run: Run, options: readonly string[]): Promise<Verdict> {
  process.stderr.write(`${run.name}: ${run.tries} …\n`);
  const startedAt = performance.now();
  const { code, output, verdict } = await playRun(run, { folder: root, options, isShown: false });
  writeFileSync(join(kept, `${run.name}.log`), output);
  const seconds = (performance.now() - startedAt) / 1_000;
  const seed = Number(options[options.indexOf('--seed') + 1]);
  const told =
    verdict && (code === 0 || verdict.wrongs.length > 0)
      ? verdict
      : { run: run.name, seed, size: '', seconds, figure: 'broke off', wrongs: [`exit code ${code} and no verdict`] };
  if (told.wrongs.length > 0) console.log(output);
  process.stderr.write(`${run.name}: ${told.wrongs.length === 0 ? 'passed' : 'FAILED'}, ${told.seconds.toFixed(0)} s\n`);
  return told;
}
